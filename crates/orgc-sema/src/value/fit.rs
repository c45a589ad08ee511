//! Whether a value is what its place expects.

use super::{CheckedString, Entry, Located, Type, Value, diagnostics};
use crate::evaluate::{milliseconds, of_word, scaled};
use crate::region::is_region_form;
use orgc_diag::{Diagnostic, Span};
use orgc_ir::Text;
use orgc_ir::kinds::Pattern;
use orgc_policy::ActionPattern;
use orgc_syntax::ast::DurationUnit;
use rust_decimal::Decimal;
use std::net::IpAddr;

/// Holds a value against a type and gives back what the place may use: the value, in the form the
/// type has, or the error value after reporting.
pub(crate) fn fit(located: Located, expected: &Type, reports: &mut Vec<Diagnostic>) -> Located {
    let Located { value, span } = located;
    let value = match (value, expected) {
        (Value::Error, _) => Value::Error,
        // It is held against the type when it is worked out.
        (value @ Value::Deferred(_), _) => value,
        (Value::Word(word), Type::Anything) => of_word(&word),
        (value, Type::Anything) => value,
        (Value::None, Type::Optional(_)) => Value::None,
        (Value::Word(word), Type::Optional(_)) if word.is_empty() => Value::None,
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
        (Value::Map(entries), Type::Record { .. }) => {
            record(Located::new(Value::Map(entries), span), expected, reports)
        }
        (Value::Word(word), expected) => from_word(word, expected, span, reports),
        (Value::None, expected) => {
            reports.push(diagnostics::unhandled_none(span, expected));
            Value::Error
        }
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
    Value::list(fitted)
}

fn record(located: Located, expected: &Type, reports: &mut Vec<Diagnostic>) -> Value {
    let (Value::Map(entries), Type::Record { name, fields }) = (located.value, expected) else {
        return Value::Error;
    };
    let owner = || name.as_ref().map_or_else(|| "this block".to_owned(), |name| format!("record `{name}`"));
    let mut fitted = Vec::with_capacity(fields.len());
    for mut entry in entries {
        match fields.iter().find(|field| field.name == entry.key) {
            Some(field) => {
                entry.value = fit(entry.value, &field.value_type, reports);
                fitted.push(entry);
            }
            None => {
                let known: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                reports.push(diagnostics::unknown_attribute(&entry.key, entry.key_span, &owner(), &known));
            }
        }
    }
    for field in fields {
        if fitted.iter().any(|entry: &Entry| entry.key == field.name) {
            continue;
        }
        if field.required {
            reports.push(diagnostics::missing_attribute(&owner(), &field.name, located.span));
        }
        let missing = match (&field.default, &field.value_type) {
            (Some(default), _) => default.clone(),
            // What a data row lacks is none; a block of a plugin has no such member at all.
            (None, Type::Optional(_)) => Located::new(Value::None, located.span),
            (None, _) if field.required => Located::error(located.span),
            (None, _) => continue,
        };
        fitted.push(Entry { key: field.name.clone(), key_span: located.span, value: missing });
    }
    Value::map(fitted)
}

/// A word of a data file, which may be many things.
fn from_word(word: String, expected: &Type, span: Span, reports: &mut Vec<Diagnostic>) -> Value {
    let mismatch = |reports: &mut Vec<Diagnostic>| {
        reports.push(diagnostics::wrong_word(span, expected, &word));
        Value::Error
    };
    let read = match expected {
        Type::Bool => word.parse().ok().map(Value::Bool),
        Type::Integer { .. } => word.replace('_', "").parse().ok().map(Value::Integer),
        Type::Decimal => Decimal::from_str_exact(&word.replace('_', "")).ok().map(Value::Decimal),
        Type::Duration => duration(&word).map(Value::Duration),
        Type::Percent => word.strip_suffix('%').and_then(|digits| scaled(digits, 100)).map(Value::Percent),
        Type::Money => money(&word),
        Type::Amount => {
            let percent = word.strip_suffix('%').and_then(|digits| scaled(digits, 100)).map(Value::Percent);
            percent.or_else(|| word.parse().ok().map(Value::Integer))
        }
        Type::List { .. }
        | Type::Map(_)
        | Type::Record { .. }
        | Type::File
        | Type::Entity(_)
        | Type::Document => None,
        _ => return fit(Located::new(Value::text(word), span), expected, reports).value,
    };
    match read {
        Some(value) => fit(Located::new(value, span), expected, reports).value,
        None => mismatch(reports),
    }
}

fn duration(word: &str) -> Option<i64> {
    use DurationUnit::{Days, Hours, Milliseconds, Minutes, Seconds, Weeks};
    let end = word.find(|c: char| c.is_ascii_alphabetic())?;
    let (digits, unit) = word.split_at_checked(end)?;
    let unit =
        [Milliseconds, Seconds, Minutes, Hours, Days, Weeks].into_iter().find(|one| one.written() == unit)?;
    scaled(&digits.replace('_', ""), milliseconds(unit))
}

fn money(word: &str) -> Option<Value> {
    let (digits, currency) = word.split_once(' ')?;
    let is_currency = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
    let amount = Decimal::from_str_exact(&digits.replace('_', "")).ok()?;
    is_currency.then(|| Value::Money { amount, currency: currency.to_owned() })
}

fn scalar(located: Located, expected: &Type, reports: &mut Vec<Diagnostic>) -> Value {
    let span = located.span;
    match (located.value, expected) {
        (value @ Value::Bool(_), Type::Bool)
        | (value @ (Value::Integer(_) | Value::Decimal(_)), Type::Decimal)
        | (value @ Value::Duration(_), Type::Duration)
        | (value @ Value::Percent(_), Type::Percent)
        | (value @ Value::Money { .. }, Type::Money)
        | (value @ Value::Region(_), Type::Region)
        | (value @ Value::Action(_), Type::Action)
        | (value @ Value::Document(_), Type::Document)
        | (value @ Value::File(_), Type::File) => value,
        (Value::Integer(number), Type::Integer { minimum, maximum }) => {
            let inside = minimum.is_none_or(|low| number >= low) && maximum.is_none_or(|high| number <= high);
            let outside = || diagnostics::out_of_range(span, number, *minimum, *maximum);
            unless(inside, Value::Integer(number), outside, reports)
        }
        (Value::Integer(count), Type::Amount) if count >= 0 => amount("count", Value::Integer(count), span),
        (Value::Percent(share), Type::Amount) => amount("percent", Value::Percent(share), span),
        (Value::Entity(address), Type::Entity(entity)) if entity.accepts(&address) => Value::Entity(address),
        (Value::Text(text), Type::Text { min_length, max_length, pattern }) => {
            sized(text, (*min_length, *max_length), pattern.as_ref(), span, reports)
        }
        (Value::Text(text), Type::Checked(checked)) => checked_string(text, *checked, span, reports),
        (value, _) => {
            let text = value.as_text().and_then(|text| from_text(&text, &value, expected, span, reports));
            text.unwrap_or_else(|| {
                reports.push(diagnostics::type_mismatch(span, expected, &value));
                Value::Error
            })
        }
    }
}

/// Says which of the two it is, as both are whole numbers outside the language.
fn amount(key: &str, value: Value, span: Span) -> Value {
    Value::map(vec![Entry { key: key.to_owned(), key_span: span, value: Located::new(value, span) }])
}

/// The value if it fits; else the error value, after reporting.
fn unless(
    fits: bool,
    value: Value,
    otherwise: impl FnOnce() -> Diagnostic,
    reports: &mut Vec<Diagnostic>,
) -> Value {
    if fits {
        return value;
    }
    reports.push(otherwise());
    Value::Error
}

/// A string where a string is expected, or something that a string can be; none elsewhere.
fn from_text(
    text: &Text,
    value: &Value,
    expected: &Type,
    span: Span,
    reports: &mut Vec<Diagnostic>,
) -> Option<Value> {
    let known = text.known().map(str::to_owned);
    let written = known.as_deref().unwrap_or_default();
    let is_string = matches!(value, Value::Text(_));
    Some(match expected {
        Type::Text { min_length, max_length, pattern } => {
            sized(text.clone(), (*min_length, *max_length), pattern.as_ref(), span, reports)
        }
        Type::Checked(checked) => checked_string(text.clone(), *checked, span, reports),
        Type::Choice(_) | Type::Region | Type::Action | Type::Service if known.is_none() => {
            unless(false, Value::Error, || diagnostics::later(text, span, "this value"), reports)
        }
        Type::Choice(words) => {
            let fits = words.iter().any(|word| word == written);
            unless(fits, Value::text(written), || diagnostics::not_in_union(span, written, words), reports)
        }
        Type::Region if is_string => {
            let report = || diagnostics::bad_region(span, written);
            unless(is_region_form(written), Value::Region(written.to_owned()), report, reports)
        }
        Type::Action if is_string => action(written, span, reports),
        Type::Service if is_string => service(written, span, reports),
        _ => return None,
    })
}

fn action(written: &str, span: Span, reports: &mut Vec<Diagnostic>) -> Value {
    match ActionPattern::parse(written) {
        Ok(_) => Value::Action(written.to_owned()),
        Err(fault) => {
            reports.push(diagnostics::bad_action(span, written, &fault));
            Value::Error
        }
    }
}

/// The principal of a service that is written by its short name or its principal.
fn service(written: &str, span: Span, reports: &mut Vec<Diagnostic>) -> Value {
    let is_principal = written.ends_with(".amazonaws.com") || written.ends_with(".amazonaws.com.cn");
    match orgc_policy::service_principal(written) {
        Some(principal) => Value::text(principal),
        None if is_principal => Value::text(written),
        None => {
            reports.push(diagnostics::unknown_service(span, written));
            Value::Error
        }
    }
}

/// A string of a certain form. A value that AWS assigns has the right one by itself.
fn checked_string(text: Text, checked: CheckedString, span: Span, reports: &mut Vec<Diagnostic>) -> Value {
    match text.known().filter(|known| !checked.accepts(known)) {
        None => Value::Text(text),
        Some(known) => {
            reports.push(diagnostics::bad_checked_string(span, known, checked));
            Value::Error
        }
    }
}

/// A string of a bounded length and of a form, as far as that is known.
fn sized(
    text: Text,
    (low, high): (Option<u32>, Option<u32>),
    pattern: Option<&Pattern>,
    span: Span,
    reports: &mut Vec<Diagnostic>,
) -> Value {
    if let (Some(pattern), Some(known)) = (pattern, text.known())
        && !pattern.fits(known)
    {
        reports.push(diagnostics::wrong_form(span, pattern));
        return Value::Error;
    }
    let (shortest, longest) = text.width();
    let low = low.unwrap_or(0) as usize;
    let high = high.map_or(usize::MAX, |high| high as usize);
    let fits = longest >= low && shortest <= high;
    unless(fits, Value::Text(text), || diagnostics::wrong_length(span, low, high), reports)
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
            Self::OuId => {
                text.strip_prefix("ou-").and_then(|rest| rest.split_once('-')).is_some_and(|(root, id)| {
                    (4..=32).contains(&root.len()) && (8..=32).contains(&id.len()) && lower(root) && lower(id)
                })
            }
            Self::RootId => {
                text.strip_prefix("r-").is_some_and(|id| (4..=32).contains(&id.len()) && lower(id))
            }
            Self::Cidr => is_cidr(text),
            Self::Phone => {
                text.bytes().filter(u8::is_ascii_digit).count() >= 3
                    && text.chars().all(|c| c.is_ascii_digit() || " +()-".contains(c))
            }
            Self::Date => is_date(text),
            Self::Url => ["https://", "http://"].iter().any(|start| {
                text.strip_prefix(start)
                    .is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
            }),
            Self::ConditionKey => text.split_once(':').is_some_and(|(service, key)| {
                !key.is_empty() && !service.is_empty() && !text.contains(char::is_whitespace)
            }),
            Self::PolicyId => text.strip_prefix("p-").is_some_and(|id| {
                (8..=128).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            }),
        }
    }
}

fn is_cidr(text: &str) -> bool {
    let Some((address, length)) = text.split_once('/') else { return false };
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let most = if address.is_ipv4() { 32 } else { 128 };
    length.parse::<u8>().is_ok_and(|length| length <= most)
}

/// A day of the calendar, written as in ISO 8601.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, digits: usize| {
        (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())?
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// The form that `CreateAccount` documents for an e-mail address; lengths are quotas.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let local_fits = !local.is_empty()
        && !local.starts_with('.')
        && local.bytes().all(|b| b.is_ascii_graphic() && !is_refused(b));
    let domain_fits = domain.contains('.')
        && !domain.starts_with(['-', '.'])
        && !domain.ends_with(['-', '.'])
        && domain.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
    local_fits && domain_fits && !domain.contains("..")
}

/// The marks that may not stand before the `@` of an e-mail address.
fn is_refused(byte: u8) -> bool {
    matches!(
        byte,
        b'"' | b'\''
            | b'('
            | b')'
            | b'<'
            | b'>'
            | b'['
            | b']'
            | b':'
            | b';'
            | b','
            | b'\\'
            | b'|'
            | b'%'
            | b'&'
    )
}
