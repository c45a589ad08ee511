//! Reading a block: values that know where they stand.

use crate::bindings::orgc::plugin::core_resources::{Amount, Target};
use crate::bindings::orgc::plugin::types::{Diagnostic, Path, Step, TextPart};
use crate::{Text, Value};

/// A value and its path from the root of the block. Every reading method reports a value of
/// another type with that path, so `?` is all the error handling that a plugin needs. orgc has
/// checked the block against the schema before, so such a report means that schema and plugin
/// disagree.
#[derive(Clone, Debug)]
pub struct At<'a> {
    value: &'a Value,
    path: Path,
}

/// A file of the project that the block names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File<'a> {
    /// The path relative to the project.
    pub path: &'a str,
    /// The SHA-256 of the content, in hexadecimal digits.
    pub sha256: &'a str,
    /// The content.
    pub content: &'a str,
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

    /// The member with this name, which must be there.
    ///
    /// # Errors
    /// When it is not written.
    pub fn required(&self, name: &str) -> Result<At<'a>, Diagnostic> {
        self.get(name)
            .ok_or_else(|| Diagnostic::error("missing", format!("`{name}` is missing"), self.path()))
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

    /// A list of texts that are known now.
    ///
    /// # Errors
    /// When it is no list of such texts.
    pub fn texts(&self) -> Result<Vec<&'a str>, Diagnostic> {
        self.items()?.iter().map(At::text).collect()
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

    /// A file of the project (type `file`).
    ///
    /// # Errors
    /// When it is none.
    pub fn file(&self) -> Result<File<'a>, Diagnostic> {
        let member = |name| self.value.get(name).and_then(Value::known_text);
        match (member("path"), member("sha256"), member("content")) {
            (Some(path), Some(sha256), Some(content)) => Ok(File { path, sha256, content }),
            _ => Err(self.expected("a file")),
        }
    }

    /// A target (type `target`): the organization, a unit or an account.
    ///
    /// # Errors
    /// When it is something else.
    pub fn target(&self) -> Result<Target, Diagnostic> {
        let Value::Entity(address) = self.value else {
            return Err(self.expected("an organization, a unit or an account"));
        };
        match address.split_once('/').map(|(kind, _)| kind) {
            Some("organization") => Ok(Target::Root),
            Some("ou") => Ok(Target::OrganizationalUnit(address.clone())),
            Some("account") => Ok(Target::Account(address.clone())),
            _ => Err(self.expected("an organization, a unit or an account")),
        }
    }

    /// A number of accounts or a whole percentage of them (type `amount`).
    ///
    /// # Errors
    /// When it is neither, negative, or a fraction of a percent.
    pub fn amount(&self) -> Result<Amount, Diagnostic> {
        let part = |name| match self.value.get(name) {
            Some(Value::Integer(value)) => u32::try_from(*value).ok(),
            _ => None,
        };
        match (part("count"), part("percent")) {
            (Some(count), None) => Ok(Amount::Count(count)),
            (None, Some(hundredths)) if hundredths % 100 == 0 => Ok(Amount::Percent(hundredths / 100)),
            _ => Err(self.expected("a number of accounts or a whole percentage of them")),
        }
    }

    /// A text as CloudFormation takes parameters: numbers and booleans are written out, lists are
    /// joined with commas.
    ///
    /// # Errors
    /// When it is a map, a thing of the organization, or nothing.
    pub fn parameter(&self) -> Result<Text, Diagnostic> {
        match self.value {
            Value::Text(text) => Ok(text.clone()),
            Value::Integer(value) => Ok(vec![TextPart::Literal(value.to_string())]),
            Value::Boolean(value) => Ok(vec![TextPart::Literal(value.to_string())]),
            Value::Sequence(_) => self.joined(),
            _ => Err(self.expected("a text, a number, a boolean or a list of them")),
        }
    }

    fn joined(&self) -> Result<Text, Diagnostic> {
        let mut all = Text::new();
        for (index, item) in self.items()?.iter().enumerate() {
            if index > 0 {
                all.push(TextPart::Literal(",".to_owned()));
            }
            match item.value {
                Value::Sequence(_) => return Err(item.expected("a text or a number")),
                _ => all.extend(item.parameter()?),
            }
        }
        Ok(all)
    }

    fn child(&self, value: &'a Value, step: Step) -> At<'a> {
        let mut path = self.path.clone();
        path.push(step);
        At { value, path }
    }

    fn expected(&self, what: &str) -> Diagnostic {
        let found = self.value.article_and_type();
        Diagnostic::error("wrong-type", format!("expected {what}, found {found}"), self.path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_carry_the_path_of_the_value() {
        let block =
            Value::mapping([("regions", Value::Sequence(vec![Value::text("eu-west-1"), Value::Integer(7)]))]);
        let error = At::root(&block).required("regions").unwrap().texts().unwrap_err();
        assert_eq!(error.message, "expected a text, found a number");
        assert_eq!(error.at, [Step::Key("regions".into()), Step::Index(1)]);
    }

    #[test]
    fn amounts_are_counts_or_whole_percentages() {
        let read = |name, value| At::root(&Value::mapping([(name, Value::Integer(value))])).amount();
        assert_eq!(read("count", 3), Ok(Amount::Count(3)));
        assert_eq!(read("percent", 2_500), Ok(Amount::Percent(25)));
        assert!(read("percent", 2_550).is_err());
        assert!(read("count", -1).is_err());
    }

    #[test]
    fn parameters_are_written_as_cloudformation_takes_them() {
        let list = Value::Sequence(vec![Value::text("a"), Value::Integer(1), Value::Boolean(true)]);
        let literals: String = At::root(&list)
            .parameter()
            .unwrap()
            .into_iter()
            .map(|part| match part {
                TextPart::Literal(text) => text,
                TextPart::Reference(_) => "?".to_owned(),
            })
            .collect();
        assert_eq!(literals, "a,1,true");
        assert!(At::root(&Value::entity("account/dev")).parameter().is_err());
    }
}
