//! Which statements of policies the tests depend on, as people and programs read it. The members are documented in
//! `docs/commands.md`.

use super::diagnostics::count;
use super::finding;
use orgc_diag::SourceMap;
use orgc_sema::Statement;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The numbers, and a line for each statement that no test depends on.
pub fn text(statements: &[Statement], sources: &SourceMap) -> String {
    let open: Vec<&Statement> = statements.iter().filter(|one| !one.is_tested).collect();
    let all = count(statements.len(), "statement");
    let mut text = format!("{} of {all} tested", statements.len() - open.len());
    if !open.is_empty() {
        text.push_str("; every test would pass without");
    }
    for one in open {
        let place = one.span.and_then(|span| Some((sources.get(span.file)?, span)));
        let place = place.map(|(file, span)| {
            let at = file.line_column(span.start);
            format!(" ({}:{}:{})", file.path(), at.line, at.column)
        });
        let _ = write!(text, "\n  {}{}", name(one), place.unwrap_or_default());
    }
    text
}

fn name(one: &Statement) -> String {
    match &one.sid {
        Some(sid) => format!("statement `{sid}` of `{}`", one.policy.name()),
        None => format!("statement {} of `{}`", one.number + 1, one.policy.name()),
    }
}

/// All statements as a line of JSON.
pub fn json_line(statements: &[Statement], sources: &SourceMap) -> String {
    let statement = |one: &Statement| {
        json!({
            "policy": one.policy.to_string(),
            "statement": one.number,
            "sid": one.sid,
            "at": one.span.map(|span| finding::place(span, sources)),
            "tested": one.is_tested,
        })
    };
    json!({"statements": statements.iter().map(statement).collect::<Vec<Value>>()}).to_string()
}
