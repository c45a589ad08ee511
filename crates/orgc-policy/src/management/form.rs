//! The forms of strings in management policies.

use super::fault::ManagementFault;
use super::schema::{Keys, Scalar};
use crate::condition::is_mark;
use crate::json::{Json, Value};
use crate::problem::Fault;

/// Whether a part of the text is not known yet: it has whatever form its value will have.
fn is_open(text: &str) -> bool {
    text.chars().any(is_mark)
}

/// What is wrong with a value, if something is.
pub(super) fn fault(value: &Json, expected: &'static Scalar) -> Option<Fault> {
    let text = match (&value.value, expected) {
        (Value::Text(text), _) => text.clone(),
        (Value::Number(digits), Scalar::Days | Scalar::Minutes | Scalar::Integer { .. }) => digits.clone(),
        (Value::Bool(_), Scalar::Boolean) => return None,
        _ => return Some(Fault::Shape { expected: expected.noun(), found: value.noun() }),
    };
    if is_open(&text) {
        return None;
    }
    let found = text.clone();
    let fault = match expected {
        Scalar::Word(words) if !words.contains(&text) => {
            ManagementFault::UnknownWord { found, known: words.iter().map(String::as_str).collect() }
        }
        Scalar::Integer { low, high } => match text.parse::<i64>() {
            Ok(number) if (*low..=*high).contains(&number) => return None,
            Ok(_) => ManagementFault::Range { found, low: *low, high: *high },
            Err(_) => ManagementFault::Form { found, expected: expected.noun() },
        },
        other if !has_form(&text, other) => ManagementFault::Form { found, expected: other.noun() },
        _ => return None,
    };
    Some(Fault::Management(fault))
}

fn has_form(text: &str, expected: &Scalar) -> bool {
    match expected {
        Scalar::Arn => is_arn(text),
        Scalar::Region => is_region(text),
        Scalar::RegionOrAll => text == "ALL_SUPPORTED" || is_region(text),
        Scalar::Days | Scalar::Minutes => is_count(text),
        Scalar::Boolean => matches!(text, "true" | "false"),
        Scalar::TagValue => text.matches('*').count() <= 1,
        Scalar::ResourceType => is_resource_type(text),
        Scalar::Text | Scalar::Integer { .. } | Scalar::Word(_) => true,
    }
}

/// What is wrong with a freely chosen key, if something is.
pub(super) fn key_fault(key: &str, keys: Keys) -> Option<Fault> {
    let fits = is_open(key)
        || match keys {
            Keys::Name => !key.is_empty(),
            Keys::Region => is_region(key),
            Keys::Scope => key == "default" || is_region(key),
            Keys::Service => !key.is_empty() && key.bytes().all(is_word),
            Keys::Arn => is_arn(key),
        };
    let fault = ManagementFault::BadKey { found: key.to_owned(), expected: keys.noun() };
    (!fits).then_some(Fault::Management(fault))
}

fn is_arn(text: &str) -> bool {
    text.starts_with("arn:") && text.split(':').count() >= 6
}

fn is_count(text: &str) -> bool {
    !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
}

/// An area, a direction and a number. Which Regions there are is not asked: new ones come.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [area, middle @ .., number] = parts.as_slice() else { return false };
    let is_lower = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    area.len() == 2 && is_lower(area) && !middle.is_empty() && middle.iter().all(is_lower) && is_count(number)
}

/// `service:type`; all types of a service, but never all services.
fn is_resource_type(text: &str) -> bool {
    text.split_once(':').is_some_and(|(service, name)| {
        !service.is_empty() && !service.contains('*') && !name.is_empty() && !name.contains(':')
    })
}

impl Scalar {
    /// What is expected, with its article.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Text | Self::Word(_) => "a string",
            Self::Arn => "an ARN",
            Self::Region => "a Region such as `eu-west-1`",
            Self::RegionOrAll => "a Region such as `eu-west-1`, or `ALL_SUPPORTED`",
            Self::Days => "a number of days",
            Self::Minutes => "a number of minutes",
            Self::Boolean => "`true` or `false`",
            Self::Integer { .. } => "a whole number",
            Self::TagValue => "a tag value, in which one `*` may stand",
            Self::ResourceType => "a type of resources such as `ec2:instance` or `ec2:*`",
        }
    }
}

impl Keys {
    fn noun(self) -> &'static str {
        match self {
            Self::Name => "a name",
            Self::Region => "a Region such as `eu-west-1`",
            Self::Scope => "a Region such as `eu-west-1`, or `default`",
            Self::Service => "the short name of a service",
            Self::Arn => "an ARN",
        }
    }
}
