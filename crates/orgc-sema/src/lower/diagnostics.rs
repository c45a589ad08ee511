//! What can be wrong with the things of an organization, each for itself.

use crate::declare::Declared;
use crate::value::entity_noun;
use orgc_diag::{Diagnostic, Span, codes};
use orgc_ir::Address;
use orgc_policy::{PolicyType, Quota};

pub(super) fn quoted_attribute(span: Span) -> Diagnostic {
    Diagnostic::new(codes::UNKNOWN_ATTRIBUTE, "attributes of a block are written without quotes")
        .at(span, "in quotes")
        .help("keys in quotes belong into `tags { … }` and maps")
}

pub(super) fn duplicate_attribute(name: &str, first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, format!("`{name}` is given twice"))
        .at(again, "again here")
        .at(first, "first here")
        .help("keep one of the two")
}

pub(super) fn bad_display_name(name: &str, span: Span, rule: &str) -> Diagnostic {
    Diagnostic::new(codes::BAD_CHECKED_STRING, format!("AWS does not accept `{name}` as a name"))
        .at(span, "wrong form")
        .help(format!("a name here has {rule}"))
}

pub(super) fn bad_role_name(name: &str, span: Span, longest: u64) -> Diagnostic {
    Diagnostic::new(codes::BAD_CHECKED_STRING, format!("AWS does not accept `{name}` as the name of a role"))
        .at(span, "wrong form")
        .help(format!("1 to {longest} letters, digits and `_+=,.@-`, not starting with `AWSServiceRoleFor`"))
}

pub(super) fn email_length(email: &str, span: Span, low: &Quota, high: &Quota) -> Diagnostic {
    let length = email.chars().count();
    let (low, high) = (low.value, high.value);
    Diagnostic::new(
        codes::BAD_CHECKED_STRING,
        format!("`{email}` has {length} characters; the e-mail address of an account has {low} to {high}"),
    )
    .at(span, "wrong length")
}

pub(super) fn text_length(attribute: &str, length: u64, span: Span, quota: &Quota) -> Diagnostic {
    Diagnostic::new(codes::BAD_CHECKED_STRING, format!("the {attribute} has {length} characters"))
        .at(span, "wrong length")
        .note(format!("limit: {quota}"))
}

pub(super) fn bad_tag(key: &str, span: Span, why: &str) -> Diagnostic {
    Diagnostic::new(codes::TOO_MANY_TAGS, format!("AWS does not accept tag `{key}`: {why}"))
        .at(span, "not accepted")
}

pub(super) fn too_many_tags(count: usize, own: usize, quota: &Quota, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::TOO_MANY_TAGS,
        format!("{count} tags and {own} ownership tags are more than the {} that AWS keeps", quota.value),
    )
    .at(span, format!("{count} tags"))
    .note(format!("limit: {quota}"))
}

pub(super) fn policy_without_type(declared: &Declared<'_>) -> Diagnostic {
    Diagnostic::new(codes::MISSING_ATTRIBUTE, format!("{} needs a type", entity_noun(&declared.address)))
        .at(declared.head, "of which type?")
        .help(format!("write `policy {}: scp {{ … }}` for a service control policy", declared.name))
}

pub(super) fn title_of_policy(span: Span) -> Diagnostic {
    Diagnostic::new(codes::NOT_ALLOWED_HERE, "a policy has no title")
        .at(span, "not here")
        .help("its name in AWS is its identifier; another one is written `name = \"…\"`")
}

pub(super) fn detach_declared(policy: &Address, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::NOT_ALLOWED_HERE,
        format!("{} cannot be detached by a sentence", entity_noun(policy)),
    )
    .at(span, "declared in the sources")
    .help("a declared policy is attached where an `attach` says so, and nowhere else: remove that sentence")
}

pub(super) fn not_detachable(policy: &Address, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::NOT_ALLOWED_HERE,
        format!("{} cannot be detached: AWS keeps it everywhere", entity_noun(policy)),
    )
    .at(span, "stays attached")
    .help("remove this sentence")
}

pub(super) fn attached_and_detached(policy: &Address, first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(
        codes::DUPLICATE_NAME,
        format!("{} is both attached and detached here", entity_noun(policy)),
    )
    .at(again, "detached here")
    .at(first, "attached here")
    .help("remove one of the two sentences")
}

pub(super) fn said_twice(again: Span, first: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, "this sentence stands twice for one target")
        .at(again, "again here")
        .at(first, "first here")
        .help("keep one of the two")
}

pub(super) fn no_effect_on_management(policy_type: &PolicyType, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::WRONG_TARGET,
        format!("a {} has no effect on the management account", policy_type.title),
    )
    .at(span, "no effect here")
    .help("attach it to the organization, an OU or a member account")
}

pub(super) fn deploy_to_management(span: Span) -> Diagnostic {
    Diagnostic::new(codes::WRONG_TARGET, "nothing can be deployed to the management account this way")
        .at(span, "never arrives")
        .note("service-managed stack sets skip the management account")
        .help("deploy to the organization, an OU or a member account")
}
