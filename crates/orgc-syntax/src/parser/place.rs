//! Where strict parsing stopped, for those who explain why.

use orgc_diag::Span;

use super::shadow::Shadow;

/// A place where strict parsing stopped, with the text around it.
pub(super) struct Place<'t> {
    /// The shadow text from its start to the end of the junk.
    pub(super) text: &'t str,
    /// Where the junk starts.
    pub(super) junk: usize,
    /// Where parsing stopped.
    pub(super) at: usize,
    /// What would have fitted there.
    pub(super) expected: Vec<String>,
    pub(super) shadow: &'t Shadow<'t>,
    /// The junk in the file.
    pub(super) anchor: Span,
}

impl<'t> Place<'t> {
    /// The text from the place on.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The text before the place.
    pub(super) fn before(&self) -> &'t str {
        self.text.get(..self.at).unwrap_or_default()
    }

    pub(super) fn expects(&self, word: &str) -> bool {
        self.expected.iter().any(|expected| expected == word)
    }

    /// The span in the file of a part of the shadow text.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.anchor.file, self.shadow.original(start), self.shadow.original(end))
    }
}

/// A string on one line, a word, a number, or one other character.
pub(super) fn first_token(text: &str) -> &str {
    if let Some(inner) = text.strip_prefix('"')
        && let Some(length) = inner.lines().next().and_then(|line| line.find('"'))
    {
        return text.get(..length + 2).unwrap_or_default();
    }
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let word = text.len() - text.trim_start_matches(is_word).len();
    let single = text.chars().next().filter(|c| !c.is_whitespace()).map_or(0, char::len_utf8);
    text.get(..word.max(single)).unwrap_or_default()
}
