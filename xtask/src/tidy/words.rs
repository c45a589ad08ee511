//! Words that have no place in the repository.

use super::Finding;
use super::rust_text::code_only;
use super::texts::Text;

/// In any text. Put together here, so that this file does not break its own rule.
const EVERYWHERE: &[(&str, &str)] = &[
    (concat!("TO", "DO"), "finish it, or write an issue"),
    (concat!("FIX", "ME"), "mend it, or write an issue"),
    (concat!("../", "shared"), "everything that the project needs is in it"),
    (concat!("/wo", "rk/"), "paths of one machine mean nothing on another"),
];

/// In Rust, outside of comments and strings.
const IN_CODE: &[(&str, &str)] = &[
    ("todo!", "finish it"),
    ("#[ignore", "a test that does not run proves nothing"),
    ("#[should_panic", "check the error instead"),
    ("thread::sleep", "tests use a paused clock, the rest takes a clock"),
];

/// The files that may be `unsafe`: machine code that is built with the program is run unchecked.
const UNSAFE: [&str; 2] =
    ["crates/orgc-plugin/src/host/precompiled.rs", "crates/orgc/src/plugins/standard.rs"];

/// Finds them.
pub fn check(texts: &[Text]) -> Vec<Finding> {
    texts.iter().filter(|text| !text.is_generated()).flat_map(in_text).collect()
}

fn in_text(text: &Text) -> Vec<Finding> {
    let mut findings = find(text, &text.content, EVERYWHERE);
    if text.is_rust() {
        let code = code_only(&text.content);
        findings.extend(find(text, &code, IN_CODE));
        if !UNSAFE.contains(&text.path.as_str()) {
            findings.extend(find(text, &code, &[("unsafe ", "two files need it, which this rule names")]));
        }
    }
    findings
}

fn find(text: &Text, content: &str, words: &[(&str, &str)]) -> Vec<Finding> {
    let lines = (1..).zip(content.lines());
    lines
        .flat_map(|(number, line)| {
            let found = words.iter().filter(|(word, _)| line.contains(word));
            found.map(move |(word, remedy)| Finding::line(&text.path, number, format!("`{word}`: {remedy}")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, content: &str) -> Vec<usize> {
        in_text(&Text::new(path, content)).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn what_the_compiler_cannot_check_stands_where_it_is_expected() {
        assert_eq!(lines("src/a.rs", "// unsafe ways\nunsafe { go() }\n"), [2]);
        assert!(lines(UNSAFE[0], "unsafe { go() }\n").is_empty());
    }

    #[test]
    fn unfinished_work_is_found_in_any_text() {
        assert_eq!(lines("docs/a.md", concat!("fine\nTO", "DO: write\n")), [2]);
        assert_eq!(lines("src/a.rs", concat!("// FIX", "ME\n")), [1]);
    }

    #[test]
    fn code_is_told_from_comments_and_strings() {
        assert_eq!(lines("src/a.rs", "#[ignore]\nfn a() {}\n"), [1]);
        assert_eq!(
            lines("src/a.rs", "// an `#[ignore]`\nconst A: &str = \"thread::sleep\";\n"),
            [] as [usize; 0]
        );
        assert_eq!(lines("docs/a.md", "no `#[ignore]`\n"), [] as [usize; 0]);
    }

    #[test]
    fn generated_files_are_left_alone() {
        let generated = Text::new("crates/orgc-plugin-sdk/src/bindings.rs", "#[ignore]\n");
        assert!(check(&[generated]).is_empty());
    }
}
