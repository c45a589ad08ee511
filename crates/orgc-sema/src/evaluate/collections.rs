//! Built-in functions of lists, maps and numbers.

use super::arithmetic::{compute, order};
use super::functions::{Function, is_among};
use crate::value::{Located, Shared, Value};
use orgc_diag::Span;
use orgc_syntax::ast::BinaryOperator;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The most elements that `range` makes.
const LONGEST_RANGE: i64 = 1_000_000;

/// The result of a function of collections. None if it is another function, or if the arguments do
/// not fit.
pub(super) fn call(function: Function, arguments: &[&Value], span: Span) -> Option<Value> {
    match (function, arguments) {
        (Function::Length, [value]) => length(value),
        (Function::Keys, [Value::Map(entries)]) => {
            let key =
                |entry: &crate::value::Entry| Located::new(Value::text(entry.key.as_str()), entry.key_span);
            Some(Value::list(entries.iter().map(key).collect()))
        }
        (Function::Values, [Value::Map(entries)]) => {
            Some(Value::list(entries.iter().map(|entry| entry.value.clone()).collect()))
        }
        (Function::Unique, [Value::List(items)]) => Some(unique(items)),
        (Function::Sort, [Value::List(items)]) => sorted(items),
        (Function::Flatten, [Value::List(items)]) => flattened(items),
        (Function::Range, [Value::Integer(end)]) => range(0, *end, span),
        (Function::Range, [Value::Integer(start), Value::Integer(end)]) => range(*start, *end, span),
        (Function::Sum, [Value::List(items)]) => sum(items),
        (Function::Min, [Value::List(items)]) => extreme(items, Ordering::Less),
        (Function::Max, [Value::List(items)]) => extreme(items, Ordering::Greater),
        _ => None,
    }
}

fn length(value: &Value) -> Option<Value> {
    let count = match value {
        Value::List(items) => items.len(),
        Value::Map(entries) => entries.len(),
        other => other.as_text()?.known()?.chars().count(),
    };
    i64::try_from(count).ok().map(Value::Integer)
}

/// The elements without repetitions, in the order of their first places.
fn unique(items: &Shared<Located>) -> Value {
    let mut words: BTreeSet<String> = BTreeSet::new();
    let mut kept: Vec<Located> = Vec::new();
    for item in items {
        let is_new = match item.value.as_text().as_ref().and_then(|text| text.known()) {
            Some(word) => words.insert(word.to_owned()),
            None => !is_among(&item.value, &kept),
        };
        if is_new {
            kept.push(item.clone());
        }
    }
    Value::list(kept)
}

fn sorted(items: &Shared<Located>) -> Option<Value> {
    let mut all = items.clone().into_vec();
    let comparable = all.iter().zip(all.iter().skip(1)).all(|(a, b)| ranked(&a.value, &b.value).is_some());
    all.sort_by(|a, b| ranked(&a.value, &b.value).unwrap_or(Ordering::Equal));
    comparable.then(|| Value::list(all))
}

fn ranked(left: &Value, right: &Value) -> Option<Ordering> {
    order(left, right).or_else(|| Some(left.as_text()?.known()?.cmp(right.as_text()?.known()?)))
}

fn flattened(items: &Shared<Located>) -> Option<Value> {
    let inner = |item: &Located| match &item.value {
        Value::List(inner) => Some(inner.clone()),
        _ => None,
    };
    let lists: Option<Vec<Shared<Located>>> = items.iter().map(inner).collect();
    Some(Value::list(lists?.into_iter().flatten().collect()))
}

fn range(start: i64, end: i64, span: Span) -> Option<Value> {
    let count = end.checked_sub(start)?;
    let number = |number| Located::new(Value::Integer(number), span);
    (count <= LONGEST_RANGE).then(|| Value::list((start..end).map(number).collect()))
}

fn sum(items: &Shared<Located>) -> Option<Value> {
    let mut values = items.iter().map(|item| &item.value);
    let Some(first) = values.next() else { return Some(Value::Integer(0)) };
    values.try_fold(first.clone(), |total, value| compute(BinaryOperator::Add, &total, value).ok())
}

fn extreme(items: &Shared<Located>, wanted: Ordering) -> Option<Value> {
    let mut values = items.iter().map(|item| &item.value);
    let first = values.next()?;
    let best = values.try_fold(first, |best, value| {
        let is_better = ranked(value, best)? == wanted;
        Some(if is_better { value } else { best })
    });
    best.cloned()
}
