//! Why a command ended early.

use crate::exit::Exit;
use crate::render;
use crate::terminal::Terminal;
use orgc_diag::{Diagnostic, SourceMap};
use std::io;
use std::path::Path;

/// What to print before exiting, and the exit code.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What happened, in one sentence; empty when diagnostics say it all.
    pub message: String,
    /// How to go on.
    pub help: Option<String>,
    /// Diagnostics that have no source text, such as those about a live organization.
    pub diagnostics: Vec<Diagnostic>,
}

impl Failure {
    /// A failure with exit code 1.
    pub fn new(message: impl Into<String>) -> Self {
        Self { exit: Exit::Failed, message: message.into(), help: None, diagnostics: Vec::new() }
    }

    /// Wrong usage: exit code 2.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, ..Self::new(message) }
    }

    /// A file that cannot be read or written.
    pub fn file(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("`{}`: {}", path.display(), lower_case(&error.to_string())))
    }

    /// Everything has been said already.
    pub fn said() -> Self {
        Self::new(String::new())
    }

    /// Whether nothing is left to print.
    pub fn is_silent(&self) -> bool {
        self.message.is_empty() && self.diagnostics.is_empty()
    }

    /// Prints what there is to print.
    ///
    /// # Errors
    /// When a stream cannot be written.
    pub fn say(&self, terminal: &mut Terminal<'_>) -> io::Result<()> {
        if !self.diagnostics.is_empty() {
            render::diagnostics::print(&self.diagnostics, &SourceMap::new(), terminal)?;
        }
        if !self.message.is_empty() {
            terminal.say(format!("error: {}", self.message))?;
        }
        self.help.as_ref().map_or(Ok(()), |help| terminal.say(format!(" help: {help}")))
    }

    /// Says how to go on.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

fn lower_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_ascii_lowercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// One diagnostic that is not about the text of a source.
impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostics: vec![diagnostic], ..Self::said() }
    }
}

/// The streams of the process, and what the operating system lends it; files have
/// [`Failure::file`].
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(format!("the system refuses: {}", lower_case(&error.to_string())))
    }
}
