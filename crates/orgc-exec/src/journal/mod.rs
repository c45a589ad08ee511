//! The record of what was done: one line before and one after each write.
//!
//! It is there for people (the audit) and says after a crash which call was in flight. The next run
//! goes by what is live, never by the journal.

mod file;
mod memory;

pub use file::{FileJournal, JournalError};
pub use memory::MemoryJournal;

use crate::Fault;
use serde::{Deserialize, Serialize};
use std::io;

/// Takes lines. A line is safe when `write` returns.
pub trait Journal {
    /// Adds a line.
    ///
    /// # Errors
    /// When it cannot be made safe.
    fn write(&self, line: &Line) -> io::Result<()>;
}

/// A line of a journal. Times are milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "kebab-case")]
pub enum Line {
    /// A run begins.
    Begun {
        /// When.
        at: u64,
        /// The version of this form.
        format: u32,
        /// The project.
        project: String,
        /// The plan's fingerprint of the desired model.
        desired: String,
        /// The plan's fingerprint of the live organization.
        live: String,
        /// How many operations the plan has.
        operations: usize,
    },
    /// A write is about to be made.
    Call(Call),
    /// It was answered, or is known not to have been.
    Reply {
        /// When.
        at: u64,
        /// The call.
        #[serde(flatten)]
        call: CallName,
        /// What AWS answered; empty where the answer has nothing in it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        answer: Option<serde_json::Value>,
        /// What went wrong.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        fault: Option<Fault>,
    },
    /// The run ended by itself.
    Ended {
        /// When.
        at: u64,
        /// Operations done.
        done: usize,
        /// Operations failed.
        failed: usize,
        /// Operations not done for any other reason.
        left: usize,
    },
}

/// A write that is about to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// When.
    pub at: u64,
    /// Which.
    #[serde(flatten)]
    pub call: CallName,
}

/// Which write.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CallName {
    /// The operation of the plan.
    pub operation: String,
    /// The call, such as `organizations:CreateAccount`.
    pub call: String,
    /// The number of the call within the operation, from 1.
    pub number: u32,
}

/// The version of the form of a line.
pub const FORMAT: u32 = 1;

/// The calls that have no reply in these lines.
fn cut_off(lines: &[Line]) -> Vec<CallName> {
    let mut open = Vec::new();
    for line in lines {
        match line {
            Line::Call(begun) => open.push(begun.call.clone()),
            Line::Reply { call, .. } => open.retain(|one| one != call),
            Line::Begun { .. } | Line::Ended { .. } => {}
        }
    }
    open
}
