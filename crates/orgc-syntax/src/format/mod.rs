//! From text to the one canonical layout of the text.
//!
//! There are no options. The tree decides what is printed, the source text decides two things
//! only: a block of attributes written on one line stays there if it fits, and a list that ends in
//! a comma is broken. Strings and broken text are copied as they are.
//!
//! The result is parsed again and compared: it must mean the same and keep every comment.

mod comments;
mod declarations;
mod doc;
mod expressions;
mod items;
mod layout;
mod lists;
mod rules;
mod verbs;

#[cfg(test)]
mod tests;

use orgc_diag::FileId;

use crate::ast::{File, Item, same_meaning};
use crate::parser::{Parsed, parse};
use items::is_import;
use layout::Layout;

/// What formatting gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formatted {
    /// The text in its canonical layout, or the text as it was.
    pub text: String,
    /// Whether and why the text was left as it was.
    pub outcome: FormatOutcome,
}

/// How formatting went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatOutcome {
    /// The text has its canonical layout, perhaps with broken items copied as they were.
    Done,
    /// The text has errors that leave its structure in doubt, and was not touched.
    Unreadable,
    /// The new layout would have changed the meaning or lost a comment, and was thrown away. That
    /// is a fault of the formatter, not of the text.
    Fault,
}

/// Formats a text.
#[must_use]
pub fn format(text: &str) -> Formatted {
    let file = FileId(0);
    let parsed = parse(file, text);
    let unchanged = |outcome| Formatted { text: text.to_owned(), outcome };
    if !parsed.faithful {
        return unchanged(FormatOutcome::Unreadable);
    }
    let mut layout = Layout { text, comments: &parsed.comments, next_comment: 0 };
    let formatted = layout.file(&parsed.file);
    if says_the_same(&parsed, &parse(file, &formatted)) {
        return Formatted { text: formatted, outcome: FormatOutcome::Done };
    }
    let broken = parsed.diagnostics.iter().any(orgc_diag::Diagnostic::is_error);
    unchanged(if broken { FormatOutcome::Unreadable } else { FormatOutcome::Fault })
}

/// Whether two files mean the same but for the place of the imports, and have as many comments.
fn says_the_same(before: &Parsed, after: &Parsed) -> bool {
    after.faithful
        && before.comments.len() == after.comments.len()
        && same_meaning(&imports_first(&before.file), &imports_first(&after.file))
}

fn imports_first(file: &File) -> File {
    let (imports, others): (Vec<Item>, Vec<Item>) = file.items.iter().cloned().partition(is_import);
    File { items: imports.into_iter().chain(others).collect(), span: file.span }
}
