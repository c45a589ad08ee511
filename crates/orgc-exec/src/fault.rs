//! What can go wrong with a call.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A call that did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What it means for the caller.
    pub kind: FaultKind,
    /// The call, such as `organizations:CreateAccount`.
    pub call: String,
    /// The name AWS gives the error, such as `ConstraintViolationException`; empty when AWS did
    /// not answer.
    pub code: String,
    /// The sentence that came with it.
    pub message: String,
    /// The `Reason` member, where the error has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// What AWS support asks for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub request_id: Option<Box<str>>,
}

/// What a fault means for the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// Too many requests.
    Throttled,
    /// Somebody else is writing to the organization at this moment.
    Concurrent,
    /// The organization is new and not yet ready, which takes up to an hour.
    Finalizing,
    /// Effective policies are being recomputed.
    PolicyChanges,
    /// Too many accounts are being created at this moment.
    CreationLimit,
    /// Too many accounts are being closed at this moment.
    ClosureLimit,
    /// The thing is in a state in which this cannot be done, for example while it is being done.
    Conflict,
    /// Something is still in what shall be deleted, or visibly so.
    NotEmpty,
    /// The account quota is used up; in a new organization also a sign that it is not yet ready.
    AccountLimit,
    /// Another limit of AWS is reached.
    Limit,
    /// AWS failed; whether the call had an effect is unknown.
    ServiceFailure,
    /// No reply came; whether the call had an effect is unknown.
    Lost,
    /// Another operation of the stack set is running.
    OperationInProgress,
    /// The stack set had an operation of this id before.
    OperationExists,
    /// What the call is about is not there, or not yet visible.
    NotFound,
    /// The policy type is not enabled, or not yet visibly so.
    NotEnabled,
    /// What the call asks for is there already.
    Duplicate,
    /// What the call takes away is not there.
    NotAttached,
    /// The caller may not do this.
    AccessDenied,
    /// The credentials belong to an account that cannot manage the organization.
    WrongAccount,
    /// There are no valid credentials.
    Credentials,
    /// The caller's account is in no organization.
    NotInOrganization,
    /// It took longer than we wait.
    Unfinished,
    /// The journal cannot be written, so the call was not made.
    Journal,
    /// Anything else: the request is refused.
    Refused,
}

impl Fault {
    /// A fault that AWS did not name.
    pub fn new(kind: FaultKind, call: &str, message: impl Into<String>) -> Self {
        Self {
            kind,
            call: call.to_owned(),
            code: String::new(),
            message: message.into(),
            reason: None,
            request_id: None,
        }
    }

    /// Whether no call of the run can succeed after it.
    pub fn ends_the_run(&self) -> bool {
        matches!(self.kind, FaultKind::Credentials | FaultKind::Journal)
    }

    /// Whether the call may have had its effect all the same.
    pub fn is_uncertain(&self) -> bool {
        matches!(self.kind, FaultKind::Lost | FaultKind::ServiceFailure)
    }
}

/// `ConstraintViolationException (OU_DEPTH_LIMIT_EXCEEDED) from organizations:CreateOrganizationalUnit: …`.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.code.is_empty() && self.call.is_empty() && !self.message.is_empty() {
            return f.write_str(&self.message);
        }
        let name = if self.code.is_empty() { self.kind.words() } else { &self.code };
        f.write_str(name)?;
        if let Some(reason) = &self.reason {
            write!(f, " ({reason})")?;
        }
        if !self.call.is_empty() {
            write!(f, " from {}", self.call)?;
        }
        if self.message.is_empty() { Ok(()) } else { write!(f, ": {}", self.message) }
    }
}

impl std::error::Error for Fault {}

impl FaultKind {
    /// The kind in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Throttled => "too many requests",
            Self::Concurrent => "another write to the organization is going on",
            Self::Finalizing => "the organization is not yet ready",
            Self::PolicyChanges => "policies are being recomputed",
            Self::CreationLimit => "too many accounts are being created",
            Self::ClosureLimit => "too many accounts are being closed",
            Self::Conflict => "in conflict with its state",
            Self::NotEmpty => "not empty",
            Self::AccountLimit => "the account quota is used up",
            Self::Limit => "a limit of AWS is reached",
            Self::ServiceFailure => "a failure of the service",
            Self::Lost => "no reply",
            Self::OperationInProgress => "another operation of the stack set is running",
            Self::OperationExists => "the stack set had this operation before",
            Self::NotFound => "not found",
            Self::NotEnabled => "not enabled",
            Self::Duplicate => "there already",
            Self::NotAttached => "not attached",
            Self::AccessDenied => "access denied",
            Self::WrongAccount => "not the management account",
            Self::Credentials => "no valid credentials",
            Self::NotInOrganization => "the account is in no organization",
            Self::Unfinished => "not finished in time",
            Self::Journal => "the journal cannot be written",
            Self::Refused => "refused",
        }
    }
}
