//! What can be wrong with declarations.

use crate::value::diagnostics::with_suggestion;
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

pub(crate) fn unknown_kind<'c>(
    kind: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(codes::UNKNOWN_KIND, format!("there is no kind `{kind}`")).at(span, "unknown kind");
    match foreign(kind).or_else(|| suggest(kind, known)) {
        Some(near) => {
            diagnostic.help(format!("did you mean `{near}`?")).fix(Fix::replace_word(kind, span, near))
        }
        None => diagnostic.help("a kind of a plugin is written `NAME.KIND`, after `plugin NAME from \"…\"`"),
    }
}

/// Our word for what others call otherwise.
fn foreign(kind: &str) -> Option<&'static str> {
    Some(match kind.to_ascii_lowercase().replace(['-', '_'], "").as_str() {
        "unit" | "organizationalunit" | "orgunit" | "folder" => "ou",
        "stackset" | "cloudformationstackset" => "baseline",
        "memberaccount" | "awsaccount" => "account",
        "master" | "masteraccount" | "managementaccount" => "management",
        "org" | "organisation" => "organization",
        _ => return None,
    })
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

pub(crate) fn bad_identifier(name: &str, span: Span) -> Diagnostic {
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

pub(super) fn nothing_private(kind: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::NOT_ALLOWED_HERE, format!("`{kind}` cannot be private"))
        .at(span, "visible in the whole project")
        .help("remove `private`: there is one organization, and its units and accounts are known everywhere")
}

pub(super) fn too_many_items(most: usize, span: Span) -> Diagnostic {
    Diagnostic::new(codes::EXPANSION_LIMIT, format!("loops and templates make more than {most} items"))
        .at(span, "one too many")
        .help("loops within loops multiply: put a smaller list into the inner one, or a condition on the outer one")
}

pub(super) fn unknown_template<'c>(
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::UNKNOWN_NAME, format!("no template is called `{name}`"))
        .at(span, "unknown template");
    with_suggestion(diagnostic, name, span, known)
}

pub(super) fn unknown_import<'c>(
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(codes::UNKNOWN_NAME, format!("no import is called `{name}`"))
        .at(span, "unknown import");
    with_suggestion(diagnostic, name, span, known)
}

pub(super) fn private_template(name: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::new(codes::PRIVATE_NAME, format!("template `{name}` is private in its folder"))
        .at(span, "not visible here")
        .at(declared, "declared `private` here")
        .help("remove `private` there if others may use it")
}

pub(super) fn extension_changes(span: Span) -> Diagnostic {
    Diagnostic::new(codes::NOT_ALLOWED_HERE, "`extend` adds to a block and cannot change it")
        .at(span, "changes it")
        .help("write it in the block itself; `extend` may add units, accounts and sentences")
}

pub(super) fn unknown_extension<'c>(
    kind: &str,
    path: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let written = path.replace('/', ".");
    let diagnostic = Diagnostic::new(
        codes::UNKNOWN_NAME,
        format!("no `{kind}` is called `{written}`, so there is nothing to extend"),
    )
    .at(span, "unknown name");
    match suggest(path, known) {
        Some(near) => diagnostic.help(format!("did you mean `{}`?", near.replace('/', "."))),
        None => diagnostic,
    }
}

pub(super) fn ambiguous_extension(path: &str, span: Span, found: &[orgc_ir::Address]) -> Diagnostic {
    let offers: Vec<String> =
        found.iter().map(|unit| format!("`{}`", unit.name().replace('/', "."))).collect();
    Diagnostic::new(codes::AMBIGUOUS_NAME, format!("several units are called `{}`", path.replace('/', ".")))
        .at(span, "which one?")
        .help(format!("write {}", offers.join(" or ")))
}

pub(super) fn not_extendable(kind: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::NOT_ALLOWED_HERE, format!("`{kind}` cannot be extended"))
        .at(span, "cannot be extended")
        .help("the organization, units and accounts can")
}
