//! Files, spans and diagnostics.
//!
//! Every phase of the compiler reports what is wrong as [`Diagnostic`] values: plain data with a
//! stable [`Code`], labels on [`Span`]s, and a way to mend it. This crate knows no language and no
//! terminal; the binary alone turns diagnostics into text.
//!
//! Promises: a diagnostic never holds source text, only spans; only the [`SourceMap`] holds text;
//! sorting diagnostics gives the same order on every run.

mod code;
mod diagnostic;
mod encoding;
mod source;
mod suggest;

pub use code::{Code, Severity, codes};
pub use diagnostic::{Diagnostic, Edit, Fix, Label, sort};
pub use encoding::{NotText, decode};
pub use source::{FileId, LineColumn, SourceFile, SourceMap, Span};
pub use suggest::suggest;
