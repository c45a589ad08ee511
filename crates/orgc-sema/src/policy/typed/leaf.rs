//! Values under inheritance operators.

use super::diagnostics;
use super::operators::{CHILDREN_MAY, LOCKED, control, controlled};
use super::source::Source;
use crate::evaluate::Evaluator;
use crate::value::diagnostics::unknown_attribute;
use crate::value::{Entry as ValueEntry, Located, Type, Value};
use orgc_diag::Span;
use orgc_policy::management::Scalar;

/// The word that stands for all Regions there are and will be.
const EVERYWHERE: &str = "all-supported";

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// A single value: `name = x`, or `name { assign = x … }`.
pub(super) fn one<'a>(scalar: &Scalar, source: Source<'a>, evaluator: &mut Evaluator<'a, '_>) -> Located {
    operators(source, &["assign"], evaluator, |source, evaluator| {
        let value = source.expect(&expected(scalar), evaluator);
        json(scalar, value, evaluator)
    })
}

/// A list: `name = [x]`, or `name { append = [x] … }`.
pub(super) fn list<'a>(scalar: &Scalar, source: Source<'a>, evaluator: &mut Evaluator<'a, '_>) -> Located {
    operators(source, &["assign", "append", "remove"], evaluator, |source, evaluator| {
        let span = source.span();
        if *scalar == Scalar::RegionOrAll && source.word() == Some(EVERYWHERE) {
            return Located::new(Value::list(vec![Located::new(Value::text("ALL_SUPPORTED"), span)]), span);
        }
        let located = source.expect(&Type::list(expected(scalar)), evaluator);
        let Value::List(items) = located.value else { return Located::error(span) };
        let items = items.into_iter().map(|item| json(scalar, item, evaluator)).collect();
        Located::new(Value::list(items), span)
    })
}

/// The object of a value: what is written is assigned, unless it says what else to do.
fn operators<'a>(
    source: Source<'a>,
    known: &[&str],
    evaluator: &mut Evaluator<'a, '_>,
    value: impl Fn(Source<'a>, &mut Evaluator<'a, '_>) -> Located,
) -> Located {
    let span = source.span();
    if !source.is_map() {
        let assigned = value(source, evaluator);
        return under("@@assign", span, assigned);
    }
    let Some(entries) = source.entries(evaluator) else { return Located::error(span) };
    let (control, entries) = control(entries, evaluator);
    if entries.is_empty() && control.is_empty() {
        evaluator.reports.push(diagnostics::empty_value(known, span));
    }
    let mut object = Vec::new();
    for entry in entries {
        if known.contains(&entry.key.as_str()) {
            let key = format!("@@{}", entry.key);
            let value = value(entry.source, evaluator);
            object.push(ValueEntry { key, key_span: entry.span, value });
        } else {
            let known: Vec<&str> = known.iter().copied().chain([LOCKED, CHILDREN_MAY]).collect();
            evaluator.reports.push(unknown_attribute(&entry.key, entry.span, "this value", &known));
        }
    }
    controlled(Located::new(Value::map(object), span), control)
}

/// An object with one key.
pub(super) fn under(key: &str, key_span: Span, value: Located) -> Located {
    let span = value.span;
    Located::new(Value::map(vec![ValueEntry { key: key.to_owned(), key_span, value }]), span)
}

/// What the language expects.
fn expected(scalar: &Scalar) -> Type {
    match scalar {
        Scalar::Text | Scalar::TagValue | Scalar::ResourceType => Type::TEXT,
        Scalar::Arn => Type::Checked(crate::value::CheckedString::Arn),
        Scalar::Region | Scalar::RegionOrAll => Type::Region,
        Scalar::Days | Scalar::Minutes => Type::Duration,
        Scalar::Boolean => Type::Bool,
        Scalar::Integer { .. } => Type::INTEGER,
        Scalar::Word(words) => Type::Choice(words.iter().map(|word| word.replace('_', "-")).collect()),
    }
}

/// The value as the document has it. Numbers and booleans are strings, as in the examples of AWS.
fn json(scalar: &Scalar, located: Located, evaluator: &mut Evaluator<'_, '_>) -> Located {
    let Located { value, span } = located;
    let value = match (scalar, value) {
        (Scalar::Days, Value::Duration(length)) => whole(length, DAY, "days", span, evaluator),
        (Scalar::Minutes, Value::Duration(length)) => whole(length, MINUTE, "minutes", span, evaluator),
        (Scalar::Boolean, Value::Bool(value)) => Value::text(value.to_string()),
        (Scalar::Integer { .. }, Value::Integer(number)) => Value::text(number.to_string()),
        (Scalar::Word(words), Value::Text(text)) => {
            let is_meant = |word: &&String| Some(word.replace('_', "-").as_str()) == text.known();
            words.iter().find(is_meant).map_or(Value::Error, |word| Value::text(word.as_str()))
        }
        (_, value) => value,
    };
    Located::new(value, span)
}

fn whole(length: i64, unit: i64, units: &str, span: Span, evaluator: &mut Evaluator<'_, '_>) -> Value {
    if length >= 0 && length % unit == 0 {
        return Value::text((length / unit).to_string());
    }
    evaluator.reports.push(diagnostics::not_whole(units, span));
    Value::Error
}
