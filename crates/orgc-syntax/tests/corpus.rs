//! The corpus: real programs that must parse without a finding and be in canonical layout.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "the corpus is files")]

use std::path::{Path, PathBuf};

use orgc_diag::FileId;
use orgc_syntax::{FormatOutcome, format, parse};

fn programs() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        (name, std::fs::read_to_string(path).unwrap())
    };
    files.into_iter().map(read).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "org") {
            files.push(path);
        }
    }
}

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
