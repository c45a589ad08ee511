//! What is written for a part of a policy: a block, an expression, or a part of a value.

use super::diagnostics;
use crate::declare::{Part, Scoped};
use crate::evaluate::Evaluator;
use crate::value::{Located, Type, Value, fit};
use orgc_diag::Span;
use orgc_syntax::ast::{self, Attribute, Expression, ExpressionKind, Label, MapKey};

/// What is written for a part of a policy.
pub(super) enum Source<'a> {
    /// `name { … }`, with the place of the name.
    Block(Span, Vec<Entry<'a>>),
    /// `name = …`
    Expression(Scoped<'a, Expression>),
    /// A part of a value that has been worked out already.
    Value(Located),
}

/// A name and what is written for it.
pub(super) struct Entry<'a> {
    pub key: String,
    pub span: Span,
    /// Whether the name is in quotes or computed, so that it cannot be a word of the language.
    pub is_quoted: bool,
    pub source: Source<'a>,
}

impl<'a> Source<'a> {
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Block(span, _) => *span,
            Self::Expression(expression) => expression.node.span,
            Self::Value(located) => located.span,
        }
    }

    /// Whether it is a block, or a map that is written out.
    pub(super) fn is_map(&self) -> bool {
        match self {
            Self::Block(..) => true,
            Self::Expression(expression) => matches!(
                expression.node.unwrapped().kind,
                ExpressionKind::Map(_) | ExpressionKind::MapComprehension(_)
            ),
            Self::Value(located) => matches!(located.value, Value::Map(_)),
        }
    }

    /// The word, if it is a plain one.
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Expression(expression) => match &expression.node.unwrapped().kind {
                ExpressionKind::Name(name) => Some(&name.text),
                _ => None,
            },
            Self::Block(..) | Self::Value(_) => None,
        }
    }

    /// Its value, held against a type.
    pub(super) fn expect(self, expected: &Type, evaluator: &mut Evaluator<'a, '_>) -> Located {
        match self {
            Self::Expression(expression) => {
                evaluator.within(&expression.scope, |evaluator| evaluator.expect(expression.node, expected))
            }
            Self::Value(located) => fit(located, expected, &mut evaluator.reports),
            Self::Block(span, _) => {
                evaluator.reports.push(diagnostics::block_for_value(span, expected));
                Located::error(span)
            }
        }
    }

    /// What stands in it, name by name. None if it is something else, which has been reported.
    pub(super) fn entries(self, evaluator: &mut Evaluator<'a, '_>) -> Option<Vec<Entry<'a>>> {
        let entries = match self {
            Self::Block(_, entries) => entries,
            Self::Expression(expression) => {
                evaluator.within(&expression.scope, |evaluator| match &expression.node.unwrapped().kind {
                    ExpressionKind::Map(map) => Some(of_map(map, evaluator)),
                    _ => of_value(evaluator.expect(expression.node, &Type::Map(Box::new(Type::Anything)))),
                })?
            }
            Self::Value(located) => {
                of_value(fit(located, &Type::Map(Box::new(Type::Anything)), &mut evaluator.reports))?
            }
        };
        Some(distinct(entries, evaluator))
    }
}

/// A block with what stands in it.
pub(super) fn of_part<'a>(part: &Part<'a>, evaluator: &mut Evaluator<'a, '_>) -> Entry<'a> {
    let mut entries = Vec::new();
    for attribute in &part.contents.attributes {
        let name = &attribute.node.name;
        let key = evaluator.within(&attribute.scope, |evaluator| evaluator.label(name));
        entries.extend(key.map(|key| Entry {
            key,
            span: name.span(),
            is_quoted: matches!(name, Label::Text(_)),
            source: of_attribute(attribute),
        }));
    }
    entries.extend(part.contents.parts.iter().map(|inner| of_part(inner, evaluator)));
    // Attributes and blocks in the order in which they are written.
    entries.sort_by_key(|entry| entry.span);
    let source = Source::Block(part.span(), entries);
    Entry { key: part.name().to_owned(), span: part.span(), is_quoted: false, source }
}

/// The value of an attribute, where it stands.
pub(super) fn of_attribute<'a>(attribute: &Scoped<'a, Attribute>) -> Source<'a> {
    Source::Expression(Scoped { node: &attribute.node.value, scope: attribute.scope.clone() })
}

fn of_map<'a>(map: &'a ast::Map, evaluator: &mut Evaluator<'a, '_>) -> Vec<Entry<'a>> {
    let scope = evaluator.scope().clone();
    let entry = |entry: &'a ast::MapEntry| {
        let key = match &entry.key {
            MapKey::Label(label) => evaluator.label(label),
            MapKey::Computed(expression) => evaluator.known(expression, "a key"),
        };
        Some(Entry {
            key: key?,
            span: entry.key.span(),
            is_quoted: !matches!(entry.key, MapKey::Label(Label::Name(_))),
            source: Source::Expression(Scoped { node: &entry.value, scope: scope.clone() }),
        })
    };
    map.entries.iter().filter_map(entry).collect()
}

fn of_value<'a>(located: Located) -> Option<Vec<Entry<'a>>> {
    let Value::Map(entries) = located.value else { return None };
    let entry = |entry: crate::value::Entry| Entry {
        key: entry.key,
        span: entry.key_span,
        is_quoted: true,
        source: Source::Value(entry.value),
    };
    Some(entries.into_iter().map(entry).collect())
}

/// Without those whose name stands before already, which are reported.
pub(super) fn distinct<'a>(entries: Vec<Entry<'a>>, evaluator: &mut Evaluator<'a, '_>) -> Vec<Entry<'a>> {
    let mut first = std::collections::BTreeMap::new();
    let mut kept = Vec::new();
    for entry in entries {
        match first.insert(entry.key.clone(), entry.span) {
            Some(before) => {
                evaluator.reports.push(diagnostics::given_twice(&entry.key, before, entry.span));
                first.insert(entry.key, before);
            }
            None => kept.push(entry),
        }
    }
    kept
}
