//! The wire form of plans: JSON with a version in front.

use crate::plan::{FORMAT, Plan};
use orgc_diag::{Diagnostic, codes};
use serde::Deserialize;

/// Why a text is no plan that this release can read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanFileError {
    /// It was written by another release, in another format.
    #[error("the plan has format {found}; this release reads format {FORMAT}")]
    Format {
        /// The format of the file.
        found: u32,
    },
    /// It is broken.
    #[error("not a plan: {reason}")]
    Broken {
        /// What is wrong, with line and column.
        reason: String,
    },
}

impl From<PlanFileError> for Diagnostic {
    fn from(error: PlanFileError) -> Self {
        Diagnostic::new(codes::PLAN_FILE, error.to_string())
            .help("make the plan again: `orgc plan --out FILE`")
    }
}

#[derive(Deserialize)]
struct Version {
    format: u32,
}

impl Plan {
    /// The plan as JSON, for people too: indented, ending with a line break.
    pub fn to_json(&self) -> String {
        // A plan holds strings, numbers and maps by strings: nothing that JSON cannot say.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Reads what [`Plan::to_json`] wrote.
    ///
    /// # Errors
    /// Another format, or no plan at all.
    pub fn from_json(text: &str) -> Result<Self, PlanFileError> {
        let broken = |error: serde_json::Error| PlanFileError::Broken { reason: error.to_string() };
        let Version { format } = serde_json::from_str(text).map_err(broken)?;
        if format != FORMAT {
            return Err(PlanFileError::Format { found: format });
        }
        serde_json::from_str(text).map_err(broken)
    }
}
