//! What plugins say about blocks.

use super::spans::{Spans, printed};
use orgc_diag::{Code, Diagnostic, Severity, codes};
use orgc_ir::kinds::{Finding, FindingSeverity};

/// Findings of the standard plugins that have codes of their own in the table.
const STANDARD: [(&str, &str, Code); 4] = [
    ("std:baseline", "bad-template", codes::BAD_TEMPLATE),
    ("std:baseline", "missing-capability", codes::MISSING_CAPABILITY),
    ("std:baseline", "missing-parameter", codes::BAD_PARAMETER),
    ("std:baseline", "unknown-parameter", codes::BAD_PARAMETER),
];

/// A finding of a plugin as a diagnostic at the values it names.
pub(super) fn diagnostic(finding: &Finding, plugin: &str, spans: &Spans) -> Diagnostic {
    let standard = STANDARD.iter().find(|(owner, name, _)| *owner == plugin && *name == finding.code);
    let code = standard.map_or(codes::PLUGIN_SCHEMA, |(_, _, code)| *code);
    let mut diagnostic = Diagnostic::new(code, finding.message.clone())
        .at(spans.find(&finding.at), "here")
        .note(format!("found by `{plugin}`, as `{plugin}/{}`", finding.code));
    if !finding.at.is_empty() {
        diagnostic = diagnostic.note(format!("at `{}`", printed(&finding.at)));
    }
    for (path, message) in &finding.labels {
        diagnostic = diagnostic.at(spans.find(path), message.clone());
    }
    if let Some(help) = &finding.help {
        diagnostic = diagnostic.help(help.clone());
    }
    diagnostic.severity = match finding.severity {
        FindingSeverity::Error => Severity::Error,
        FindingSeverity::Warning | FindingSeverity::Note => Severity::Warning,
    };
    diagnostic
}
