//! Drift: what of a stack is not as its template says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::Moment;

/// What is wrong with the resources of one stack, by logical id. Resources that are not named are as they should be.
pub(crate) type Drifts = BTreeMap<String, ResourceDrift>;

/// How a resource of a stack differs from its template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ResourceDrift {
    /// Its type, such as `AWS::SNS::Topic`.
    pub r#type: String,
    /// How it differs.
    pub status: Difference,
}

/// In what way a resource is not as its template says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Difference {
    /// It has other properties.
    Modified,
    /// It is not there.
    Deleted,
}

/// What was found when an instance was last looked at.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Finding {
    /// The drift operation that looked.
    pub operation: String,
    pub checked: Moment,
    pub drifts: Drifts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum DriftStatus {
    Drifted,
    InSync,
    NotChecked,
}

impl Finding {
    pub fn status(&self) -> DriftStatus {
        if self.drifts.is_empty() { DriftStatus::InSync } else { DriftStatus::Drifted }
    }
}
