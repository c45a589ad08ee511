//! What a plugin may use.

use super::bindings::exports::orgc::plugin::manifest::Budget as Asked;
use super::limits;

/// What one call of a plugin may use.
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

impl Budget {
    /// The most that a project can grant.
    pub const CEILING: Self = Self {
        fuel: limits::CEILING_FUEL,
        memory: limits::CEILING_MEMORY_BYTES,
        answer: limits::CEILING_ANSWER_BYTES,
    };

    /// The budget of a plugin that asks for so much, or for nothing special, and is granted `self`.
    pub(super) fn settle(self, asked: Option<Asked>) -> Result<Self, String> {
        let Some(asked) = asked else { return Ok(self) };
        let bytes = |asked: u64| usize::try_from(asked).unwrap_or(usize::MAX);
        let settled =
            Self { fuel: asked.fuel, memory: bytes(asked.memory_bytes), answer: bytes(asked.output_bytes) };
        let parts = [
            ("fuel", asked.fuel, self.fuel),
            ("memory", asked.memory_bytes, self.memory as u64),
            ("answer", asked.output_bytes, self.answer as u64),
        ];
        match parts.into_iter().find(|(_, asked, granted)| asked > granted) {
            Some((what, asked, granted)) => Err(format!(
                "it asks for {what} of {asked}, and {granted} is granted; a `[plugins.NAME]` table in `orgc.toml` with `{what} = {asked}` grants more"
            )),
            None => Ok(settled),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(fuel: u64, memory_bytes: u64) -> Option<Asked> {
        Some(Asked { fuel, memory_bytes, output_bytes: 1 })
    }

    #[test]
    fn less_tightens_and_more_needs_a_grant() {
        let usual = Budget::default();
        assert_eq!(usual.settle(None), Ok(usual));
        assert_eq!(usual.settle(asked(7, 8)), Ok(Budget { fuel: 7, memory: 8, answer: 1 }));
        let refused = usual.settle(asked(2_000_000_000, 8)).unwrap_err();
        assert!(refused.contains("fuel of 2000000000, and 1000000000 is granted"), "{refused}");
        assert!(Budget { fuel: 3_000_000_000, ..usual }.settle(asked(2_000_000_000, 8)).is_ok());
        assert!(usual.settle(asked(1, u64::MAX)).unwrap_err().contains("memory"));
    }
}
