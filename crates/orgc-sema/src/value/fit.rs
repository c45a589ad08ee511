//! Whether a value is what its place expects.

use super::{CheckedString, Located, Type, Value};
use crate::evaluate::diagnostics;
use orgc_diag::Diagnostic;

/// Holds a value against a type and gives back what the place may use: the value, in the form the
/// type has, or the error value after reporting.
pub(crate) fn fit(located: Located, expected: &Type, reports: &mut Vec<Diagnostic>) -> Located {
    let Located { value, span } = located;
    let value = match (value, expected) {
        (Value::Error, _) => Value::Error,
        (value, Type::Anything) => value,
        (Value::None, Type::Optional(_)) => Value::None,
        (value, Type::Optional(inner)) => return fit(Located::new(value, span), inner, reports),
        (Value::List(items), Type::List { item, min_items, max_items, distinct }) => {
            let bounds = (*min_items, *max_items);
            list(Located::new(Value::List(items), span), item, bounds, *distinct, reports)
        }
        (Value::Map(entries), Type::Map(inner)) => {
            let fitted = entries.into_iter().map(|mut entry| {
                entry.value = fit(entry.value, inner, reports);
                entry
            });
            Value::Map(fitted.collect())
        }
        (Value::Map(entries), Type::Record(_)) => record(Located::new(Value::Map(entries), span), expected, reports),
        (value, expected) => scalar(Located::new(value, span), expected, reports),
    };
    Located::new(value, span)
}

fn list(
    located: Located,
    item: &Type,
    (min, max): (Option<u32>, Option<u32>),
    distinct: bool,
    reports: &mut Vec<Diagnostic>,
) -> Value {
    let Value::List(items) = located.value else { return Value::Error };
    let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
    if min.is_some_and(|min| count < min) || max.is_some_and(|max| count > max) {
        reports.push(diagnostics::wrong_count(located.span, count, min, max));
        return Value::Error;
    }
    let mut fitted: Vec<Located> = Vec::new();
    for element in items {
        let element = fit(element, item, reports);
        if distinct && !element.value.is_error() && fitted.iter().any(|one| one.value == element.value) {
            reports.push(diagnostics::repeated_element(element.span));
        }
        fitted.push(element);
    }
    Value::List(fitted)
}

fn record(located: Located, expected: &Type, reports: &mut Vec<Diagnostic>) -> Value {
    let (Value::Map(entries), Type::Record(fields)) = (located.value, expected) else { return Value::Error };
    let mut fitted = Vec::new();
    for mut entry in entries {
        match fields.iter().find(|field| field.name == entry.key) {
            Some(field) => {
                entry.value = fit(entry.value, &field.value_type, reports);
                fitted.push(entry);
            }
            None => {
                let known: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                reports.push(diagnostics::unknown_attribute(&entry.key, entry.key_span, "this block", &known));
            }
        }
    }
    for field in fields.iter().filter(|field| field.required) {
        if !fitted.iter().any(|entry| entry.key == field.name) {
            reports.push(diagnostics::missing_attribute("this block", &field.name, located.span));
        }
    }
    Value::Map(fitted)
}

fn scalar(located: Located, expected: &Type, reports: &mut Vec<Diagnostic>) -> Value {
    let span = located.span;
    let mismatch = |found: &Value| diagnostics::type_mismatch(span, expected, found);
    let result = match (located.value, expected) {
        (value @ Value::Bool(_), Type::Bool)
        | (value @ Value::Integer(_), Type::Decimal)
        | (value @ Value::Decimal(_), Type::Decimal)
        | (value @ Value::Duration(_), Type::Duration)
        | (value @ Value::Percent(_), Type::Percent)
        | (value @ Value::Money { .. }, Type::Money)
        | (value @ Value::Region(_), Type::Region)
        | (value @ Value::Action(_), Type::Action)
        | (value @ Value::File(_), Type::File) => Ok(value),
        (Value::Integer(number), Type::Integer { minimum, maximum }) => {
            let inside = minimum.is_none_or(|low| number >= low) && maximum.is_none_or(|high| number <= high);
            let outside = || diagnostics::out_of_range(span, number, *minimum, *maximum);
            if inside { Ok(Value::Integer(number)) } else { Err(outside()) }
        }
        (Value::Entity(address), Type::Entity(entity)) if entity.accepts(&address) => Ok(Value::Entity(address)),
        (value, _) => match value.as_text() {
            Some(text) => text_value(text, &value, expected, span).unwrap_or_else(|| Err(mismatch(&value))),
            None => Err(mismatch(&value)),
        },
    };
    result.unwrap_or_else(|diagnostic| {
        reports.push(diagnostic);
        Value::Error
    })
}

