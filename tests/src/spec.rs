//! Literate specs: Markdown files that are documentation and tests at once.
//!
//! A heading starts a test. Under one heading another `main.org` starts another test, unless a plan
//! came between: then it is the next step of the same organization. Code fences are the material, in
//! order:
//!
//! - `org`, with an optional path (`org main.org`): a source file. A comment `# E0201: text` at the
//!   end of a line expects a diagnostic with this code on this line whose message contains the text.
//! - any other language with a path (`yaml baselines/x.yaml`): a data file. Where its format has such
//!   comments they expect diagnostics too. The words `bom` and `crlf` after the path give the file a
//!   byte-order mark and the line ends of Windows.
//! - `findings`: diagnostics of the files so far that no comment can expect, one a line:
//!   `fleet.csv:3: E0308: text`.
//! - `plan`: the expected plan of the files so far against the organization as it is, which is empty
//!   at first. The plan is then applied, so that the next step sees its effect.
//! - `formatted`: what the formatter makes of the source before it.
//! - `policy NAME`: the minified text of a policy.
//! - `outputs`: the values of the outputs as the model holds them, one a line, `name = JSON`.
//! - `requests`: what a policy says of requests, one a line (`tests/documented`).
//! - `diagnostics`: the rendered diagnostics of the files so far, for specs whose subject is layout.
//!
//! Every diagnostic must be expected, warnings included: by a comment, in `findings`, or by being
//! printed in `diagnostics`.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// One test of a spec file.
#[derive(Debug)]
pub struct Spec {
    /// The headings that lead to it, joined with ` › `.
    pub name: String,
    /// Its material in order.
    pub blocks: Vec<Block>,
}

impl Spec {
    /// Whether a fence belongs to this test; else it starts another one.
    fn is_followed_by(&self, block: &Block) -> bool {
        let is_main = |one: &Block| matches!(&one.role, Role::File(path) if path == "main.org");
        let since_plan = self.blocks.iter().rev().take_while(|one| one.role != Role::Plan);
        !(is_main(block) && since_plan.into_iter().any(is_main))
    }
}

/// A code fence.
#[derive(Debug)]
pub struct Block {
    /// What it is for.
    pub role: Role,
    /// The text in the fence.
    pub text: String,
    /// Where the text stands in the Markdown file, for blessing.
    pub range: Range<usize>,
}

/// What a code fence is for.
#[derive(Debug, PartialEq, Eq)]
pub enum Role {
    /// A file of the project.
    File(String),
    /// The expected plan, which is then applied.
    Plan,
    /// The expected text of the formatter.
    Formatted,
    /// The expected text of a policy.
    Policy(String),
    /// The expected rendered diagnostics.
    Diagnostics,
    /// The expected values of the outputs.
    Outputs,
    /// Expected diagnostics at places that cannot hold a comment.
    Findings,
    /// What is decided about requests.
    Requests,
}

/// The tests of a Markdown file: one for each heading that has code fences below it.
pub fn parse(markdown: &str) -> Vec<Spec> {
    let mut specs: Vec<Spec> = Vec::new();
    let mut headings: Vec<(HeadingLevel, String)> = Vec::new();
    let mut heading: Option<HeadingLevel> = None;
    let mut fence: Option<Fence> = None;
    for (event, range) in Parser::new_ext(markdown, Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                headings.retain(|(above, _)| *above < level);
                headings.push((level, String::new()));
                heading = Some(level);
            }
            Event::End(TagEnd::Heading(_)) => {
                heading = None;
                let name = headings.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" › ");
                specs.push(Spec { name, blocks: Vec::new() });
            }
            Event::Text(text) | Event::Code(text) if heading.is_some() => {
                if let Some((_, title)) = headings.last_mut() {
                    title.push_str(&text);
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => fence = Fence::of(&info),
            Event::End(TagEnd::CodeBlock) => fence = None,
            Event::Text(text) => {
                if let (Some(fence), Some(spec)) = (fence.take(), specs.last_mut()) {
                    let block = Block { text: fence.bytes(&text), role: fence.role, range };
                    match spec.is_followed_by(&block) {
                        true => spec.blocks.push(block),
                        false => {
                            let name = spec.name.clone();
                            specs.push(Spec { name, blocks: vec![block] });
                        }
                    }
                }
            }
            _ => {}
        }
    }
    specs.retain(|spec| !spec.blocks.is_empty());
    specs
}

/// What the words after the three ticks say.
struct Fence {
    role: Role,
    has_mark: bool,
    has_returns: bool,
}

