//! Values while they are being worked out, and the types they are held against.

mod convert;
pub(crate) mod diagnostics;
mod expected;
mod fit;
mod shared;
mod written;

pub(crate) use convert::{convert, json};
pub(crate) use expected::{CheckedString, EntityType, Field, Type};
pub(crate) use fit::fit;
pub(crate) use shared::Shared;
pub(crate) use written::written;

use orgc_diag::Span;
use orgc_ir::{Address, Part, Text};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::sync::Arc;

/// A value and the expression it comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Located {
    pub value: Value,
    pub span: Span,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Something failed and has been reported. It fits everywhere and is never reported again.
    Error,
    None,
    Bool(bool),
    Integer(i64),
    Decimal(Decimal),
    /// Milliseconds.
    Duration(i64),
    /// Hundredths of a percent.
    Percent(i64),
    Money {
        amount: Decimal,
        currency: String,
    },
    Region(String),
    Action(String),
    /// A string, perhaps with holes that AWS fills in.
    Text(Text),
    Entity(Address),
    File(Arc<Asset>),
    /// The text of a policy, as minified JSON.
    Document(Text),
    /// A word of a data file whose type the place that uses it decides.
    Word(String),
    /// An expression that waits for the names of things, by its number.
    Deferred(usize),
    List(Shared<Located>),
    Map(Shared<Entry>),
}

/// An entry of a map.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub key: String,
    pub key_span: Span,
    pub value: Located,
}

/// A file of the project, read as text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asset {
    pub path: String,
    /// Of the bytes, in hexadecimal.
    pub sha256: String,
    pub content: String,
}

impl Located {
    pub(crate) fn new(value: Value, span: Span) -> Self {
        Self { value, span }
    }

    pub(crate) fn error(span: Span) -> Self {
        Self::new(Value::Error, span)
    }
}

impl Value {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(Text::from(text.into()))
    }

    pub(crate) fn is_error(&self) -> bool {
        matches!(self, Self::Error)
    }

    pub(crate) fn list(items: Vec<Located>) -> Self {
        Self::List(items.into())
    }

    pub(crate) fn map(entries: Vec<Entry>) -> Self {
        Self::Map(entries.into())
    }

    /// Whether the value or a part of it has failed.
    pub(crate) fn has_error(&self) -> bool {
        match self {
            Self::Error => true,
            Self::List(items) => items.has_error(),
            Self::Map(entries) => entries.has_error(),
            _ => false,
        }
    }

    /// Whether no part of it is a name that has to be looked up later.
    pub(crate) fn is_settled(&self) -> bool {
        match self {
            Self::Deferred(_) => false,
            Self::List(items) => items.is_settled(),
            Self::Map(entries) => entries.is_settled(),
            _ => true,
        }
    }

    /// How many elements the value has, however deep; long strings count for more than one.
    pub(crate) fn weight(&self) -> usize {
        const BYTES: usize = 64;
        match self {
            Self::List(items) => items.weight(),
            Self::Map(entries) => entries.weight(),
            Self::Text(text) | Self::Document(text) => {
                let length = |part: &Part| match part {
                    Part::Literal(known) => known.len(),
                    Part::Reference(_) => BYTES,
                };
                1 + text.parts().iter().map(length).sum::<usize>() / BYTES
            }
            _ => 1,
        }
    }

    /// How many levels of lists and maps the value has.
    pub(crate) fn depth(&self) -> usize {
        match self {
            Self::List(items) => items.depth(),
            Self::Map(entries) => entries.depth(),
            _ => 0,
        }
    }

    /// The value as a string: strings, and literals that are strings everywhere.
    pub(crate) fn as_text(&self) -> Option<Cow<'_, Text>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Region(word) | Self::Action(word) | Self::Word(word) => {
                Some(Cow::Owned(Text::from(word.as_str())))
            }
            _ => None,
        }
    }

    /// What it is, with its article, for messages.
    pub(crate) fn noun(&self) -> String {
        let noun = match self {
            Self::Error => "a failed value",
            Self::None => "none",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) => "a whole number",
            Self::Decimal(_) => "a decimal number",
            Self::Duration(_) => "a duration",
            Self::Percent(_) => "a percentage",
            Self::Money { .. } => "an amount of money",
            Self::Region(_) => "a Region",
            Self::Action(_) => "an action",
            Self::Text(_) => "a string",
            Self::Entity(address) => return entity_noun(address),
            Self::File(_) => "a file",
            Self::Document(_) => "a policy",
            Self::Word(_) => "a string",
            Self::Deferred(_) => "the name of a thing",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        };
        noun.to_owned()
    }
}

/// How messages call an entity: account `dev`.
pub(crate) fn entity_noun(address: &Address) -> String {
    format!("{} `{}`", kind_noun(address.kind()), address.name().replace('/', "."))
}

/// How messages call a kind.
pub(crate) fn kind_noun(kind: &str) -> &str {
    if kind == "ou" { "OU" } else { kind }
}
