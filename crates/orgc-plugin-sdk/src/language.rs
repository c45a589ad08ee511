//! The types that the language defines, as Rust types.

use crate::bindings::orgc::plugin::core_resources::{Amount, Target};
use crate::bindings::orgc::plugin::types::{Reference, TextPart};
use crate::{At, Diagnostic, FromValue, Text, Type, Value};
use std::fmt;
use std::time::Duration;

/// A Region (type `region`), such as `eu-west-1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Region(String);

/// An e-mail address (type `email`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Email(String);

/// The name of a thing of AWS (type `arn`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arn(String);

/// An account of the organization (type `account`), by its address `account/<name>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Account(String);

/// A file of the project (type `file`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path relative to the project.
    pub path: String,
    /// The SHA-256 of the content, in hexadecimal digits.
    pub sha256: String,
    /// The content.
    pub content: String,
}

/// A percentage (type `percent`), in hundredths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(i64);

/// An amount of money (type `money`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// The amount as a decimal number, such as `500` or `99.5`.
    pub amount: String,
    /// The currency, such as `USD`.
    pub currency: String,
}

/// A policy (type `policy-document`) as JSON, which may name what AWS assigns later.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyDocument(pub Text);

/// Any value as CloudFormation takes parameters: numbers and booleans are written out, lists are
/// joined with commas.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter(pub Text);

impl Region {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Email {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Arn {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Account {
    /// The address `account/<name>`.
    pub fn address(&self) -> &str {
        &self.0
    }

    /// The twelve digits that AWS assigns, to be placed in a text.
    pub fn id(&self) -> Text {
        vec![TextPart::Reference(Reference { address: self.0.clone(), attribute: "id".to_owned() })]
    }
}

impl Percent {
    /// Whole percents; none for a fraction of a percent or less than none.
    pub fn whole(self) -> Option<u32> {
        if self.0 % 100 == 0 { u32::try_from(self.0 / 100).ok() } else { None }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromValue for Region {
    fn value_type() -> Type {
        Type::named("region")
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        at.text().map(|text| Self(text.to_owned()))
    }
}

impl FromValue for Email {
    fn value_type() -> Type {
        Type::named("email")
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        at.text().map(|text| Self(text.to_owned()))
    }
}

impl FromValue for Arn {
    fn value_type() -> Type {
        Type::named("arn")
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        at.text().map(|text| Self(text.to_owned()))
    }
}

impl FromValue for Account {
    fn value_type() -> Type {
        Type::named("account")
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        match at.value() {
            Value::Entity(address) if address.starts_with("account/") => Ok(Self(address.clone())),
            _ => Err(at.expected("an account")),
        }
    }
}

/// The organization, a unit or an account.
impl FromValue for Target {
    fn value_type() -> Type {
        Type::named("target")
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        let Value::Entity(address) = at.value() else {
            return Err(at.expected("an organization, a unit or an account"));
        };
        match address.split_once('/').map(|(kind, _)| kind) {
            Some("organization") => Ok(Self::Root),
            Some("ou") => Ok(Self::OrganizationalUnit(address.clone())),
            Some("account") => Ok(Self::Account(address.clone())),
            _ => Err(at.expected("an organization, a unit or an account")),
        }
    }
}

/// A number of accounts or a whole percentage of them.
impl FromValue for Amount {
    fn value_type() -> Type {
        Type::named("amount")
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        let part = |name| match at.value().get(name) {
            Some(Value::Integer(value)) => Some(*value),
            _ => None,
        };
        let count = part("count").and_then(|count| u32::try_from(count).ok()).map(Self::Count);
        let percent = part("percent").and_then(|hundredths| Percent(hundredths).whole()).map(Self::Percent);
        count.or(percent).ok_or_else(|| at.expected("a number of accounts or a whole percentage of them"))
    }
}

impl FromValue for File {
    fn value_type() -> Type {
        Type::named("file")
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        let member = |name| at.value().get(name).and_then(Value::known_text).map(str::to_owned);
        match (member("path"), member("sha256"), member("content")) {
            (Some(path), Some(sha256), Some(content)) => Ok(Self { path, sha256, content }),
            _ => Err(at.expected("a file")),
        }
    }
}

impl FromValue for Percent {
    fn value_type() -> Type {
        Type::named("percent")
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        at.integer().map(Self)
    }
}

/// Whole seconds (type `duration`).
impl FromValue for Duration {
    fn value_type() -> Type {
        Type::named("duration")
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        let seconds = u64::try_from(at.integer()?);
        seconds.map(Self::from_secs).map_err(|_| at.expected("a duration that is not negative"))
    }
}

impl FromValue for Money {
    fn value_type() -> Type {
        Type::named("money")
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        let member = |name| at.value().get(name).and_then(Value::known_text).map(str::to_owned);
        match (member("amount"), member("currency")) {
            (Some(amount), Some(currency)) => Ok(Self { amount, currency }),
            _ => Err(at.expected("an amount of money")),
        }
    }
}

impl FromValue for PolicyDocument {
    fn value_type() -> Type {
        Type::named("policy-document")
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        Text::read(at).map(Self)
    }
}

impl FromValue for Parameter {
    fn value_type() -> Type {
        Type::Anything
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        match at.value() {
            Value::Text(text) => Ok(Self(text.clone())),
            Value::Integer(value) => Ok(Self(vec![TextPart::Literal(value.to_string())])),
            Value::Boolean(value) => Ok(Self(vec![TextPart::Literal(value.to_string())])),
            Value::Sequence(_) => joined(at).map(Self),
            _ => Err(at.expected("a text, a number, a boolean or a list of them")),
        }
    }
}

fn joined(list: &At<'_>) -> Result<Text, Diagnostic> {
    let mut all = Text::new();
    for (index, item) in list.items()?.iter().enumerate() {
        if index > 0 {
            all.push(TextPart::Literal(",".to_owned()));
        }
        if matches!(item.value(), Value::Sequence(_)) {
            return Err(item.expected("a text or a number"));
        }
        all.extend(Parameter::read(item)?.0);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::known;

    #[test]
    fn amounts_are_counts_or_whole_percentages() {
        let read = |name, value: i64| Amount::read(&At::root(&Value::mapping([(name, Value::from(value))])));
        assert_eq!(read("count", 3), Ok(Amount::Count(3)));
        assert_eq!(read("percent", 2_500), Ok(Amount::Percent(25)));
        assert!(read("percent", 2_550).is_err());
        assert!(read("count", -1).is_err());
    }

    #[test]
    fn parameters_are_written_as_cloudformation_takes_them() {
        let read = |value: Value| Parameter::read(&At::root(&value));
        let list = Value::Sequence(vec!["a".into(), 1.into(), true.into()]);
        assert_eq!(read(list).map(|one| known(&one.0)), Ok(Some("a,1,true".to_owned())));
        assert!(read(Value::entity("account/dev")).is_err());
        assert!(read(Value::Sequence(vec![Value::Sequence(Vec::new())])).is_err());
    }
}
