//! One-time codes that AWS sends to people.

use serde::{Deserialize, Serialize};

use super::State;
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

impl Verification {
    /// Whether this is the code that was sent.
    pub fn is_code(&self, given: &str) -> bool {
        self.code.eq_ignore_ascii_case(given)
    }
}

impl State {
    /// Sends a fresh code.
    pub fn send_code(&mut self, sent_to: String) -> Verification {
        let code = self.ids.text("", 6).to_uppercase();
        Verification { sent_to, code, progress: Progress::Pending, updated: self.now }
    }

    /// What was sent and not given back, by account.
    pub fn pending_codes(&self) -> impl Iterator<Item = (&String, &Verification)> {
        let sent = self.emails.iter().chain(&self.phones);
        sent.filter(|(_, sent)| sent.progress == Progress::Pending)
    }
}
