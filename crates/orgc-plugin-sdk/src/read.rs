//! Reading a block: values that know where they stand.

use crate::bindings::orgc::plugin::types::{Diagnostic, Path, Step};
use crate::{FromValue, Value};

/// A value and its path from the root of the block. Every reading method reports a value of
/// another type with that path, so `?` is all the error handling that a plugin needs. orgc has
/// checked the block against the schema before; what is left to find is text that AWS assigns only
/// later, and what follows `with` in `deploy` sentences.
#[derive(Clone, Debug)]
pub struct At<'a> {
    value: &'a Value,
    path: Path,
}

impl<'a> At<'a> {
    /// The root of a block.
    pub fn root(value: &'a Value) -> Self {
        Self { value, path: Path::new() }
    }

    /// Where the value stands, for diagnostics and origins.
    pub fn path(&self) -> Path {
        self.path.clone()
    }

    /// The value itself.
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// The member with this name; none where it is not written or `none`.
    pub fn get(&self, name: &str) -> Option<At<'a>> {
        match self.value.get(name)? {
            Value::Null => None,
            value => Some(self.child(value, Step::Key(name.to_owned()))),
        }
    }

    /// The attribute with this name.
    ///
    /// # Errors
    /// When it is of another type, or not written and must be.
    pub fn attribute<T: FromValue>(&self, name: &str) -> Result<T, Diagnostic> {
        match self.get(name) {
            Some(at) => T::read(&at),
            None => T::unwritten().ok_or_else(|| {
                Diagnostic::error("missing", format!("`{name}` is missing"), self.path())
                    .help(format!("write `{name} = …`"))
            }),
        }
    }

    /// The attribute with this name, or what holds when it is not written.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn attribute_or<T: FromValue>(
        &self,
        name: &str,
        otherwise: impl Into<Value>,
    ) -> Result<T, Diagnostic> {
        match self.get(name) {
            Some(at) => T::read(&at),
            None => T::read(&At { value: &otherwise.into(), path: self.path() }),
        }
    }

    /// Checks that a map has no other members.
    ///
    /// # Errors
    /// When it is no map, or has one.
    pub fn has_only(&self, names: &[&str]) -> Result<(), Diagnostic> {
        let unknown = self.members()?.into_iter().find(|(name, _)| !names.contains(name));
        let Some((name, at)) = unknown else { return Ok(()) };
        let help = match names {
            [] => "there is nothing to write here".to_owned(),
            _ => format!("there is `{}`", names.join("`, `")),
        };
        Err(Diagnostic::error("unknown-attribute", format!("there is no `{name}` here"), at.path())
            .help(help))
    }

    /// A text that is known now.
    ///
    /// # Errors
    /// When it is no text, or holds what AWS assigns only later.
    pub fn text(&self) -> Result<&'a str, Diagnostic> {
        if let Some(text) = self.value.known_text() {
            return Ok(text);
        }
        match self.value {
            Value::Text(_) => Err(Diagnostic::error(
                "known-later",
                "this must be known before AWS assigns ids",
                self.path(),
            )),
            _ => Err(self.expected("a text")),
        }
    }

    /// `true` or `false`.
    ///
    /// # Errors
    /// When it is neither.
    pub fn boolean(&self) -> Result<bool, Diagnostic> {
        match self.value {
            Value::Boolean(value) => Ok(*value),
            _ => Err(self.expected("a boolean")),
        }
    }

    /// A whole number.
    ///
    /// # Errors
    /// When it is none.
    pub fn integer(&self) -> Result<i64, Diagnostic> {
        match self.value {
            Value::Integer(value) => Ok(*value),
            _ => Err(self.expected("a number")),
        }
    }

    /// The elements of a list.
    ///
    /// # Errors
    /// When it is no list.
    pub fn items(&self) -> Result<Vec<At<'a>>, Diagnostic> {
        match self.value {
            Value::Sequence(items) => {
                Ok((0u32..).zip(items).map(|(index, value)| self.child(value, Step::Index(index))).collect())
            }
            _ => Err(self.expected("a list")),
        }
    }

    /// The members of a map, in the order of the source.
    ///
    /// # Errors
    /// When it is no map.
    pub fn members(&self) -> Result<Vec<(&'a str, At<'a>)>, Diagnostic> {
        match self.value {
            Value::Mapping(members) => Ok(members
                .iter()
                .map(|(key, value)| (key.as_str(), self.child(value, Step::Key(key.clone()))))
                .collect()),
            _ => Err(self.expected("a map")),
        }
    }

    /// That the value is of another type than this one.
    pub fn expected(&self, what: &str) -> Diagnostic {
        let found = self.value.article_and_type();
        Diagnostic::error("wrong-type", format!("expected {what}, found {found}"), self.path())
    }

    /// That the value is none of these words.
    pub fn expected_one_of(&self, words: &[&str]) -> Diagnostic {
        let message = format!("expected one of `{}`", words.join("`, `"));
        Diagnostic::error("wrong-word", message, self.path())
    }

    fn child(&self, value: &'a Value, step: Step) -> At<'a> {
        let mut path = self.path.clone();
        path.push(step);
        At { value, path }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_carry_the_path_of_the_value() {
        let regions = Value::Sequence(vec!["eu-west-1".into(), 7.into()]);
        let block = Value::mapping([("regions", regions)]);
        let error = At::root(&block).attribute::<Vec<String>>("regions").unwrap_err();
        assert_eq!(error.message, "expected a text, found a number");
        assert_eq!(error.at, [Step::Key("regions".into()), Step::Index(1)]);
        assert_eq!(At::root(&block).attribute::<String>("name").unwrap_err().code, "missing");
    }

    #[test]
    fn what_is_not_written_is_none_or_the_default() {
        let block = Value::mapping([("note", Value::Null)]);
        let at = At::root(&block);
        assert_eq!(at.attribute::<Option<String>>("note"), Ok(None));
        assert_eq!(at.attribute_or::<i64>("count", 3), Ok(3));
        assert_eq!(at.has_only(&["nota"]).unwrap_err().at, [Step::Key("note".into())]);
    }
}
