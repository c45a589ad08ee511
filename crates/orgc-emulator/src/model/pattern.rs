//! The patterns of the models, which are those of Java.

use std::fmt;
use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;

/// A pattern that a whole text must have; compiled when it is first used.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub(crate) struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        Self { text, compiled: OnceLock::new() }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Pattern {
    pub(super) fn matches(&self, text: &str) -> bool {
        // INVARIANT: every pattern of the tables compiles, which a test shows.
        self.regex().is_none_or(|regex| regex.is_match(text))
    }

    pub(super) fn regex(&self) -> Option<&Regex> {
        let whole = || format!(r"\A(?:{})\z", with_ascii_classes(&self.text));
        self.compiled.get_or_init(|| Regex::new(&whole()).ok()).as_ref()
    }
}

/// The pattern with `\d`, `\w` and `\s` spelled out: in Java they mean ASCII, here they would mean all of Unicode.
fn with_ascii_classes(pattern: &str) -> String {
    let mut spelled = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        let escaped = if letter == '\\' { letters.next() } else { None };
        match escaped {
            Some('d') => spelled.push_str("[0-9]"),
            Some('w') => spelled.push_str("[0-9A-Za-z_]"),
            Some('s') => spelled.push_str(r"[\t\n\x0B\f\r ]"),
            Some('S') => spelled.push_str(r"[^\t\n\x0B\f\r ]"),
            _ => spelled.extend([letter].into_iter().chain(escaped)),
        }
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::from(pattern.to_owned()).matches(text)
    }

    #[test]
    fn a_pattern_is_of_the_whole_text() {
        assert!(matches("^(a)|(bc)$", "bc"));
        assert!(!matches("^(a)|(bc)$", "ab"));
        assert!(!matches("[a-z]+", "a\n"));
    }

    #[test]
    fn classes_are_of_ascii() {
        assert!(matches(r"[\w+=,.@-]{1,64}", "a_Z+9"));
        assert!(!matches(r"\w", "é"));
        assert!(!matches(r"\d", "٣"));
        assert!(!matches(r"[^\s@]+", "a b"));
        assert!(matches(r"\p{L}\\d", "é\\d"));
    }
}
