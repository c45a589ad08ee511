//! From what is written to the objects of a document.

use super::operators::{CHILDREN_MAY, LOCKED, control, controlled};
use super::slot::{Slot, names, only_map, slots};
use super::source::{Entry, Source};
use super::{groups, leaf};
use crate::evaluate::Evaluator;
use crate::value::diagnostics::{missing_attribute, unknown_attribute};
use crate::value::{Entry as ValueEntry, Located, Value};
use orgc_diag::Span;
use orgc_policy::management::{Field, Node, Shape};

/// Where an object stands.
pub(super) struct Place<'p> {
    /// How messages call it.
    pub owner: &'p str,
    pub span: Span,
    /// The freely chosen key that it stands under.
    pub own_key: Option<(&'p str, Span)>,
}

/// The object that is written for a shape.
pub(super) fn block<'a>(
    shape: &Shape,
    entries: Vec<Entry<'a>>,
    place: &Place<'_>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Located {
    let (control, mut entries) = control(entries, evaluator);
    let mut object = Located::new(Value::map(Vec::new()), place.span);
    let slots = slots(shape);
    let fills = fills(&slots, &entries);
    for slot in &slots {
        match slot_value(slot, &mut entries, fills, place, evaluator) {
            Some((key_span, value)) => {
                object = with(object, &slot.above, &slot.field.key, key_span, value);
            }
            None if slot.field.required => {
                let name = slot.field.name.as_deref().unwrap_or(&slot.field.key);
                evaluator.reports.push(missing_attribute(place.owner, name, place.span));
            }
            None => {}
        }
    }
    let known: Vec<&str> = names(shape).into_iter().chain([LOCKED, CHILDREN_MAY]).collect();
    for Entry { key, span, .. } in entries {
        evaluator.reports.push(unknown_attribute(&key, span, place.owner, &known));
    }
    controlled(object, control)
}

/// What is written for an attribute, or what it is when nothing is.
fn slot_value<'a>(
    slot: &Slot<'_>,
    entries: &mut Vec<Entry<'a>>,
    fills: bool,
    place: &Place<'_>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Option<(Span, Located)> {
    let field = slot.field;
    if let Some(grouped) = &field.groups {
        return groups::value(grouped, &field.node, entries, evaluator).map(|value| (place.span, value));
    }
    let written = entries.iter().position(|entry| Some(&entry.key) == field.name.as_ref());
    if let Some(index) = written {
        let Entry { key, span, source, .. } = entries.remove(index);
        let place = Place { owner: &format!("`{key}`"), span, own_key: None };
        return Some((span, node(&field.node, source, &place, evaluator)));
    }
    match place.own_key.filter(|_| field.own_key) {
        Some((key, span)) => {
            Some((span, leaf::under("@@assign", span, Located::new(Value::text(key), span))))
        }
        None if field.empty && fills => {
            let nothing = Located::new(Value::list(Vec::new()), place.span);
            Some((place.span, leaf::under("@@assign", place.span, nothing)))
        }
        None => None,
    }
}

/// Whether lists that are not mentioned are empty: not where the others change inherited ones.
fn fills(slots: &[Slot<'_>], entries: &[Entry<'_>]) -> bool {
    let is_list = |entry: &&Entry<'_>| {
        slots.iter().any(|slot| slot.field.empty && Some(&entry.key) == slot.field.name.as_ref())
    };
    !entries.iter().filter(is_list).any(|entry| entry.source.is_map())
}

/// What is written for a node.
fn node<'a>(
    node: &Node,
    source: Source<'a>,
    place: &Place<'_>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Located {
    match node {
        Node::One(scalar) => leaf::one(scalar, source, evaluator),
        Node::List(scalar) => leaf::list(scalar, source, evaluator),
        Node::Each { value, .. } => each(value, source, evaluator),
        Node::Block(shape) => object(shape, source, place, evaluator),
        // Only `content` can say it, so that there is no attribute for it.
        Node::Anything => Located::error(source.span()),
    }
}

fn object<'a>(
    shape: &Shape,
    source: Source<'a>,
    place: &Place<'_>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Located {
    if let Some(Field { key, node: Node::Each { value, .. }, .. }) = only_map(shape) {
        return leaf::under(key, place.span, each(value, source, evaluator));
    }
    let short = slots(shape).into_iter().find(|slot| slot.field.short).filter(|_| !source.is_map());
    let entries = match short.and_then(|slot| slot.field.name.clone()) {
        Some(key) => vec![Entry { key, span: source.span(), is_quoted: false, source }],
        None => match source.entries(evaluator) {
            Some(entries) => entries,
            None => return Located::error(place.span),
        },
    };
    block(shape, entries, place, evaluator)
}

/// An object whose keys are chosen freely.
fn each<'a>(value: &Node, source: Source<'a>, evaluator: &mut Evaluator<'a, '_>) -> Located {
    let span = source.span();
    let Some(entries) = source.entries(evaluator) else { return Located::error(span) };
    let (control, entries) = control(entries, evaluator);
    let member = |Entry { key, span, source, .. }: Entry<'a>| {
        let place = Place { owner: &format!("`{key}`"), span, own_key: Some((&key, span)) };
        let value = node(value, source, &place, evaluator);
        ValueEntry { key, key_span: span, value }
    };
    let members = entries.into_iter().map(member).collect();
    controlled(Located::new(Value::map(members), span), control)
}

/// The object with one more value, and with the levels above it.
fn with(object: Located, above: &[&str], key: &str, key_span: Span, value: Located) -> Located {
    let Located { value: Value::Map(entries), span } = object else { return object };
    let mut entries = entries.into_vec();
    match above.split_first() {
        None => entries.push(ValueEntry { key: key.to_owned(), key_span, value }),
        Some((first, rest)) => {
            let known = entries.iter().position(|entry| entry.key == *first);
            let level = match known {
                Some(index) => entries.remove(index),
                None => ValueEntry {
                    key: (*first).to_owned(),
                    key_span: span,
                    value: Located::new(Value::map(Vec::new()), span),
                },
            };
            let level = ValueEntry { value: with(level.value, rest, key, key_span, value), ..level };
            entries.insert(known.unwrap_or(entries.len()), level);
        }
    }
    Located::new(Value::map(entries), span)
}
