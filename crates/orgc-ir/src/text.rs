//! Text with typed holes for what AWS assigns at apply time.

use crate::Address;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A text whose parts are literal or known after apply. Adjacent literals are always merged and
/// no part is an empty literal, so equal texts are equal values.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")]
pub struct Text(Vec<Part>);

/// A piece of a [`Text`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Part {
    /// Known text.
    Literal(String),
    /// A value known after apply.
    Reference(Reference),
}

/// A value of a resource that AWS assigns: its id, its ARN.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reference {
    /// Whose value it is.
    #[serde(rename = "ref")]
    pub address: Address,
    /// Which value.
    #[serde(rename = "attr")]
    pub attribute: Attribute,
}

/// The values AWS assigns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attribute {
    /// The id: of the organization, an OU, an account, a policy or a stack set.
    Id,
    /// The ARN.
    Arn,
    /// The id of the organization's root.
    RootId,
    /// The state of an account.
    Status,
}

/// The type of a value that AWS assigns, which bounds its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LaterType {
    /// Exactly 12 digits.
    AccountId,
    /// `o-…`.
    OrgId,
    /// `r-…`.
    RootId,
    /// `ou-…`.
    OuId,
    /// `p-…`.
    PolicyId,
    /// `name:uuid`.
    StackSetId,
    /// An ARN of one of these.
    Arn,
    /// A state such as `ACTIVE`.
    Status,
}

impl LaterType {
    /// The shortest and the longest such value, in characters (id patterns of the Organizations
    /// API model; ARNs as printed there).
    pub fn width(self) -> (usize, usize) {
        match self {
            Self::AccountId => (12, 12),
            Self::OrgId => (12, 34),
            Self::RootId => (6, 34),
            Self::OuId => (16, 68),
            Self::PolicyId => (10, 130),
            Self::StackSetId => (38, 165),
            Self::Arn => (60, 260),
            Self::Status => (6, 18),
        }
    }
}

impl Attribute {
    /// The attribute as written in the source.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Arn => "arn",
            Self::RootId => "root-id",
            Self::Status => "status",
        }
    }

    /// The attribute with this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Id, Self::Arn, Self::RootId, Self::Status].into_iter().find(|one| one.as_str() == name)
    }
}

impl Reference {
    /// A reference to a value of a resource.
    pub fn new(address: Address, attribute: Attribute) -> Self {
        Self { address, attribute }
    }

    /// The type of the value.
    pub fn later_type(&self) -> LaterType {
        match (self.attribute, self.address.kind()) {
            (Attribute::Arn, _) => LaterType::Arn,
            (Attribute::Status, _) => LaterType::Status,
            (Attribute::RootId, _) => LaterType::RootId,
            (Attribute::Id, "organization") => LaterType::OrgId,
            (Attribute::Id, "ou") => LaterType::OuId,
            (Attribute::Id, "policy") => LaterType::PolicyId,
            (Attribute::Id, "account") => LaterType::AccountId,
            (Attribute::Id, _) => LaterType::StackSetId,
        }
    }
}

impl Text {
    /// A text of these parts.
    pub fn new(parts: impl IntoIterator<Item = Part>) -> Self {
        let mut text = Self::default();
        for part in parts {
            text.push(part);
        }
        text
    }

    /// Appends a part, merging literals.
    pub fn push(&mut self, part: Part) {
        match (self.0.last_mut(), part) {
            (_, Part::Literal(new)) if new.is_empty() => {}
            (Some(Part::Literal(last)), Part::Literal(new)) => last.push_str(&new),
            (_, part) => self.0.push(part),
        }
    }

    /// Appends another text.
    pub fn append(&mut self, other: Text) {
        for part in other.0 {
            self.push(part);
        }
    }

    /// The parts in order.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// The whole text, if all of it is known.
    pub fn known(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// The references in the text.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.0.iter().filter_map(|part| match part {
            Part::Reference(reference) => Some(reference),
            Part::Literal(_) => None,
        })
    }

    /// The fewest and the most characters it can have once everything is known.
    pub fn width(&self) -> (usize, usize) {
        self.0.iter().fold((0, 0), |(low, high), part| {
            let (min, max) = match part {
                Part::Literal(text) => (text.chars().count(), text.chars().count()),
                Part::Reference(reference) => reference.later_type().width(),
            };
            (low + min, high + max)
        })
    }

    /// The text with every reference replaced; the first reference that `value` does not know is
    /// the error.
    pub fn resolve<'a>(
        &self,
        mut value: impl FnMut(&Reference) -> Option<&'a str>,
    ) -> Result<String, Reference> {
        let mut all = String::new();
        for part in &self.0 {
            match part {
                Part::Literal(text) => all.push_str(text),
                Part::Reference(reference) => {
                    all.push_str(value(reference).ok_or_else(|| reference.clone())?);
                }
            }
        }
        Ok(all)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new([Part::Literal(text.to_owned())])
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new([Part::Literal(text)])
    }
}

impl From<Reference> for Text {
    fn from(reference: Reference) -> Self {
        Self::new([Part::Reference(reference)])
    }
}

/// As people read it: `arn:aws:iam::{account/dev.id}:role/x`.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Literal(text) => f.write_str(text),
            Part::Reference(reference) => write!(f, "{{{reference}}}"),
        })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.address, self.attribute.as_str())
    }
}

/// The wire form: a string, a reference, or `{"join": [...]}`.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Wire {
    Literal(String),
    Reference(Reference),
    Join { join: Vec<Part> },
}

impl From<Wire> for Text {
    fn from(wire: Wire) -> Self {
        match wire {
            Wire::Literal(text) => text.into(),
            Wire::Reference(reference) => reference.into(),
            Wire::Join { join } => Self::new(join),
        }
    }
}

impl From<Text> for Wire {
    fn from(text: Text) -> Self {
        match <[Part; 1]>::try_from(text.0) {
            Ok([Part::Literal(text)]) => Self::Literal(text),
            Ok([Part::Reference(reference)]) => Self::Reference(reference),
            Err(parts) if parts.is_empty() => Self::Literal(String::new()),
            Err(join) => Self::Join { join },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role() -> Text {
        let id = Reference::new(Address::account("dev"), Attribute::Id);
        Text::new([
            Part::Literal("arn:aws:iam::".into()),
            Part::Reference(id),
            Part::Literal(String::new()),
            Part::Literal(":role".into()),
            Part::Literal("/x".into()),
        ])
    }

    #[test]
    fn literals_merge_and_widths_add_up() {
        assert_eq!(role().parts().len(), 3);
        assert_eq!(role().width(), (32, 32));
        assert_eq!(role().known(), None);
        assert_eq!(Text::from("").known(), Some(""));
    }

    #[test]
    fn the_wire_form_is_a_string_a_reference_or_a_join() {
        let wire = serde_json::to_string(&role()).unwrap();
        assert_eq!(wire, r#"{"join":["arn:aws:iam::",{"ref":"account/dev","attr":"id"},":role/x"]}"#);
        assert_eq!(serde_json::from_str::<Text>(&wire).unwrap(), role());
        assert_eq!(serde_json::to_string(&Text::from("a")).unwrap(), r#""a""#);
        assert_eq!(serde_json::from_str::<Text>(r#""""#).unwrap(), Text::default());
    }

    #[test]
    fn resolving_names_the_first_unknown_reference() {
        assert_eq!(role().resolve(|_| Some("123456789012")).unwrap(), "arn:aws:iam::123456789012:role/x");
        assert_eq!(role().resolve(|_| None).unwrap_err().to_string(), "account/dev.id");
    }
}
