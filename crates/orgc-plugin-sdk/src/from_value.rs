//! Which Rust types stand for which types of the language.

use crate::{At, Attribute, Diagnostic, Path, Text, Type, Value};
use std::collections::BTreeMap;
use std::ops::Deref;

/// A Rust type that stands for a type of the language. Structs derive it with
/// [`Block`](derive@crate::Block), enums with [`Choice`](derive@crate::Choice).
pub trait FromValue: Sized {
    /// What the schema says of such a value.
    fn value_type() -> Type;

    /// Reads a value.
    ///
    /// # Errors
    /// When it is of another type; the diagnostic names its path.
    fn read(at: &At<'_>) -> Result<Self, Diagnostic>;

    /// What stands for an attribute that is not written; none where it must be.
    fn unwritten() -> Option<Self> {
        None
    }
}

/// A struct whose fields are the attributes of a block. Derived.
pub trait Block: FromValue {
    /// The name of the struct as a word of the language, `AiSandbox` as `ai-sandbox`.
    const NAME: &'static str;
    /// Its documentation, Markdown.
    const DOC: &'static str;

    /// Its attributes, in the order of the fields.
    fn attributes() -> Vec<Attribute>;
}

/// A value that knows where it stands, for diagnostics and origins.
#[derive(Clone, Debug, PartialEq)]
pub struct Located<T> {
    value: T,
    path: Path,
}

impl<T> Located<T> {
    /// Where the value stands.
    pub fn path(&self) -> Path {
        self.path.clone()
    }
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: FromValue> FromValue for Located<T> {
    fn value_type() -> Type {
        T::value_type()
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        Ok(Self { value: T::read(at)?, path: at.path() })
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn value_type() -> Type {
        T::value_type()
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        T::read(at).map(Some)
    }

    fn unwritten() -> Option<Self> {
        Some(None)
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn value_type() -> Type {
        Type::list(T::value_type())
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        at.items()?.iter().map(T::read).collect()
    }
}

impl<T: FromValue> FromValue for BTreeMap<String, T> {
    fn value_type() -> Type {
        Type::map(T::value_type())
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        at.members()?.into_iter().map(|(key, at)| Ok((key.to_owned(), T::read(&at)?))).collect()
    }
}

impl FromValue for bool {
    fn value_type() -> Type {
        Type::Boolean
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        at.boolean()
    }
}

impl FromValue for i64 {
    fn value_type() -> Type {
        Type::Integer { minimum: None, maximum: None }
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        at.integer()
    }
}

/// Text that is known now.
impl FromValue for String {
    fn value_type() -> Type {
        Type::text()
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        at.text().map(str::to_owned)
    }
}

/// Text that may hold what AWS assigns later.
impl FromValue for Text {
    fn value_type() -> Type {
        Type::text()
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        match at.value() {
            Value::Text(text) => Ok(text.clone()),
            _ => Err(at.expected("a text")),
        }
    }
}

/// Any value.
impl FromValue for Value {
    fn value_type() -> Type {
        Type::Anything
    }

    fn read(at: &At<'_>) -> Result<Self, Diagnostic> {
        Ok(at.value().clone())
    }
}
