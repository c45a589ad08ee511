//! Errors as AWS answers them.
//!
//! One value for all protocols; `protocol` writes it in the words of each. Codes and reasons are those of the
//! service models.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What an operation answers: its output members, or a refusal.
pub(crate) type Answer = Result<Value, Refusal>;

/// An error reply of an AWS service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The exception's name.
    pub code: String,
    /// The sentence for people.
    pub message: String,
    /// The `Reason` member that four exceptions of Organizations carry.
    pub reason: Option<String>,
}

impl Refusal {
    /// An error with the HTTP status 400, which most have.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { status: 400, code: code.to_owned(), message: message.into(), reason: None }
    }

    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub fn with_reason(mut self, reason: &str) -> Self {
        self.reason = Some(reason.to_owned());
        self
    }

    /// `InvalidInputException` of Organizations.
    pub fn invalid(reason: &str, message: impl Into<String>) -> Self {
        Self::new("InvalidInputException", message).with_reason(reason)
    }

    /// `ConstraintViolationException` of Organizations.
    pub fn constraint(reason: &str, message: impl Into<String>) -> Self {
        Self::new("ConstraintViolationException", message).with_reason(reason)
    }

    /// `<Kind>NotFoundException` of Organizations.
    pub fn not_found(kind: &str, id: &str) -> Self {
        Self::new(&format!("{kind}NotFoundException"), format!("no such {}: {id}", kind.to_lowercase()))
    }

    /// The conflict that Organizations answers to overlapping writes.
    pub fn concurrent_modification() -> Self {
        Self::new(
            "ConcurrentModificationException",
            "the request conflicts with another attempt to change the organization. Try again later.",
        )
    }

    /// `ValidationError`, the answer of CloudFormation and STS to every unmodeled fault of a request.
    pub fn validation(message: impl Into<String>) -> Self {
        Self::new("ValidationError", message)
    }
}
