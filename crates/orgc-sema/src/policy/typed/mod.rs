//! The attributes of a management policy, as its JSON.
//!
//! Which attributes there are, and what stands under each, is data of `orgc-policy`. A block and a
//! map say the same. What comes out is a value with the places of its parts, so that whatever is
//! wrong with the document as a whole can be shown where it is written.
//!
//! Promises: keys stand in the order of the table, freely chosen ones as written; a later value
//! stands where it is written; what is wrong is reported once, and then there is no document.

mod build;
mod diagnostics;
mod groups;
mod leaf;
mod operators;
mod place;
mod slot;
mod source;

pub(super) use place::place;

use crate::declare::Declared;
use crate::evaluate::Evaluator;
use crate::lower::Found;
use crate::value::diagnostics::unknown_attribute;
use crate::value::{Located, Value, entity_noun};
use operators::{CHILDREN_MAY, Control, LOCKED};
use orgc_policy::PolicyType;
use source::Entry;

/// The attributes of policies of a type, beside those that every policy has.
pub(crate) fn names(policy_type: &'static PolicyType) -> Vec<&'static str> {
    let Some(schema) = policy_type.schema() else { return Vec::new() };
    slot::names(schema).into_iter().chain([LOCKED, CHILDREN_MAY]).collect()
}

/// Whether a policy says something in attributes of its type, or in blocks.
pub(super) fn is_typed(
    declared: &Declared<'_>,
    policy_type: &'static PolicyType,
    found: &Found<'_, '_>,
) -> bool {
    let names = names(policy_type);
    let has_parts = policy_type.schema().is_some() && !declared.contents.parts.is_empty();
    has_parts || found.keys().any(|name| names.contains(name))
}

/// Reports blocks in a policy of a type that has no attributes of its own.
pub(super) fn unknown_parts(
    declared: &Declared<'_>,
    policy_type: &'static PolicyType,
    evaluator: &mut Evaluator<'_, '_>,
) {
    let parts = declared.contents.parts.iter().filter(|_| policy_type.schema().is_none());
    let owner = entity_noun(&declared.address);
    let known = ["content", "description", "name", "tags"];
    evaluator.reports.extend(parts.map(|part| unknown_attribute(part.name(), part.span(), &owner, &known)));
}

/// The document that the attributes and blocks of a policy say. None if something is wrong, which
/// has been reported.
pub(super) fn document<'a>(
    declared: &Declared<'a>,
    policy_type: &'static PolicyType,
    found: &Found<'_, 'a>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Option<Located> {
    let before = evaluator.reports.len();
    let schema = policy_type.schema()?;
    let entries = entries(declared, policy_type, found, evaluator);
    let owner = entity_noun(&declared.address);
    let place = build::Place { owner: &owner, span: declared.head, own_key: None };
    let (control, entries) = operators::control(entries, evaluator);
    let document = below_root(build::block(schema, entries, &place, evaluator), control);
    (evaluator.reports.len() == before && !document.value.has_error()).then_some(document)
}

/// The outermost key is not part of what AWS merges, so that what is said about policies below
/// stands under it.
fn below_root(document: Located, control: Control) -> Located {
    let Located { value, span } = document;
    let value = match value {
        Value::Map(entries) => {
            let mut entries = entries.into_vec();
            if let Some(root) = entries.pop() {
                let value = operators::controlled(root.value, control);
                entries.push(crate::value::Entry { value, ..root });
            }
            Value::map(entries)
        }
        other => other,
    };
    Located::new(value, span)
}

/// What the policy says, attributes before blocks.
fn entries<'a>(
    declared: &Declared<'a>,
    policy_type: &'static PolicyType,
    found: &Found<'_, 'a>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Vec<Entry<'a>> {
    let names = names(policy_type);
    let attributes = found.iter().filter(|(name, _)| names.contains(name)).map(|(name, attribute)| Entry {
        key: (*name).to_owned(),
        span: attribute.node.name.span(),
        is_quoted: false,
        source: source::of_attribute(attribute),
    });
    let mut all: Vec<Entry<'a>> = attributes.collect();
    all.extend(declared.contents.parts.iter().map(|part| source::of_part(part, evaluator)));
    source::distinct(all, evaluator)
}
