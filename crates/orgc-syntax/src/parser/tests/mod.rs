//! Tests of the parser: trees, findings, recovery.

mod findings;
mod pages;
mod recovery;
mod tree;

use orgc_diag::{Diagnostic, FileId, Span};

use super::{Parsed, parse};

fn parsed(text: &str) -> Parsed {
    parse(FileId(0), text)
}

/// The findings of a text, one a line: code, message, marked texts with their labels, and the text
/// after the fix.
fn findings(text: &str) -> Vec<String> {
    parsed(text).diagnostics.iter().map(|found| shown(text, found)).collect()
}

fn shown(text: &str, found: &Diagnostic) -> String {
    let mark = |span: Span| text.get(span.range()).unwrap();
    let mut line = format!("{} {}", found.code.id(), found.message);
    for label in &found.labels {
        line += &format!(" | `{}` {}", mark(label.span), label.message);
    }
    if let Some(fixed) = fixed(text, found) {
        line += &format!(" => {fixed}");
    }
    line
}

fn fixed(text: &str, found: &Diagnostic) -> Option<String> {
    let fix = found.fix.as_ref()?;
    let mut text = text.to_owned();
    for edit in fix.edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.replacement);
    }
    Some(text)
}
