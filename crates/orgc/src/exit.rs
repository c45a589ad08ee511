//! How the process ends.

use std::process::ExitCode;

/// The exit codes of `orgc`, the same for every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything asked for is done. Warnings alone end so too.
    Done,
    /// Diagnostics, failed operations, or a question answered with no.
    Failed,
    /// The command line is wrong.
    Usage,
    /// A fault of `orgc` itself.
    Fault,
    /// `plan --detailed-exitcode` found something to do.
    Changes,
    /// Ctrl-C.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage | Exit::Changes => 2,
            Exit::Fault => 3,
            Exit::Interrupted => 130,
        })
    }
}
