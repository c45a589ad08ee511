//! The record of calls: what a test looks at to see what a client did.

use serde_json::Value;

use crate::clock::Moment;
use crate::protocol::Service;

/// One call that reached the emulator, or would have.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRecord {
    /// The service that was called.
    pub service: Service,
    /// The operation, such as `CreateAccount`.
    pub operation: String,
    /// The Region for which the call was signed.
    pub region: String,
    /// The members of the request; scalars of CloudFormation requests are text.
    pub input: Value,
    /// When the call was made.
    pub at: Moment,
    /// Whether the operation only reads.
    pub reads: bool,
    /// What came of it.
    pub outcome: Outcome,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered with success.
    Answered,
    /// It was answered with this error code.
    Refused(String),
    /// It had its effect, if the operation succeeded, but the reply was lost.
    Unheard,
    /// It had no effect and no reply.
    Lost,
}
