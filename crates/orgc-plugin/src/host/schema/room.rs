//! How much the schemas of a plugin may hold.
//!
//! Types are rows of a table, and rows may be shared: a small table can unfold into more than any
//! memory holds. So what counts is what is unfolded, each use of a row anew.

use crate::host::limits;

/// What the schemas of a plugin may still hold, all its kinds together.
pub(super) struct Room {
    entries: usize,
    bytes: usize,
    patterns: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { entries: limits::SCHEMA_SIZE, bytes: limits::SCHEMA_TEXT, patterns: limits::SCHEMA_PATTERNS }
    }
}

impl Room {
    /// Takes room for so many types, attributes or values.
    pub(super) fn take(&mut self, entries: usize) -> Result<(), String> {
        let most = limits::SCHEMA_SIZE;
        self.entries = self
            .entries
            .checked_sub(entries)
            .ok_or_else(|| format!("it has more than {most} types, attributes and values"))?;
        Ok(())
    }

    /// Takes room for a text.
    pub(super) fn take_text(&mut self, text: &str) -> Result<(), String> {
        let most = limits::SCHEMA_TEXT;
        self.bytes = self
            .bytes
            .checked_sub(text.len())
            .ok_or_else(|| format!("it has more than {most} bytes of documentation, words and defaults"))?;
        Ok(())
    }

    /// Takes room for the form of a text.
    pub(super) fn take_pattern(&mut self) -> Result<(), String> {
        let most = limits::SCHEMA_PATTERNS;
        self.patterns =
            self.patterns.checked_sub(1).ok_or_else(|| format!("it has more than {most} forms of texts"))?;
        Ok(())
    }
}
