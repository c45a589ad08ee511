//! What a backend answers.

use orgc_plan::plan::Binding;
use serde::Serialize;
use std::collections::BTreeSet;

/// An organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KnownOrganization {
    /// Id and ARN, without root id.
    pub binding: Binding,
    /// The id of the management account.
    pub management: String,
}

/// The root of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LiveRoot {
    /// `r-…`.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// The policy types that are enabled by now.
    pub policy_types: BTreeSet<String>,
}

/// An account as apply has to know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KnownAccount {
    /// Id, ARN and state.
    pub binding: Binding,
    /// The e-mail of its root user.
    pub email: String,
}

/// A request for an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Creation {
    /// `car-…`.
    pub request: String,
    /// The display name asked for; may be missing in the first answer.
    pub name: Option<String>,
    /// How far it is.
    pub state: CreationState,
}

/// How far the creation of an account is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CreationState {
    /// Not finished.
    InProgress,
    /// The account is there; its id.
    Succeeded(String),
    /// It failed for this reason.
    Failed(String),
}

/// An operation of a stack set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetOperation {
    /// Its id.
    pub id: String,
    /// How far it is.
    pub state: SetState,
    /// What AWS says about it, if anything.
    pub reason: Option<String>,
}

/// How far an operation of a stack set is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetState {
    /// Waiting, running or being stopped.
    Running,
    /// Done, with no more failures than were to be tolerated.
    Succeeded,
    /// Failed or stopped.
    Failed,
}

/// An instance that an operation left failed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InstanceFailure {
    /// The account.
    pub account: String,
    /// The Region.
    pub region: String,
    /// Why.
    pub reason: String,
}
