//! Building diagnostics.

use crate::bindings::orgc::plugin::types::{Diagnostic, Label, Path, Severity};

impl Diagnostic {
    /// The block is wrong: nothing is planned. `code` matches `[a-z][a-z0-9-]*` and keeps its
    /// meaning; `message` is lower case without a full stop, with user text in back-ticks.
    pub fn error(code: &str, message: impl Into<String>, at: Path) -> Self {
        Self::new(Severity::Error, code, message.into(), at)
    }

    /// Probably not what is meant.
    pub fn warning(code: &str, message: impl Into<String>, at: Path) -> Self {
        Self::new(Severity::Warning, code, message.into(), at)
    }

    /// Worth knowing.
    pub fn note(code: &str, message: impl Into<String>, at: Path) -> Self {
        Self::new(Severity::Note, code, message.into(), at)
    }

    fn new(severity: Severity, code: &str, message: String, at: Path) -> Self {
        Self { severity, code: code.to_owned(), message, at, labels: Vec::new(), help: None }
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Marks one more place.
    #[must_use]
    pub fn label(mut self, at: Path, message: impl Into<String>) -> Self {
        self.labels.push(Label { at, message: message.into() });
        self
    }
}
