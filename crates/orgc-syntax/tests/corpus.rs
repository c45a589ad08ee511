//! The corpus: real programs that must parse without a finding and be in canonical layout.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "the corpus is files")]

mod programs;

use orgc_diag::FileId;
use orgc_syntax::{FormatOutcome, format, parse};
use programs::program_texts as programs;

#[test]
fn every_program_parses_without_a_finding() {
    let programs = programs();
    assert!(programs.len() >= 8, "the corpus is not where it should be");
    for (name, text) in programs {
        let parsed = parse(FileId(0), &text);
        assert_eq!(parsed.diagnostics, vec![], "{name}");
        assert!(!parsed.file.items.is_empty(), "{name}");
    }
}

#[test]
fn every_program_is_in_canonical_layout() {
    for (name, text) in programs() {
        let formatted = format(&text);
        assert_eq!(formatted.outcome, FormatOutcome::Done, "{name}");
        assert_eq!(formatted.text, text, "{name}");
    }
}

#[test]
fn layout_does_not_depend_on_indentation_and_spaces() {
    for (name, text) in programs() {
        // Text blocks own their white space.
        if text.contains("\"\"\"") {
            continue;
        }
        let flat: String = text.lines().map(|line| format!("{}  \r\n", line.trim_start())).collect();
        assert_eq!(format(&flat).text, text, "{name}");
    }
}
