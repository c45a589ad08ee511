//! Literate specs: Markdown files that are documentation and tests at once.
//!
//! A heading starts a test. Code fences are its material, in order:
//!
//! - `org`, with an optional path (`org main.org`): a source file. A comment `# E0201: text` at the
//!   end of a line expects a diagnostic with this code on this line whose message contains the text.
//! - any other language with a path (`yaml baselines/x.yaml`): a data file.
//! - `plan`: the expected plan of the files so far against the organization as it is, which is empty
//!   at first. The plan is then applied, so that the next step sees its effect.
//! - `formatted`: what the formatter makes of the source before it.
//! - `policy NAME`: the minified text of a policy.
//! - `diagnostics`: the rendered diagnostics of the files so far, for specs whose subject is layout.
//!
//! Every diagnostic must be expected, warnings included.

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
}

/// The tests of a Markdown file: one for each heading that has code fences below it.
pub fn parse(markdown: &str) -> Vec<Spec> {
    let mut specs: Vec<Spec> = Vec::new();
    let mut headings: Vec<(HeadingLevel, String)> = Vec::new();
    let mut heading: Option<HeadingLevel> = None;
    let mut fence: Option<Role> = None;
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
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => fence = role(&info),
            Event::End(TagEnd::CodeBlock) => fence = None,
            Event::Text(text) => {
                if let (Some(role), Some(spec)) = (fence.take(), specs.last_mut()) {
                    spec.blocks.push(Block { role, text: text.to_string(), range });
                }
            }
            _ => {}
        }
    }
    specs.retain(|spec| !spec.blocks.is_empty());
    specs
}

fn role(info: &str) -> Option<Role> {
    let mut words = info.split_whitespace();
    match (words.next()?, words.next()) {
        ("plan", None) => Some(Role::Plan),
        ("formatted", None) => Some(Role::Formatted),
        ("diagnostics", None) => Some(Role::Diagnostics),
        ("policy", Some(name)) => Some(Role::Policy(name.to_owned())),
        ("org", path) => Some(Role::File(path.unwrap_or("main.org").to_owned())),
        (_, Some(path)) => Some(Role::File(path.to_owned())),
        (_, None) => None,
    }
}

/// A diagnostic that a comment expects.
#[derive(Debug, PartialEq, Eq)]
pub struct Expectation {
    /// The line of the source, from 1.
    pub line: u32,
    /// The code.
    pub code: String,
    /// A part of the message.
    pub message: String,
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
}
