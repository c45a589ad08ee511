//! Built-in functions of strings and conversions to strings.

use super::functions::Function;
use crate::value::{Located, Value};
use orgc_diag::{FileId, Span};

/// The result of a function of strings. None if it is another function, or if the arguments do not
/// fit.
pub(super) fn call(function: Function, arguments: &[&Value]) -> Option<Value> {
    let text = |index: usize| Some(arguments.get(index)?.as_text()?.known()?.to_owned());
    Some(match function {
        Function::Lower => Value::text(text(0)?.to_lowercase()),
        Function::Upper => Value::text(text(0)?.to_uppercase()),
        Function::Trim => Value::text(text(0)?.trim()),
        Function::Replace => Value::text(text(0)?.replace(&text(1)?, &text(2)?)),
        Function::StartsWith => Value::Bool(text(0)?.starts_with(&text(1)?)),
        Function::EndsWith => Value::Bool(text(0)?.ends_with(&text(1)?)),
        Function::Split => split(&text(0)?, &text(1)?),
        Function::Join => joined(arguments.first()?, &text(1)?)?,
        Function::String => printed(arguments.first()?)?,
        Function::Amount => match arguments.first()? {
            Value::Money { amount, .. } => Value::text(amount.to_string()),
            _ => return None,
        },
        Function::Currency => match arguments.first()? {
            Value::Money { currency, .. } => Value::text(currency.as_str()),
            _ => return None,
        },
        _ => return None,
    })
}

/// How many bytes the string has that a function makes, as far as it could be much longer than its
/// arguments.
pub(super) fn length(function: Function, arguments: &[&Value]) -> Option<usize> {
    let text = |value: &Value| Some(value.as_text()?.known()?.to_owned());
    match (function, arguments) {
        (Function::Replace, [whole, old, new]) => {
            let (whole, old, new) = (text(whole)?, text(old)?, text(new)?);
            let places = if old.is_empty() { whole.len() + 1 } else { whole.matches(&old).count() };
            Some(whole.len().saturating_add(places.saturating_mul(new.len())))
        }
        (Function::Join, [Value::List(items), separator]) => {
            let parts = items.iter().map(|item| text(&item.value).map(|part| part.len()));
            let parts: usize = parts.sum::<Option<usize>>()?;
            Some(parts.saturating_add(items.len().saturating_mul(text(separator)?.len())))
        }
        _ => None,
    }
}

fn split(text: &str, separator: &str) -> Value {
    let nowhere = Span::new(FileId(0), 0, 0);
    let item = |part: &str| Located::new(Value::text(part), nowhere);
    match separator {
        "" => Value::list(text.chars().map(|one| item(&one.to_string())).collect()),
        separator => Value::list(text.split(separator).map(item).collect()),
    }
}

fn joined(list: &Value, separator: &str) -> Option<Value> {
    let Value::List(items) = list else { return None };
    let parts: Option<Vec<String>> =
        items.iter().map(|item| Some(item.value.as_text()?.known()?.to_owned())).collect();
    Some(Value::text(parts?.join(separator)))
}

/// A value as the source would write it, without quotes around strings.
fn printed(value: &Value) -> Option<Value> {
    let text = match value {
        Value::Bool(value) => value.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Money { amount, currency } => format!("{amount} {currency}"),
        other => other.as_text()?.known()?.to_owned(),
    };
    Some(Value::text(text))
}
