//! The attributes of a block, by name.

use super::diagnostics;
use crate::declare::Declared;
use crate::declare::diagnostics::not_yet;
use crate::evaluate::Evaluator;
use crate::value::{diagnostics as value_diagnostics, entity_noun};
use orgc_syntax::ast::{Attribute, Label};
use std::collections::BTreeMap;

/// The attributes that a block may have.
pub(crate) struct Known<'k> {
    /// Those that have a meaning.
    pub now: &'k [&'k str],
    /// Those that will have one.
    pub later: &'k [&'k str],
}

/// The attributes of a block that are known. Unknown and repeated ones are reported.
pub(crate) fn attributes<'a>(
    declared: &Declared<'a>,
    known: &Known<'_>,
    evaluator: &mut Evaluator<'a, '_>,
) -> BTreeMap<&'a str, &'a Attribute> {
    let mut found: BTreeMap<&'a str, &'a Attribute> = BTreeMap::new();
    for attribute in &declared.contents.attributes {
        let span = attribute.name.span();
        let Label::Name(name) = &attribute.name else {
            evaluator.reports.push(diagnostics::quoted_attribute(span));
            continue;
        };
        let name = name.text.as_str();
        let owner = entity_noun(&declared.address);
        let report = match found.get(name) {
            Some(first) => Some(diagnostics::duplicate_attribute(name, first.name.span(), span)),
            None if known.later.contains(&name) => Some(not_yet(&format!("`{name}` of {owner}"), span)),
            None if !known.now.contains(&name) => {
                Some(value_diagnostics::unknown_attribute(name, span, &owner, known.now))
            }
            None => None,
        };
        match report {
            Some(report) => evaluator.reports.push(report),
            None => drop(found.insert(name, attribute)),
        }
    }
    found
}
