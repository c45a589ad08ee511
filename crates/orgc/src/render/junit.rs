//! Results of tests as JUnit XML, which services of continuous integration read.

use super::diagnostics::human;
use orgc_diag::SourceMap;
use orgc_sema::TestResult;
use std::fmt::Write as _;

/// One suite of the name of the project, with a case for each test, and as what it printed the text that is given.
pub fn junit(project: &str, tests: &[TestResult], printed: Option<&str>, sources: &SourceMap) -> String {
    let failures = tests.iter().filter(|test| !test.failures.is_empty()).count();
    let numbers = format!("tests=\"{}\" failures=\"{failures}\"", tests.len());
    let name = escaped(project);
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let _ = writeln!(xml, "<testsuites name=\"{name}\" {numbers}>");
    let _ = writeln!(xml, "  <testsuite name=\"{name}\" {numbers}>");
    tests.iter().for_each(|test| case(&mut xml, test, sources));
    if let Some(printed) = printed {
        let _ = writeln!(xml, "    <system-out>{}</system-out>", escaped(printed));
    }
    xml.push_str("  </testsuite>\n</testsuites>");
    xml
}

fn case(xml: &mut String, test: &TestResult, sources: &SourceMap) {
    let file = sources.get(test.span.file);
    let path = escaped(file.map_or("", |file| file.path()));
    let line = file.map_or(0, |file| file.line_column(test.span.start).line);
    let title = escaped(&test.title);
    let head = format!("name=\"{title}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\"");
    let assertions = test.assertions;
    if test.failures.is_empty() {
        let _ = writeln!(xml, "    <testcase {head} assertions=\"{assertions}\"/>");
        return;
    }
    let _ = writeln!(xml, "    <testcase {head} assertions=\"{assertions}\">");
    for failure in &test.failures {
        let (message, code) = (escaped(&failure.message), failure.code.id());
        let text = escaped(&human(failure, sources, false));
        let _ = writeln!(xml, "      <failure message=\"{message}\" type=\"{code}\">{text}</failure>");
    }
    xml.push_str("    </testcase>\n");
}

/// Text inside an element or an attribute. XML has no place for other control characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}
