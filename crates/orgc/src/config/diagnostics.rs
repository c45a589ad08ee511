//! What can be wrong with an `orgc.toml`.

use super::{EDITIONS, FILE};
use orgc_diag::{Code, Diagnostic, Fix, Span, codes, suggest};

fn at(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(codes::PROJECT_FILE, message).at(span, "here")
}

pub(super) fn no_toml(span: Span, reason: &str) -> Diagnostic {
    let reason = reason.lines().next().unwrap_or_default();
    at(span, format!("`{FILE}` is no TOML: {reason}")).help("see https://toml.io")
}

pub(super) fn missing(span: Span, key: &str) -> Diagnostic {
    let value = if key == "edition" { EDITIONS.first().copied().unwrap_or_default() } else { "…" };
    at(span, format!("`{key}` is missing")).help(format!("write `{key} = \"{value}\"`"))
}

pub(super) fn wrong_type(span: Span, key: &str, expected: &str, found: &str) -> Diagnostic {
    at(span, format!("`{key}` is {expected}, not {found}"))
}

pub(super) fn not_from_zero(span: Span, key: &str) -> Diagnostic {
    at(span, format!("`{key}` is a whole number from 0"))
}

pub(super) fn too_much(span: Span, what: &str, most: u64) -> Diagnostic {
    at(span, format!("`{what}` of a plugin is at most {most}"))
}

pub(super) fn not_allowed(span: Span, message: String) -> Diagnostic {
    at(span, message)
}

pub(super) fn unknown_edition(span: Span, written: &str) -> Diagnostic {
    at(span, format!("this release knows edition `{}`, not `{written}`", EDITIONS.join("`, `")))
}

pub(super) fn no_region(span: Span, written: &str) -> Diagnostic {
    at(span, format!("`{written}` is not the name of a Region, such as `us-east-1`"))
}

/// A key that there is not; the known ones are suggested, or all listed.
pub(super) fn unknown(span: Span, what: &str, written: &str, known: &[&str], listed: &str) -> Diagnostic {
    let found = at(span, format!("there is no {what} `{written}`"));
    match suggest(written, known.iter().copied()) {
        Some(near) => found.help(format!("did you mean `{near}`?")).fix(Fix::replace(
            format!("replace `{written}` by `{near}`"),
            span,
            as_key(near),
        )),
        None => found.help(listed.to_owned()),
    }
}

/// A key as TOML takes it.
fn as_key(name: &str) -> String {
    let bare = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if bare { name.to_owned() } else { format!("\"{name}\"") }
}

pub(super) fn no_share(span: Span, written: &str) -> Diagnostic {
    at(span, format!("`{written}` is no share"))
        .help("write a number, such as `2`, or a share of what is live, such as `\"10%\"`")
}

pub(super) fn no_lint(span: Span, code: Code, written: &str) -> Diagnostic {
    let what = if written == code.id() { String::new() } else { format!(" ({})", code.id()) };
    at(span, format!("`{written}`{what} is an error and cannot be silenced or lowered"))
        .help("only lints, whose codes begin with `W`, have a level")
}

pub(super) fn no_level(span: Span, written: &str) -> Diagnostic {
    at(span, format!("`{written}` is not a level")).help("a level is `allow`, `warn` or `error`")
}

pub(super) fn level_twice(span: Span, code: Code) -> Diagnostic {
    at(span, format!("`{} {}` has a level already", code.id(), code.name()))
}

pub(super) fn no_param_name(span: Span, written: &str) -> Diagnostic {
    at(span, format!("`{written}` cannot be the name of a param"))
}

pub(super) fn no_param_value(span: Span, name: &str, found: &str) -> Diagnostic {
    let diagnostic = at(span, format!("`{name}` cannot be {found}"));
    if found == "a date" {
        diagnostic.help("write it as a text, or give it with `--set`")
    } else {
        diagnostic
    }
}
