//! Results of tests, as people and programs read them. The members are documented in `docs/commands.md`.

use super::diagnostics::{count, human};
use super::finding;
use orgc_diag::SourceMap;
use orgc_sema::TestResult;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// One line for each test, then what failed, then the numbers.
pub fn text(tests: &[TestResult], sources: &SourceMap, color: bool) -> String {
    let mut text = String::new();
    for test in tests {
        let verdict = if test.failures.is_empty() { "ok  " } else { "FAIL" };
        let _ = writeln!(text, "{verdict}  {} ({})", test.title, count(test.assertions, "assertion"));
    }
    for test in tests.iter().filter(|test| !test.failures.is_empty()) {
        let _ = writeln!(text, "\n── {}\n", test.title);
        for failure in &test.failures {
            let _ = writeln!(text, "{}", human(failure, sources, color));
        }
    }
    let failed = tests.iter().filter(|test| !test.failures.is_empty()).count();
    let assertions: usize = tests.iter().map(|test| test.assertions).sum();
    let all = format!("{}, {}", count(tests.len(), "test"), count(assertions, "assertion"));
    let _ = write!(text, "{all}: {} passed, {failed} failed", tests.len() - failed);
    text
}

/// One test as a line of JSON.
pub fn json_line(test: &TestResult, sources: &SourceMap) -> String {
    let failure = |one| serde_json::from_str(&finding::json_line(one, sources)).unwrap_or(Value::Null);
    json!({
        "test": test.title,
        "at": finding::place(test.span, sources),
        "assertions": test.assertions,
        "passed": test.failures.is_empty(),
        "failures": test.failures.iter().map(failure).collect::<Vec<Value>>(),
    })
    .to_string()
}
