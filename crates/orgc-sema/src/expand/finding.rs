//! What plugins say about blocks.

use crate::spans::{Spans, printed};
use orgc_diag::{Diagnostic, Severity, codes};
use orgc_ir::kinds::{Finding, FindingSeverity};

/// A finding of a plugin as a diagnostic at the values it names.
pub(super) fn diagnostic(finding: &Finding, plugin: &str, spans: &Spans) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(codes::PLUGIN_SCHEMA, finding.message.clone())
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
