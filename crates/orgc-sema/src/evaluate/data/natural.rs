//! Data that nobody gave a type.

use crate::value::{Entry, Located, Value};
use rust_decimal::Decimal;

/// The value with every bare word taken for what it looks like: `true`, a number, else a string. A
/// number with leading zeros is a string, because its zeros mean something.
pub(super) fn values(value: Value) -> Value {
    map_words(value, &of_word)
}

/// The value with every bare word taken for a string.
pub(super) fn texts(value: Value) -> Value {
    map_words(value, &|word| Value::text(word))
}

/// What a bare word looks like.
pub(crate) fn of_word(word: &str) -> Value {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit());
    let is_padded = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    match word {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ if is_number && !is_padded => match (word.parse::<i64>(), Decimal::from_str_exact(word)) {
            (Ok(number), _) => Value::Integer(number),
            (_, Ok(number)) => Value::Decimal(number),
            _ => Value::text(word),
        },
        _ => Value::text(word),
    }
}

fn map_words(value: Value, of_word: &dyn Fn(&str) -> Value) -> Value {
    match value {
        Value::Word(word) => of_word(&word),
        Value::List(items) => {
            let item = |item: Located| Located::new(map_words(item.value, of_word), item.span);
            Value::list(items.into_iter().map(item).collect())
        }
        Value::Map(entries) => {
            let entry = |entry: Entry| {
                let span = entry.value.span;
                Entry { value: Located::new(map_words(entry.value.value, of_word), span), ..entry }
            };
            Value::map(entries.into_iter().map(entry).collect())
        }
        other => other,
    }
}
