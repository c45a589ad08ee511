//! What is written for a part of a policy: a block, an expression, or a part of a value.

use super::diagnostics;
use crate::evaluate::Evaluator;
use crate::value::{Located, Type, Value, fit};
use orgc_diag::Span;
use orgc_syntax::ast::{self, Expression, ExpressionKind, ItemKind, Label, MapKey};

/// What is written for a part of a policy.
pub(super) enum Source<'a> {
    /// `name { … }`
    Block(&'a ast::Block),
    /// `name = …`
    Expression(&'a Expression),
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
            Self::Block(block) => block.kind.span,
            Self::Expression(expression) => expression.span,
            Self::Value(located) => located.span,
        }
    }

    /// Whether it is a block, or a map that is written out.
    pub(super) fn is_map(&self) -> bool {
        match self {
            Self::Block(_) => true,
            Self::Expression(expression) => {
                matches!(bare(expression).kind, ExpressionKind::Map(_) | ExpressionKind::MapComprehension(_))
            }
            Self::Value(located) => matches!(located.value, Value::Map(_)),
        }
    }

    /// The word, if it is a plain one.
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Expression(expression) => match &bare(expression).kind {
                ExpressionKind::Name(name) => Some(&name.text),
                _ => None,
            },
            Self::Block(_) | Self::Value(_) => None,
        }
    }

    /// Its value, held against a type.
    pub(super) fn expect(self, expected: &Type, evaluator: &mut Evaluator<'a, '_>) -> Located {
        match self {
            Self::Expression(expression) => evaluator.expect(expression, expected),
            Self::Value(located) => fit(located, expected, &mut evaluator.reports),
            Self::Block(block) => {
                evaluator.reports.push(diagnostics::block_for_value(block.kind.span, expected));
                Located::error(block.kind.span)
            }
        }
    }

    /// What stands in it, name by name. None if it is something else, which has been reported.
    pub(super) fn entries(self, evaluator: &mut Evaluator<'a, '_>) -> Option<Vec<Entry<'a>>> {
        let entries = match self {
            Self::Block(block) => of_block(block, evaluator),
            Self::Expression(expression) => match &bare(expression).kind {
                ExpressionKind::Map(map) => of_map(map, evaluator),
                _ => of_value(evaluator.expect(expression, &Type::Map(Box::new(Type::Anything))))?,
            },
            Self::Value(located) => {
                of_value(fit(located, &Type::Map(Box::new(Type::Anything)), &mut evaluator.reports))?
            }
        };
        Some(distinct(entries, evaluator))
    }
}

/// Without the parentheses around it.
fn bare(expression: &Expression) -> &Expression {
    match &expression.kind {
        ExpressionKind::Parenthesized(inner) => bare(inner),
        _ => expression,
    }
}

fn of_block<'a>(block: &'a ast::Block, evaluator: &mut Evaluator<'a, '_>) -> Vec<Entry<'a>> {
    let items = block.body.iter().flat_map(|body| &body.items);
    let entry = |item: &'a ast::Item| match &item.kind {
        ItemKind::Attribute(attribute) => Some(Entry {
            key: evaluator.label(&attribute.name)?,
            span: attribute.name.span(),
            is_quoted: matches!(attribute.name, Label::Text(_)),
            source: Source::Expression(&attribute.value),
        }),
        ItemKind::Block(inner) => Some(Entry {
            key: inner.kind.name.text.clone(),
            span: inner.kind.span,
            is_quoted: false,
            source: Source::Block(inner),
        }),
        _ => None,
    };
    items.filter_map(entry).collect()
}

fn of_map<'a>(map: &'a ast::Map, evaluator: &mut Evaluator<'a, '_>) -> Vec<Entry<'a>> {
    let entry = |entry: &'a ast::MapEntry| {
        let key = match &entry.key {
            MapKey::Label(label) => evaluator.label(label),
            MapKey::Computed(expression) => evaluator.known(expression, "a key"),
        };
        Some(Entry {
            key: key?,
            span: entry.key.span(),
            is_quoted: !matches!(entry.key, MapKey::Label(Label::Name(_))),
            source: Source::Expression(&entry.value),
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
