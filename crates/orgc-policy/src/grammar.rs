//! Which part of the IAM language the documents of a policy type are written in.

use serde::Deserialize;
use std::fmt;

/// The part of the IAM language that a policy type allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grammar {
    /// Service control policies: everything but principals (AWS Organizations User Guide, SCP
    /// syntax, with the full language as of 2025-09-19).
    ServiceControl,
    /// Resource control policies: only `Deny`, for everyone, on actions of supported services (AWS
    /// Organizations User Guide, RCP syntax).
    ResourceControl,
    /// What an identity may do, such as the policy of a permission set: everything but principals.
    Identity,
    /// The resource policy of an organization: who else may call which of its actions (AWS
    /// Organizations User Guide, Delegated administrator for AWS Organizations).
    Delegation,
}

impl Grammar {
    /// Whether such policies filter what IAM gives, and give nothing themselves.
    pub fn is_control(self) -> bool {
        matches!(self, Self::ServiceControl | Self::ResourceControl)
    }

    /// Whether each action must name a service, of those that the grammar covers.
    pub(crate) fn names_services(self) -> bool {
        matches!(self, Self::ResourceControl | Self::Delegation)
    }
}

impl fmt::Display for Grammar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ServiceControl => "service control policy",
            Self::ResourceControl => "resource control policy",
            Self::Identity => "policy of an identity",
            Self::Delegation => "delegation policy",
        })
    }
}
