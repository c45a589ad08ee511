//! What can be wrong with blocks of plugins and with what plugins answer.

use super::given::Given;
use crate::declare::Declared;
use crate::declare::diagnostics::not_yet;
use crate::value::entity_noun;
use orgc_diag::{Diagnostic, Span, codes};
use orgc_ir::Address;
use orgc_ir::kinds::KindFault;
use orgc_policy::Quota;

pub(super) fn plugin_fault(fault: &KindFault, declared: &Declared<'_>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        codes::PLUGIN_FAULT,
        format!("plugin `{}` failed on {}: {}", fault.plugin, entity_noun(&declared.address), fault.message),
    )
    .at(declared.head, "this block");
    fault.notes.iter().fold(diagnostic, |diagnostic, note| diagnostic.note(note.clone()))
}

fn wrong_answer(declared: &Declared<'_>, what: &str) -> Diagnostic {
    Diagnostic::new(
        codes::PLUGIN_FAULT,
        format!("the plugin's answer for {} {what}", entity_noun(&declared.address)),
    )
    .at(declared.head, "this block")
    .help("this is a fault of the plugin, not of the source: report it to its author")
}

pub(super) fn unknown_target(declared: &Declared<'_>, plugin: &str) -> Diagnostic {
    wrong_answer(declared, "names a target that is not declared").note(format!("plugin: `{plugin}`"))
}

pub(super) fn later_tag(key: &str, declared: &Declared<'_>) -> Diagnostic {
    wrong_answer(declared, &format!("has a tag `{key}` that is known only after apply"))
}

pub(super) fn differing_instances(declared: &Declared<'_>, span: Span) -> Diagnostic {
    wrong_answer(declared, "deploys twice to one target with different parameters").at(span, "this target")
}

pub(super) fn no_regions(declared: &Declared<'_>, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::MISSING_ATTRIBUTE,
        format!("{} is deployed here to no Region", entity_noun(&declared.address)),
    )
    .at(span, "to which Regions?")
    .help("add `regions = [us-east-1]` to the block, or `in us-east-1` to this sentence")
}

/// What messages about a resource say when its text is not the user's.
pub(super) fn made_by(plugin: &str) -> String {
    format!("made by the plugin `{plugin}` from this block")
}

/// Something about one resource of an answer.
fn wrong_resource(given: &Given<'_, '_, '_>, what: &str) -> Diagnostic {
    wrong_answer(given.declared(), &format!("has a resource `{}` that {what}", given.core.name))
        .note(format!("plugin: `{}`", given.plugin()))
}

pub(super) fn bad_block(given: &Given<'_, '_, '_>, what: &str) -> Diagnostic {
    wrong_resource(given, what)
}

pub(super) fn unknown_policy_type(given: &Given<'_, '_, '_>, name: &str) -> Diagnostic {
    wrong_resource(given, &format!("is of the policy type `{name}`, which there is not"))
}

pub(super) fn unknown_policy(given: &Given<'_, '_, '_>, policy: &Address) -> Diagnostic {
    wrong_resource(given, &format!("attaches `{policy}`, which is no declared policy"))
}

pub(super) fn unknown_service(given: &Given<'_, '_, '_>, service: &str) -> Diagnostic {
    wrong_resource(given, &format!("names the service `{service}`, which is neither known nor a principal"))
}

pub(super) fn long_text(given: &Given<'_, '_, '_>, what: &str, length: usize, quota: &Quota) -> Diagnostic {
    wrong_resource(given, &format!("has a {what} of {length} characters; limit: {quota}"))
}

pub(super) fn bad_tag(given: &Given<'_, '_, '_>, key: &str, why: &str) -> Diagnostic {
    wrong_resource(given, &format!("has a tag `{key}`: {why}"))
}

pub(super) fn too_many_tags(given: &Given<'_, '_, '_>, count: usize, quota: &Quota) -> Diagnostic {
    wrong_resource(given, &format!("has {count} tags besides those of orgc; limit: {quota}"))
}

pub(super) fn administrator(declared: &Declared<'_>) -> Diagnostic {
    not_yet("a stack set run by a delegated administrator", declared.head)
}

pub(super) fn bad_stack_set_name(name: &str, declared: &Declared<'_>) -> Diagnostic {
    Diagnostic::new(codes::BAD_CHECKED_STRING, format!("`{name}` cannot be the name of a stack set"))
        .at(declared.head, "wrong form")
        .help("a stack set's name starts with a letter and goes on with letters, digits and `-`")
}

pub(super) fn written_deployments(span: Span) -> Diagnostic {
    Diagnostic::new(codes::NOT_ALLOWED_HERE, "deployments are not written in the block")
        .at(span, "not here")
        .help("write `deploy NAME` in the organization, an OU or an account")
}

pub(super) fn title_of_block(kind: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::NOT_ALLOWED_HERE, format!("a `{kind}` has no title"))
        .at(span, "not here")
        .help("its identifier is its name")
}

pub(super) fn deprecated(name: &str, instead: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::DEPRECATED_ATTRIBUTE, format!("`{name}` is deprecated"))
        .at(span, "still works")
        .help(instead.to_owned())
}

/// What comes first must be a thing of the organization that is there.
pub(super) fn no_such_earlier(
    declared: &Declared<'_>,
    plugin: &str,
    resource: &str,
    after: &Address,
) -> Diagnostic {
    wrong_answer(
        declared,
        &format!("has a resource `{resource}` that comes after `{after}`, which there is not"),
    )
    .note(format!("plugin: `{plugin}`"))
}

pub(super) fn given_twice(name: &str, again: Span, first: Span) -> Diagnostic {
    Diagnostic::new(codes::DUPLICATE_NAME, format!("`{name}` is given twice"))
        .at(again, "again here")
        .at(first, "first here")
        .help("keep one of the two")
}
