//! One-time codes that AWS sends to people.

use serde::{Deserialize, Serialize};

use crate::clock::Moment;

/// A code that was sent, and what waits for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Verification {
    /// The address or number it was sent to.
    pub sent_to: String,
    pub code: String,
    pub progress: Progress,
    pub updated: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Progress {
    Pending,
    Completed,
}