impl Fence {
    fn of(info: &str) -> Option<Self> {
        let words: Vec<&str> = info.split_whitespace().collect();
        let (language, path) = (*words.first()?, words.get(1).copied());
        let role = role(language, path)?;
        Some(Self { role, has_mark: words.contains(&"bom"), has_returns: words.contains(&"crlf") })
    }

    /// The text as the file holds it.
    fn bytes(&self, text: &str) -> String {
        let mark = if self.has_mark { "\u{FEFF}" } else { "" };
        let end = if self.has_returns { "\r\n" } else { "\n" };
        format!("{mark}{}", text.replace('\n', end))
    }
}

fn role(language: &str, path: Option<&str>) -> Option<Role> {
    match (language, path) {
        ("plan", None) => Some(Role::Plan),
        ("formatted", None) => Some(Role::Formatted),
        ("diagnostics", None) => Some(Role::Diagnostics),
        ("findings", None) => Some(Role::Findings),
        ("outputs", None) => Some(Role::Outputs),
        ("requests", None) => Some(Role::Requests),
        ("policy", Some(name)) => Some(Role::Policy(name.to_owned())),
        ("org", path) => Some(Role::File(path.unwrap_or("main.org").to_owned())),
        (_, Some(path)) => Some(Role::File(path.to_owned())),
        (_, None) => None,
    }
}

/// A diagnostic that a comment or a line of `findings` expects.
#[derive(Debug, PartialEq, Eq)]
pub struct Expectation {
    /// The line of the source, from 1.
    pub line: u32,
    /// The code.
    pub code: String,
    /// A part of the message.
    pub message: String,
}

/// The expectations of a fence `findings`, each with the path of its file.
///
/// # Errors
///
/// The first line that is none.
pub fn listed(text: &str) -> Result<Vec<(String, Expectation)>, String> {
    let one = |line: &str| {
        let (place, rest) = line.split_once(": ")?;
        let (path, number) = place.rsplit_once(':')?;
        let (code, message) = rest.split_once(": ")?;
        orgc_diag::Code::find(code)?;
        let (line, message) = (number.parse().ok()?, message.trim().to_owned());
        Some((path.to_owned(), Expectation { line, code: code.to_owned(), message }))
    };
    text.lines().map(|line| one(line).ok_or_else(|| format!("not an expectation: {line}"))).collect()
}

/// The expectations in the comments of a source.
pub fn expectations(source: &str) -> Vec<Expectation> {
    let of_line = |(line, text): (u32, &str)| {
        let (_, comment) = text.rsplit_once("# ")?;
        let (code, message) = comment.split_once(": ")?;
        orgc_diag::Code::find(code)?;
        Some(Expectation { line, code: code.to_owned(), message: message.trim().to_owned() })
    };
    (1..).zip(source.lines()).filter_map(of_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_tests_and_fences_their_material() {
        let text = "# Names\n\ntext\n\n## Two\n\n```org\na = b # E0201: no `b`\n```\n\n```json p/x.json\n{}\n```\n\n```plan\nx\n```\n";
        let specs = parse(text);
        assert_eq!(specs.len(), 1);
        assert_eq!(specs[0].name, "Names › Two");
        let roles: Vec<&Role> = specs[0].blocks.iter().map(|block| &block.role).collect();
        assert_eq!(roles, [&Role::File("main.org".into()), &Role::File("p/x.json".into()), &Role::Plan]);
        assert_eq!(&text[specs[0].blocks[2].range.clone()], "x\n");
        let expected = Expectation { line: 1, code: "E0201".into(), message: "no `b`".into() };
        assert_eq!(expectations(&specs[0].blocks[0].text), [expected]);
    }

    #[test]
    fn a_second_program_is_a_test_of_its_own_and_a_step_after_a_plan_is_not() {
        let text = "# A\n\n```org\na\n```\n\n```org x.org\nb\n```\n\n```org\nc\n```\n\n```plan\nd\n```\n\n```org\ne\n```\n";
        let counts: Vec<usize> = parse(text).iter().map(|spec| spec.blocks.len()).collect();
        assert_eq!(counts, [2, 3]);
    }

    #[test]
    fn data_files_have_places_and_bytes_of_their_own() {
        let specs =
            parse("# Data\n\n```csv x.csv bom crlf\na,b\n```\n\n```findings\nx.csv:1: E0308: `a`\n```\n");
        assert_eq!(specs[0].blocks[0].text, "\u{FEFF}a,b\r\n");
        let expected = Expectation { line: 1, code: "E0308".into(), message: "`a`".into() };
        assert_eq!(listed(&specs[0].blocks[1].text), Ok(vec![("x.csv".to_owned(), expected)]));
        assert!(listed("x.csv: E0308: `a`").is_err());
    }
}
