//! What a plugin has to say about a block.

use serde::{Deserialize, Serialize};

/// A step from the root of a block's configuration to a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Step {
    /// Into an element of a list.
    Index(u32),
    /// Under a key.
    Key(String),
}

/// How bad a finding of a plugin is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingSeverity {
    /// Nothing is planned.
    Error,
    /// Probably not what is meant.
    Warning,
    /// For information.
    Note,
}

/// A plugin's diagnostic. Texts are already free of control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: FindingSeverity,
    /// The plugin's own code, shown as `<plugin>/<code>`.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// The value at fault; empty is the block itself.
    pub at: Vec<Step>,
    /// More places.
    pub labels: Vec<(Vec<Step>, String)>,
    /// How to mend it.
    pub help: Option<String>,
}
