//! The `.org` language: text to tree to text.
//!
//! [`parse`] turns any text into a tree ([`ast::File`]) and diagnostics; [`format`](format())
//! turns a text into its one canonical layout. Nothing here knows what a name or a kind means, and
//! nothing here reads a file: the caller brings the text.
//!
//! Promises: parsing never fails and never panics; every span is inside the text; a broken part is
//! a node of the tree with a diagnostic; formatting keeps the meaning and every comment, and
//! formatting twice is the same as formatting once.

pub mod ast;
mod comment;
mod format;
mod parser;
pub mod spelling;

pub use comment::{Comment, CommentKind};
pub use format::{FormatOutcome, Formatted, format};
pub use parser::{Parsed, parse, parse_within};
