//! Why a task cannot go on: one sentence with the remedy where there is one.

use std::fmt::Display;
use std::path::Path;

/// A sentence for the person who ran the task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(String);

impl Failure {
    /// A failure with this sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// Something about a file.
    pub fn file(path: &Path, reason: impl Display) -> Self {
        Self(format!("`{}`: {reason}", path.display()))
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
