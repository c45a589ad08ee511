//! Where something is: in a text by line and column, in a tree by path.

use crate::quoted::quoted;
use std::fmt;

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Bytes before it.
    pub offset: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// The way from the top of a JSON text to a value: `Statement[2].Condition.Bool["aws:x"]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct JsonPath(Vec<Step>);

/// One step of a [`JsonPath`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Into an object, by key.
    Key(String),
    /// Into a list, from 0.
    Index(usize),
}

impl Place {
    pub(crate) fn at(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let last = before.rsplit('\n').next().unwrap_or(before);
        Self { offset, line: before.matches('\n').count() + 1, column: last.chars().count() + 1 }
    }

    /// ` (line 2, column 3)`, or nothing.
    pub(crate) fn suffix(place: Option<&Self>) -> String {
        place.map(|Self { line, column, .. }| format!(" (line {line}, column {column})")).unwrap_or_default()
    }
}

impl JsonPath {
    /// The steps from the top.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The keys among the steps.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) => None,
        })
    }

    /// Whether it leads to the same place as another path, or on from there.
    pub(crate) fn starts_with(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// The paths to what is around it, the nearest first.
    pub(crate) fn above(&self) -> impl Iterator<Item = Self> {
        (0..self.0.len()).rev().map(|length| Self(self.0.iter().take(length).cloned().collect()))
    }

    /// Whether it is the whole text.
    pub fn is_top(&self) -> bool {
        self.0.is_empty()
    }

    /// The path one key further.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.with(Step::Key(key.to_owned()))
    }

    /// The path one element further.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Step::Index(index))
    }

    /// The path to one of `count` elements; itself if there is only one.
    #[must_use]
    pub(crate) fn one_of(&self, index: usize, count: usize) -> Self {
        if count == 1 { self.clone() } else { self.index(index) }
    }

    pub(crate) fn push(&mut self, step: Step) {
        self.0.push(step);
    }

    pub(crate) fn pop(&mut self) {
        self.0.pop();
    }

    fn with(&self, step: Step) -> Self {
        let mut longer = self.clone();
        longer.push(step);
        longer
    }
}

impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(position, step)| match step {
            Step::Index(index) => write!(f, "[{index}]"),
            Step::Key(key) if !is_plain(key) => write!(f, "[{}]", quoted(key)),
            Step::Key(key) if position == 0 => f.write_str(key),
            Step::Key(key) => write!(f, ".{key}"),
        })
    }
}

fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '@'))
}

/// A path inside a sentence.
pub(crate) struct At<'a>(pub &'a JsonPath);

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_top() { f.write_str("the top level") } else { write!(f, "`{}`", self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_like_code() {
        let path = JsonPath::default().key("Statement").index(2).key("Condition").key("aws:x\"").key("");
        assert_eq!(path.to_string(), r#"Statement[2].Condition["aws:x\""][""]"#);
        assert_eq!(JsonPath::default().key("@@assign").key("a").to_string(), "@@assign.a");
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(Place::at("ä\nöü x", 8), Place { offset: 8, line: 2, column: 4 });
        assert_eq!(Place::at("", 0), Place { offset: 0, line: 1, column: 1 });
    }
}
