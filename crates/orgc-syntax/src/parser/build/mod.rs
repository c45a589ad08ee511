//! From the parser generator's nodes to our tree.
//!
//! The grammar has accepted the text, so a part that a rule demands is there. Where one is missing
//! all the same, grammar and builder disagree: the functions here then give nothing, and the item
//! becomes a broken one with a diagnostic. Nothing is ever dropped in silence.

mod declarations;
mod expressions;
mod items;
mod literals;
mod rules;
mod types;
mod verbs;

use std::iter::Peekable;
use std::ops::Range;

use orgc_diag::{Diagnostic, FileId, Span};

use super::grammar::{Node, Rule, is_punctuation};
use super::shadow::Shadow;
use crate::ast::{File, Name};
use crate::comment::Comment;

/// How deep an expression may be: operators in a chain count like nesting.
const DEEPEST_EXPRESSION: usize = 500;

/// A file, before its broken items have been explained.
pub(super) struct Built {
    pub(super) file: File,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The text that no rule accepted.
    pub(super) junk: Vec<Junk>,
}

/// Text that no rule accepted.
#[derive(Clone, Debug)]
pub(super) struct Junk {
    pub(super) span: Span,
    /// Where it stands in the shadow text.
    pub(super) shadow: Range<usize>,
    /// Where in the shadow text the item before it in the same body starts.
    pub(super) before: Option<usize>,
}

/// Builds the tree of a file.
pub(super) fn build(
    file: FileId,
    text: &str,
    shadow: &Shadow<'_>,
    comments: &[Comment],
    root: Node<'_>,
) -> Built {
    let mut builder =
        Builder { file, text, shadow, comments, diagnostics: Vec::new(), junk: Vec::new(), depth: 0 };
    let items = builder.items(Parts::of(root), 0);
    let span = Span::new(file, 0, text.len());
    Built { file: File { items, span }, diagnostics: builder.diagnostics, junk: builder.junk }
}

struct Builder<'b> {
    file: FileId,
    text: &'b str,
    shadow: &'b Shadow<'b>,
    comments: &'b [Comment],
    diagnostics: Vec<Diagnostic>,
    junk: Vec<Junk>,
    /// How deep in an expression we are.
    depth: usize,
}

impl Builder<'_> {
    /// The place of a node in the file, without the white space and comments at its end.
    fn span(&self, node: &Node<'_>) -> Span {
        let inner = node.as_span();
        let (start, end) = (inner.start(), self.trimmed(inner.start(), inner.end()));
        Span::new(self.file, self.shadow.original(start), self.shadow.original(end))
    }

    /// The end without white space and comments, in the shadow text: what was put in there is
    /// neither, so that a node ends where the missing thing belongs.
    fn trimmed(&self, start: usize, end: usize) -> usize {
        let mut text = self.shadow.text().get(start..end).unwrap_or_default();
        loop {
            text = text.trim_end_matches(is_white_space);
            let before =
                self.comment_ending_at(self.shadow.original(start + text.len())).and_then(|comment| {
                    let at = text.len().checked_sub(comment.span.len())?;
                    text.get(at..)?.starts_with('#').then_some(at)
                });
            match before.and_then(|at| text.get(..at)) {
                Some(shorter) => text = shorter,
                None => return start + text.len(),
            }
        }
    }

    /// The place of a token, which holds no more than its text.
    fn exact_span(&self, node: &Node<'_>) -> Span {
        let inner = node.as_span();
        Span::new(self.file, self.shadow.original(inner.start()), self.shadow.original(inner.end()))
    }

    fn comment_ending_at(&self, end: usize) -> Option<&Comment> {
        let after = self.comments.partition_point(|comment| comment.span.range().end <= end);
        let comment = self.comments.get(after.checked_sub(1)?)?;
        (comment.span.range().end == end).then_some(comment)
    }

    /// The text under a span of this file.
    fn written(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn name(&self, node: &Node<'_>) -> Name {
        Name { text: node.as_str().to_owned(), span: self.exact_span(node) }
    }
}

/// White space as the grammar understands it.
fn is_white_space(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r' | '\u{feff}')
}

/// The parts of a node in order, without the punctuation between them.
#[derive(Clone)]
struct Parts<'t> {
    nodes: Peekable<pest::iterators::Pairs<'t, Rule>>,
}

impl<'t> Parts<'t> {
    fn of(node: Node<'t>) -> Self {
        Self { nodes: node.into_inner().peekable() }
    }

    /// The kind of the next part, which stays where it is.
    fn peek(&mut self) -> Option<Rule> {
        while self.nodes.next_if(|node| is_punctuation(node.as_rule())).is_some() {}
        self.nodes.peek().map(Node::as_rule)
    }

    /// The text of the next part, if it is of this kind.
    fn written(&mut self, rule: Rule) -> Option<&'t str> {
        self.peek().filter(|next| *next == rule)?;
        self.nodes.peek().map(Node::as_str)
    }

    /// The next part, if it is of this kind.
    fn accept(&mut self, rule: Rule) -> Option<Node<'t>> {
        if self.peek()? == rule { self.nodes.next() } else { None }
    }

    /// Whether the next part is of this kind; it is taken.
    fn has(&mut self, rule: Rule) -> bool {
        self.accept(rule).is_some()
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        self.peek()?;
        self.nodes.next()
    }
}
