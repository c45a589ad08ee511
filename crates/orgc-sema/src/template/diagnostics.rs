//! What can be wrong with templates.

use orgc_diag::{Diagnostic, Span, codes, suggest};
use orgc_policy::Quota;

pub(super) fn bad_template(reason: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_TEMPLATE, format!("this is not a CloudFormation template: {reason}"))
        .at(span, "this template")
        .help("a template is JSON or YAML with at least one resource under `Resources`")
}

pub(super) fn template_too_large(bytes: usize, quota: &Quota, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::BAD_TEMPLATE,
        format!("the template has {bytes} bytes; a stack set takes {} at most", quota.value),
    )
    .at(span, "this template")
    .note(format!("limit: {quota}"))
    .help("split it into two baselines")
}

pub(super) fn transform(span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::BAD_TEMPLATE,
        "the template has a `Transform`, which service-managed stack sets do not support",
    )
    .at(span, "this template")
    .help("write out what the macro would make")
}

pub(super) fn unknown_parameter(name: &str, known: &[&str], span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::BAD_PARAMETER, format!("the template has no parameter `{name}`"))
        .at(span, "unknown parameter");
    let diagnostic = match suggest(name, known.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic,
    };
    match known {
        [] => diagnostic.note("the template has no parameters"),
        known => diagnostic.note(format!("there are: `{}`", known.join("`, `"))),
    }
}

pub(super) fn missing_parameter(name: &str, is_overridden: bool, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        codes::BAD_PARAMETER,
        format!("the template needs parameter `{name}`, which has no default"),
    )
    .at(span, format!("`{name}` is missing"));
    let diagnostic = match is_overridden {
        true => diagnostic.note("`with` gives it at single targets; the stack set itself needs a value too"),
        false => diagnostic,
    };
    diagnostic.help(format!("add `parameters {{ {name} = … }}` to the block, or a `Default` to the template"))
}

pub(super) fn wrong_parameter(name: &str, found: &str, expected: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::BAD_PARAMETER,
        format!("parameter `{name}` is a {expected}, and `{found}` is none"),
    )
    .at(span, "wrong type")
}

pub(super) fn parameter_not_allowed(name: &str, found: &str, allowed: &[String], span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::BAD_PARAMETER,
        format!("the template does not allow `{found}` for parameter `{name}`"),
    )
    .at(span, "not allowed")
    .note(format!("allowed: `{}`", allowed.join("`, `")))
}

pub(super) fn missing_capability(word: &str, resource: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::MISSING_CAPABILITY,
        format!("the template creates the IAM resource `{resource}`, which has to be acknowledged"),
    )
    .at(span, "capability is missing")
    .help(format!("add `capabilities = [{word}]` to the block"))
}