/// A string where a string, or something that a string can be, is expected.
fn text_value(
    text: orgc_ir::Text,
    value: &Value,
    expected: &Type,
    span: orgc_diag::Span,
) -> Option<Result<Value, Diagnostic>> {
    match expected {
        Type::Text { min_length, max_length } => {
            let (shortest, longest) = text.width();
            let low = min_length.unwrap_or(0) as usize;
            let high = max_length.map_or(usize::MAX, |high| high as usize);
            let inside = longest >= low && shortest <= high;
            Some(if inside { Ok(Value::Text(text)) } else { Err(diagnostics::wrong_length(span, low, high)) })
        }
        Type::Choice(_) | Type::Region | Type::Action if text.known().is_none() => {
            Some(Err(diagnostics::later(&text, span, "this value")))
        }
        Type::Choice(words) => {
            let known = text.known()?;
            let fits = words.iter().any(|word| word == known);
            Some(if fits { Ok(Value::text(known)) } else { Err(diagnostics::not_in_union(span, known, words)) })
        }
        // A value that AWS assigns has the right form by itself.
        Type::Checked(_) if text.known().is_none() => Some(Ok(Value::Text(text))),
        Type::Checked(checked) => {
            let known = text.known()?;
            let fits = checked.accepts(known);
            Some(if fits { Ok(Value::Text(text)) } else { Err(diagnostics::bad_checked_string(span, known, *checked)) })
        }
        Type::Region if matches!(value, Value::Text(_)) => {
            let known = text.known()?;
            let fits = crate::evaluate::is_region_form(known);
            Some(if fits { Ok(Value::Region(known.to_owned())) } else { Err(diagnostics::bad_region(span, known)) })
        }
        Type::Action if matches!(value, Value::Text(_)) => {
            let known = text.known()?;
            let action = orgc_policy::ActionPattern::parse(known);
            let failed = |fault| diagnostics::bad_action(span, known, &fault);
            Some(action.map(|_| Value::Action(known.to_owned())).map_err(failed))
        }
        _ => None,
    }
}

impl CheckedString {
    /// Whether a known string has the form (AWS Organizations API model and documentation).
    pub(crate) fn accepts(self, text: &str) -> bool {
        let lower = |part: &str| part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        match self {
            Self::Email => is_email(text),
            Self::Arn => text.starts_with("arn:") && text.split(':').count() >= 6,
            Self::AccountId => text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit()),
            Self::OrgId => {
                text.strip_prefix("o-").is_some_and(|id| (10..=32).contains(&id.len()) && lower(id))
            }
            Self::OuId => text.strip_prefix("ou-").and_then(|rest| rest.split_once('-')).is_some_and(|(root, id)| {
                (4..=32).contains(&root.len()) && (8..=32).contains(&id.len()) && lower(root) && lower(id)
            }),
            Self::PolicyId => text.strip_prefix("p-").is_some_and(|id| {
                (8..=128).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            }),
        }
    }
}

/// The form that `CreateAccount` documents for an e-mail address; lengths are quotas.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let local_fits = !local.is_empty()
        && !local.starts_with('.')
        && local.chars().all(|c| c.is_ascii_graphic() && !"\"'()<>[]:;,\\|%&".contains(c));
    let domain_fits = domain.contains('.')
        && !domain.starts_with(['-', '.'])
        && !domain.ends_with(['-', '.'])
        && domain.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    local_fits && domain_fits && !domain.contains("..")
}
