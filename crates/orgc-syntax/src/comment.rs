//! Comments: not part of the tree, kept beside it.

use orgc_diag::Span;

/// A comment, as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// What kind of comment it is.
    pub kind: CommentKind,
    /// The comment with its mark, without white space at its end.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentKind {
    /// `## …` on a line of its own: documentation of the next item.
    Documentation,
    /// `# …` on a line of its own.
    OwnLine,
    /// `# …` after something else on its line.
    EndOfLine,
}
