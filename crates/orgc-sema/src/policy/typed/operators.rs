//! What policies on lower levels may change: `locked` and `children-may`.

use super::source::{Entry, Source};
use crate::evaluate::Evaluator;
use crate::value::{Entry as ValueEntry, Located, Type, Value};
use orgc_diag::Span;
use orgc_syntax::ast::ExpressionKind;

/// Nothing from here on down.
pub(super) const LOCKED: &str = "locked";
/// Only this, and only here.
pub(super) const CHILDREN_MAY: &str = "children-may";

const CONTROL: &str = "@@operators_allowed_for_child_policies";

/// What is said about policies below.
#[derive(Default)]
pub(super) struct Control {
    locked: bool,
    allowed: Option<Located>,
}

impl Control {
    /// Whether nothing is said.
    pub(super) fn is_empty(&self) -> bool {
        !self.locked && self.allowed.is_none()
    }
}

/// Takes `locked` and `children-may` out of what is written in a block.
pub(super) fn control<'a>(
    entries: Vec<Entry<'a>>,
    evaluator: &mut Evaluator<'a, '_>,
) -> (Control, Vec<Entry<'a>>) {
    let mut control = Control::default();
    let mut others = Vec::new();
    for entry in entries {
        match entry.key.as_str() {
            LOCKED if !entry.is_quoted => {
                let value = entry.source.expect(&Type::Bool, evaluator).value;
                control.locked = value == Value::Bool(true);
            }
            CHILDREN_MAY if !entry.is_quoted => control.allowed = Some(allowed(entry.source, evaluator)),
            _ => others.push(entry),
        }
    }
    (control, others)
}

/// `none`, `all`, or a list of `assign`, `append` and `remove`.
fn allowed<'a>(source: Source<'a>, evaluator: &mut Evaluator<'a, '_>) -> Located {
    let span = source.span();
    let is_list =
        matches!(&source, Source::Expression(one) if matches!(one.node.kind, ExpressionKind::List(_)));
    let words = |words: &[&str]| Type::Choice(words.iter().map(|word| (*word).to_owned()).collect());
    let expected = match is_list {
        true => Type::list(words(&["assign", "append", "remove"])),
        false => Type::Optional(Box::new(words(&["all"]))),
    };
    let value = match source.expect(&expected, evaluator).value {
        Value::None => vec![operator("none", span)],
        Value::List(items) => items.iter().map(renamed).collect(),
        other => vec![renamed(&Located::new(other, span))],
    };
    Located::new(Value::list(value), span)
}

fn renamed(word: &Located) -> Located {
    let known = word.value.as_text().and_then(|text| text.known().map(str::to_owned));
    known.map_or_else(|| Located::error(word.span), |known| operator(&known, word.span))
}

fn operator(word: &str, span: Span) -> Located {
    Located::new(Value::text(format!("@@{word}")), span)
}

/// The object with what is said about policies below.
pub(super) fn controlled(object: Located, control: Control) -> Located {
    let Control { locked, allowed } = control;
    let object = if locked { lock(object) } else { object };
    match allowed {
        Some(allowed) => with(object, allowed),
        None => object,
    }
}

/// The object and everything below it, closed for policies on lower levels. AWS does not hand a
/// restriction down, so that it stands in every object.
fn lock(object: Located) -> Located {
    let Located { value, span } = object;
    let Value::Map(entries) = value else { return Located::new(value, span) };
    let is_closed = entries.iter().any(|entry| entry.key == CONTROL);
    let locked = entries.into_iter().map(|entry| ValueEntry { value: lock(entry.value), ..entry });
    let object = Located::new(Value::map(locked.collect()), span);
    let none = Located::new(Value::list(vec![operator("none", span)]), span);
    if is_closed { object } else { with(object, none) }
}

/// The object with a control in front, in place of the one it has.
fn with(object: Located, allowed: Located) -> Located {
    let Located { value, span } = object;
    let Value::Map(entries) = value else { return Located::new(value, span) };
    let control = ValueEntry { key: CONTROL.to_owned(), key_span: allowed.span, value: allowed };
    let others = entries.into_iter().filter(|entry| entry.key != CONTROL);
    Located::new(Value::map([control].into_iter().chain(others).collect()), span)
}
