//! What a plugin may use, unless it asks for less.

use super::limits;

/// What a call may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Instructions, roughly.
    pub fuel: u64,
    /// Linear memory, in bytes.
    pub memory: usize,
    /// What it may hand over, in bytes.
    pub answer: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { fuel: limits::CALL_FUEL, memory: limits::MEMORY_BYTES, answer: limits::ANSWER_BYTES }
    }
}
