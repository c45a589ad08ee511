//! Forms of texts.

use regex_lite::{Regex, RegexBuilder};
use serde::{Serialize, Serializer};

/// The longest expression, in bytes.
const LONGEST: usize = 1_000;
/// The most memory that a compiled expression may take, in bytes.
const LARGEST: usize = 1 << 20;

/// The form of a whole text: a regular expression, which is decided in linear time.
#[derive(Clone, Debug)]
pub struct Pattern {
    written: String,
    whole: Regex,
}

impl Pattern {
    /// Reads an expression.
    ///
    /// # Errors
    /// When it is none, or too large; the text says why.
    pub fn new(written: &str) -> Result<Self, String> {
        if written.len() > LONGEST {
            return Err(format!("it has {} bytes, and at most {LONGEST} are taken", written.len()));
        }
        // By itself first: what stands around it must not mend or break it.
        Self::compile(written)?;
        let whole = Self::compile(&format!(r"\A(?:{written})\z"))?;
        Ok(Self { written: written.to_owned(), whole })
    }

    fn compile(expression: &str) -> Result<Regex, String> {
        RegexBuilder::new(expression).size_limit(LARGEST).build().map_err(|error| error.to_string())
    }

    /// The expression as it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether the whole text has the form.
    pub fn fits(&self, text: &str) -> bool {
        self.whole.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Eq for Pattern {}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_text_has_the_form() {
        let pattern = Pattern::new("a|b+").unwrap();
        assert!(pattern.fits("a") && pattern.fits("bbb"));
        assert!(!pattern.fits("ab") && !pattern.fits("a\n") && !pattern.fits(""));
    }

    #[test]
    fn what_is_no_expression_or_too_large_is_refused() {
        for bad in ["(", "a)(b", "[z-a]", "a{5000}{5000}", &"a".repeat(1_001)] {
            assert!(Pattern::new(bad).is_err(), "{bad}");
        }
    }
}
