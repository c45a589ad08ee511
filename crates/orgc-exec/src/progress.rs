//! What happens while a plan is applied, as it happens.

use crate::Fault;
use orgc_plan::plan::Operation;
use std::time::Duration;

/// Something happened to an operation.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// The operation.
    pub operation: &'a Operation,
    /// What happened.
    pub step: Step<'a>,
}

/// What happened.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// Its first call is about to be made.
    Started,
    /// It waits for AWS; the text says for what.
    Waiting(&'a str),
    /// A call failed and is made again after a while.
    Retrying {
        /// Why.
        fault: &'a Fault,
        /// How long from now.
        after: Duration,
    },
    /// It is done.
    Done,
    /// It failed.
    Failed(&'a Fault),
    /// It awaits a code that nobody had.
    AwaitsCode,
    /// It was not started because this other operation failed or awaits a code.
    Skipped(&'a Operation),
    /// It was begun and not waited for, because the run was interrupted.
    Interrupted,
}
