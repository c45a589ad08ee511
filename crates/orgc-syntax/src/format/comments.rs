//! Where comments go.
//!
//! Comments are taken in order as the tree is walked. Before each element of a sequence (an item,
//! an element of a list, a clause of a rule) all comments are taken that stand before it; a comment
//! at the end of the element's last line stays there. A comment anywhere else inside an item moves
//! above the item. So no comment is ever lost.

use orgc_diag::Span;

use super::doc::Doc;
use super::layout::Layout;
use crate::comment::{Comment, CommentKind};

/// A comment on a line of its own.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    pub(super) text: String,
    pub(super) documents: bool,
    /// Whether an empty line stands before it.
    pub(super) blank: bool,
}

/// An element of a sequence with its comments.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) leads: Vec<Lead>,
    /// Whether an empty line stands directly before the element.
    pub(super) blank: bool,
    /// What stands between the element before and this one, if it is broken text on the same
    /// line.
    pub(super) glue: Option<String>,
    pub(super) doc: Doc,
    /// The comment at the end of its line.
    pub(super) trailing: Option<String>,
}

/// The elements of a sequence, and the comments after the last one.
#[derive(Clone, Debug, Default)]
pub(super) struct Entries {
    pub(super) entries: Vec<Entry>,
    pub(super) rest: Vec<Lead>,
}

impl Entries {
    pub(super) fn has_comments(&self) -> bool {
        let commented = |entry: &Entry| entry.trailing.is_some() || !entry.leads.is_empty();
        !self.rest.is_empty() || self.entries.iter().any(commented)
    }
}

impl Layout<'_> {
    /// Lays out the elements of a sequence that ends before `end`, with the comments around them.
    /// `before` is the end of what stands before the first.
    pub(super) fn entries<T>(
        &mut self,
        elements: &[T],
        (before, end): (usize, usize),
        span: impl Fn(&T) -> Span,
        mut layout: impl FnMut(&mut Self, &T) -> Doc,
    ) -> Entries {
        let mut entries = Vec::with_capacity(elements.len());
        let mut last = before;
        for (index, element) in elements.iter().enumerate() {
            let place = span(element).range();
            let next = elements.get(index + 1).map_or(end, |next| span(next).range().start);
            let (leads, after) = self.leads(last, place.start);
            let blank = self.blank_between(after, place.start);
            let doc = layout(self, element);
            let trailing = self.trailing(place.end, next);
            last = trailing.as_ref().map_or(place.end, |comment| comment.span.range().end);
            let trailing = trailing.map(|comment| comment.text);
            entries.push(Entry { leads, blank, glue: None, doc, trailing });
        }
        let (rest, _) = self.leads(last, end);
        Entries { entries, rest }
    }

    /// Whether a comment that nobody took stands before a place.
    pub(super) fn has_comment_before(&self, place: usize) -> bool {
        self.comments.get(self.next_comment).is_some_and(|comment| comment.span.range().start < place)
    }

    /// Takes the comments before `start`, and tells where the last of them ends.
    pub(super) fn leads(&mut self, before: usize, start: usize) -> (Vec<Lead>, usize) {
        let mut leads = Vec::new();
        let mut last = before;
        while let Some(comment) = self.next_comment_before(start) {
            let place = comment.span.range();
            leads.push(Lead {
                text: comment.text.clone(),
                documents: comment.kind == CommentKind::Documentation,
                blank: self.blank_between(last, place.start),
            });
            last = place.end;
        }
        (leads, last)
    }

    /// Takes the comment that stands on the line on which something ended, if the next thing does
    /// not stand before it.
    pub(super) fn trailing(&mut self, end: usize, next: usize) -> Option<Comment> {
        let comment = self.comments.get(self.next_comment)?;
        let start = comment.span.range().start;
        let between = self.text.get(end..start)?;
        if start > next || between.contains(['\n', '\r']) {
            return None;
        }
        self.next_comment += 1;
        Some(comment.clone())
    }

    /// Takes the comments before `end` that nobody took, to stand above an item. They must not
    /// become its documentation.
    pub(super) fn left_over(&mut self, end: usize) -> Vec<Lead> {
        let mut leads = Vec::new();
        while let Some(comment) = self.next_comment_before(end) {
            let text = match comment.text.strip_prefix('#') {
                Some(rest) => format!("#{}", rest.trim_start_matches('#')),
                None => comment.text.clone(),
            };
            leads.push(Lead { text, documents: false, blank: false });
        }
        leads
    }

    /// Passes over the comments before `end`: they are printed as part of something else.
    pub(super) fn skip_comments(&mut self, end: usize) {
        while self.next_comment_before(end).is_some() {}
    }

    fn next_comment_before(&mut self, end: usize) -> Option<Comment> {
        let comment = self.comments.get(self.next_comment)?;
        if comment.span.range().start >= end {
            return None;
        }
        self.next_comment += 1;
        Some(comment.clone())
    }

    fn blank_between(&self, end: usize, start: usize) -> bool {
        let between = self.text.get(end..start).unwrap_or_default();
        let lines = between.bytes().filter(|byte| *byte == b'\n').count();
        lines > 1 || between.bytes().filter(|byte| *byte == b'\r').count() > 1
    }
}

/// Puts comments above an item, before the comments that document it.
pub(super) fn put_above(leads: &mut Vec<Lead>, more: Vec<Lead>) {
    let documents = leads.iter().rev().take_while(|lead| lead.documents).count();
    let at = leads.len() - documents;
    leads.splice(at..at, more);
}

/// One element a line, empty lines kept.
pub(super) fn lines(entries: Entries) -> Doc {
    let mut docs: Vec<Doc> = Vec::new();
    let line = |docs: &mut Vec<Doc>, blank: bool| match (docs.is_empty(), blank) {
        (true, _) => {}
        (false, true) => docs.push(Doc::BlankLine),
        (false, false) => docs.push(Doc::HardLine),
    };
    for entry in entries.entries {
        for lead in entry.leads {
            line(&mut docs, lead.blank);
            docs.push(Doc::Text(lead.text));
        }
        match entry.glue {
            Some(glue) => docs.push(Doc::Text(glue)),
            None => line(&mut docs, entry.blank),
        }
        docs.push(entry.doc);
        if let Some(comment) = entry.trailing {
            docs.push(Doc::Trailing(format!(" {comment}")));
        }
    }
    for lead in entries.rest {
        line(&mut docs, lead.blank);
        docs.push(Doc::Text(lead.text));
    }
    Doc::Concat(docs)
}
