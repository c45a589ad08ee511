//! What can be wrong with declarations.

use orgc_diag::{Diagnostic, Fix, Span, codes, suggest};

/// Part of the language, without a meaning so far.
pub(crate) fn not_yet(construct: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::NOT_YET,
        format!("{construct} is part of the language, but this release cannot use it yet"),
    )
    .at(span, "not yet")
    .help("write out what it stands for; the plain forms of blocks, sentences and values all work")
}

pub(super) fn unknown_kind<'c>(
    kind: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::UNKNOWN_KIND, format!("there is no kind `{kind}`")).at(span, "unknown kind");
    match suggest(kind, known) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")).fix(Fix::replace(
            format!("replace `{kind}` by `{near}`"),
            span,
            near,
        )),
        None => diagnostic.help("kinds of other plugins need the plugin, which this release cannot load yet"),
    }
}

pub(super) fn not_allowed_here(what: &str, place: &str, span: Span, help: &str) -> Diagnostic {
    Diagnostic::new(codes::NOT_ALLOWED_HERE, format!("{what} cannot stand {place}"))
        .at(span, "not here")
        .help(help)
}

pub(super) fn duplicate(what: &str, first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, format!("{what} is declared twice"))
        .at(again, "declared again here")
        .at(first, "first declared here")
        .help("rename one of the two")
}

pub(super) fn two_organizations(first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, "two organizations are declared; a project describes one")
        .at(again, "declared again here")
        .at(first, "first declared here")
        .help("keep one `organization` block and move the units of the other into it")
}

pub(super) fn missing_name(kind: &str, span: Span) -> Diagnostic {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    Diagnostic::new(codes::MISSING_ATTRIBUTE, format!("{article} `{kind}` needs a name"))
        .at(span, "no name follows")
        .help(format!("write `{kind} NAME {{ … }}`"))
}

pub(super) fn bad_identifier(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::BAD_CHECKED_STRING, format!("`{name}` cannot be a name"))
        .at(span, "not a name")
        .help("a name starts with a letter and goes on with letters, digits, `_` and `-`")
}

pub(super) fn reserved_policy(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, format!("policy `{name}` exists already: AWS manages it"))
        .at(span, "taken by AWS")
        .help("give the policy another name; the one of AWS can be attached without declaring it")
}

pub(super) fn two_management_accounts(first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(
        codes::MANAGEMENT_ACCOUNT,
        "two management accounts are declared; an organization has one",
    )
    .at(again, "declared again here")
    .at(first, "first declared here")
    .help("write `account` for the one that is a member")
}

pub(super) fn management_in_unit(span: Span) -> Diagnostic {
    Diagnostic::new(codes::MANAGEMENT_ACCOUNT, "the management account cannot be placed in an OU here")
        .at(span, "stands in an OU")
        .help("move the `management` block into the `organization` block itself")
}

pub(super) fn file_in_folder(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::NOT_YET, format!("`{path}` is in a subfolder: modules are part of the language, but this release cannot use them yet"))
        .at(span, "not yet")
        .help("move the file into the project's own folder")
}
