//! The chapters of the reference on syntax and layout are true.
//!
//! A `syntax` fence is parsed: a comment `# E0102: text` at the end of a line expects a finding on
//! that line whose message contains the text, and there are no others. A `layout` fence is what the
//! formatter makes of the fence before it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "the reference is files")]

use std::path::Path;

use orgc_diag::{Code, FileId};
use orgc_syntax::{format, parse};

fn chapter(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/spec");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// The fences of these languages with their texts, in order.
fn fences(markdown: &str) -> Vec<(String, String)> {
    let mut fences = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in markdown.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => open = Some((language.to_owned(), String::new())),
            (Some(_), Some("")) => fences.extend(open.take()),
            (Some((_, text)), _) => *text += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    fences
}

/// Line, code and message.
type Finding = (usize, String, String);

/// What is found in a text, and what it says is found.
fn judged(text: &str) -> (Vec<Finding>, Vec<Finding>) {
    let line_of = |at: usize| text.get(..at).unwrap().matches('\n').count() + 1;
    let found = parse(FileId(0), text).diagnostics.into_iter().map(|found| {
        let line = line_of(found.span().unwrap().range().start);
        (line, found.code.id().to_owned(), found.message)
    });
    let expected = text.lines().zip(1..).filter_map(|(line, number)| {
        let (code, message) = line.rsplit_once("# ")?.1.split_once(": ")?;
        Code::find(code)?;
        Some((number, code.to_owned(), message.to_owned()))
    });
    (found.collect(), expected.collect())
}

/// What is wrong with an example.
fn fault(text: &str) -> Option<String> {
    let (found, expected) = judged(text);
    let meets = found.len() == expected.len()
        && found.iter().zip(&expected).all(|(found, expected)| {
            (found.0, &found.1) == (expected.0, &expected.1) && found.2.contains(&expected.2)
        });
    (!meets).then(|| format!("{text}\nfound {found:?}\nexpected {expected:?}\n"))
}

#[test]
fn every_example_has_the_findings_it_says() {
    let mut codes: Vec<String> = Vec::new();
    let mut faults: Vec<String> = Vec::new();
    for name in ["syntax.md", "format.md"] {
        for (language, text) in fences(&chapter(name)) {
            if language == "syntax" {
                faults.extend(fault(&text));
                codes.extend(judged(&text).1.into_iter().map(|(_, code, _)| code));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let ours = Code::all().iter().map(|code| code.id()).filter(|code| code.starts_with("E01"));
    for code in ours {
        assert!(codes.iter().any(|found| found == code), "no example of {code}");
    }
}

#[test]
fn every_layout_is_what_the_formatter_makes() {
    let chapter = chapter("format.md");
    let fences = fences(&chapter);
    let pairs: Vec<_> = fences.windows(2).filter(|two| two[1].0 == "layout").collect();
    assert!(pairs.len() >= 8, "the examples were found");
    let mut faults: Vec<String> = Vec::new();
    for pair in pairs {
        let layout = format(&pair[0].1).text;
        if layout != pair[1].1 {
            faults.push(format!("{}\nexpected\n{}\nfound\n{layout}", pair[0].1, pair[1].1));
        }
        assert_eq!(format(&layout).text, layout);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
