//! What the walk over a tree carries along: the source text and its comments.

use orgc_diag::Span;

use crate::comment::Comment;

/// The walk over a tree.
pub(super) struct Layout<'t> {
    pub(super) text: &'t str,
    pub(super) comments: &'t [Comment],
    /// The first comment that has not been taken.
    pub(super) next_comment: usize,
}

impl Layout<'_> {
    pub(super) fn source(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Whether the bytes between two places stand on one line.
    pub(super) fn on_one_line(&self, start: usize, end: usize) -> bool {
        !self.text.get(start..end).unwrap_or_default().contains(['\n', '\r'])
    }
}
