//! TOML.

use super::{Source, diagnostics};
use crate::value::{Entry, Located, Value};
use orgc_diag::{Diagnostic, Span};
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The value of a TOML document. Keys are in the order of the alphabet.
pub(super) fn read(source: &Source<'_>) -> Result<Value, Vec<Diagnostic>> {
    let (table, errors) = DeTable::parse_recoverable(source.text);
    if errors.is_empty() {
        return Ok(map(table.get_ref(), source));
    }
    let report = |error: &toml::de::Error| {
        let at = error.span().unwrap_or(0..0);
        diagnostics::not_readable("TOML", error.message(), source.span(at.start, at.end), source)
    };
    Err(errors.iter().map(report).collect())
}

/// A value outside of a file, all of it at one place. Texts are words, whose type the place that
/// uses them decides.
pub(in crate::evaluate) fn value(text: &str, span: Span) -> Option<Value> {
    let value = DeValue::parse(text).ok()?;
    Some(words(value.get_ref(), span))
}

fn words(value: &DeValue<'_>, span: Span) -> Value {
    match value {
        DeValue::String(text) => Value::Word(text.to_string()),
        DeValue::Integer(number) => Value::Word(number.as_str().to_owned()),
        DeValue::Float(number) => Value::Word(number.as_str().to_owned()),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(time) => Value::Word(time.to_string()),
        DeValue::Array(items) => {
            Value::list(items.iter().map(|item| Located::new(words(item.get_ref(), span), span)).collect())
        }
        DeValue::Table(table) => {
            let entry = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| Entry {
                key: key.get_ref().to_string(),
                key_span: span,
                value: Located::new(words(value.get_ref(), span), span),
            };
            Value::map(table.iter().map(entry).collect())
        }
    }
}

fn map(table: &DeTable<'_>, source: &Source<'_>) -> Value {
    let entry = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| Entry {
        key: key.get_ref().to_string(),
        key_span: span(key, source),
        value: Located::new(of(value.get_ref(), source), span(value, source)),
    };
    Value::map(table.iter().map(entry).collect())
}

fn of(value: &DeValue<'_>, source: &Source<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::text(text.as_ref()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::text(number.as_str()), Value::Integer),
        DeValue::Float(number) => Decimal::from_str_exact(number.as_str())
            .map_or_else(|_| Value::text(number.as_str()), Value::Decimal),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(time) => Value::text(time.to_string()),
        DeValue::Array(items) => {
            let item =
                |item: &Spanned<DeValue<'_>>| Located::new(of(item.get_ref(), source), span(item, source));
            Value::list(items.iter().map(item).collect())
        }
        DeValue::Table(table) => map(table, source),
    }
}

fn span<T>(spanned: &Spanned<T>, source: &Source<'_>) -> Span {
    source.span(spanned.span().start, spanned.span().end)
}
