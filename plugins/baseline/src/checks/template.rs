//! The template itself: that it is one, and that it has the capabilities it needs.

use crate::Baseline;
use crate::template::Template;
use orgc_plugin_sdk::Diagnostic;

/// A template that cannot be read.
pub fn unreadable(baseline: &Baseline<'_>, reason: &str) -> Diagnostic {
    let (file, path) = &baseline.template;
    let message = format!("the template `{}` cannot be used: {reason}", file.path);
    Diagnostic::error("bad-template", message, path.clone())
        .help("name a CloudFormation template, YAML or JSON")
}

pub fn check(baseline: &Baseline<'_>, outline: &Template) -> Vec<Diagnostic> {
    let has = |capability| baseline.capabilities.contains(&capability);
    let named = has("CAPABILITY_NAMED_IAM");
    let mut findings = Vec::new();
    if let (Some(resource), false) = (&outline.named_iam_resource, named) {
        findings.push(missing(baseline, "named-iam", &format!("gives `{resource}` a name")));
    } else if let (Some(resource), false) = (&outline.iam_resource, named || has("CAPABILITY_IAM")) {
        findings.push(missing(baseline, "iam", &format!("makes the IAM resource `{resource}`")));
    }
    if outline.uses_macro && !has("CAPABILITY_AUTO_EXPAND") {
        findings.push(missing(baseline, "auto-expand", "uses a macro (`Transform`)"));
    }
    findings
}

fn missing(baseline: &Baseline<'_>, word: &str, because: &str) -> Diagnostic {
    let (file, path) = &baseline.template;
    let message = format!("the template `{}` {because} and needs the capability `{word}`", file.path);
    Diagnostic::error("missing-capability", message, path.clone())
        .help(format!("add `capabilities = [{word}]`"))
}
