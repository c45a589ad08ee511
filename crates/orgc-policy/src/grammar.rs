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
}

impl fmt::Display for Grammar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ServiceControl => "service control policy",
            Self::ResourceControl => "resource control policy",
        })
    }
}
