//! The attributes of a block, by name.

use super::diagnostics;
use crate::declare::diagnostics::not_yet;
use crate::declare::{Contents, Declared, Scoped};
use crate::evaluate::Evaluator;
use crate::value::{Located, Type, diagnostics as value_diagnostics, entity_noun};
use orgc_syntax::ast::{Attribute, Label};
use std::collections::BTreeMap;

/// The attributes that a block may have.
pub(crate) struct Known<'k> {
    /// Those that have a meaning.
    pub now: &'k [&'k str],
    /// Those that will have one.
    pub later: &'k [&'k str],
}

/// The attributes that were found, by name.
pub(crate) type Found<'d, 'a> = BTreeMap<&'a str, &'d Scoped<'a, Attribute>>;

/// The attributes of a block that are known. Unknown and repeated ones are reported.
pub(crate) fn attributes<'d, 'a>(
    declared: &'d Declared<'a>,
    known: &Known<'_>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Found<'d, 'a> {
    attributes_of(&declared.contents, || entity_noun(&declared.address), known, evaluator)
}

/// The attributes between some braces, whose owner messages call so.
pub(crate) fn attributes_of<'d, 'a>(
    contents: &'d Contents<'a>,
    owner: impl Fn() -> String,
    known: &Known<'_>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Found<'d, 'a> {
    let mut found: Found<'d, 'a> = BTreeMap::new();
    for scoped in &contents.attributes {
        let span = scoped.node.name.span();
        let report = match &scoped.node.name {
            Label::Text(_) => Some(diagnostics::quoted_attribute(span)),
            Label::Name(name) => {
                let name = name.text.as_str();
                match found.get(name) {
                    Some(first) => Some(diagnostics::duplicate_attribute(name, first.node.name.span(), span)),
                    None if known.later.contains(&name) => {
                        Some(not_yet(&format!("`{name}` of {}", owner()), span))
                    }
                    None if !known.now.contains(&name) => {
                        Some(value_diagnostics::unknown_attribute(name, span, &owner(), known.now))
                    }
                    None => {
                        found.insert(name, scoped);
                        None
                    }
                }
            }
        };
        if let Some(report) = report {
            evaluator.within(&scoped.scope, |evaluator| evaluator.reports.push(report));
        }
    }
    found
}

impl<'a> Evaluator<'a, '_> {
    /// The value of an attribute, where it stands.
    pub(crate) fn attribute_value(&mut self, scoped: &Scoped<'a, Attribute>, expected: &Type) -> Located {
        self.within(&scoped.scope, |this| this.expect(&scoped.node.value, expected))
    }

    /// The known string of an attribute.
    pub(crate) fn known_attribute(&mut self, scoped: &Scoped<'a, Attribute>, what: &str) -> Option<String> {
        self.within(&scoped.scope, |this| this.known(&scoped.node.value, what))
    }
}
