//! Identifiers that look like AWS's and come out the same for the same calls.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Makes identifiers from a seed and a count.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Minter {
    seed: u64,
    minted: u64,
}

impl Minter {
    pub fn new(seed: u64) -> Self {
        Self { seed, minted: 0 }
    }

    /// `prefix` and `length` (at most 32) lower-case letters and digits.
    pub fn text(&mut self, prefix: &str, length: usize) -> String {
        format!("{prefix}{}", self.characters(prefix, 36, length))
    }

    /// Twelve digits, as account ids have.
    pub fn account(&mut self) -> String {
        self.characters("account", 10, 12)
    }

    /// 32 hexadecimal digits in the groups of a UUID.
    pub fn uuid(&mut self) -> String {
        grouped(&self.characters("uuid", 16, 32))
    }

    fn characters(&mut self, purpose: &str, radix: u8, length: usize) -> String {
        self.minted += 1;
        spell(&format!("{}:{purpose}:{}", self.seed, self.minted), radix, length)
    }
}

/// A UUID-shaped name for `subject`.
pub(crate) fn uuid_of(subject: &str) -> String {
    grouped(&spell(subject, 16, 32))
}

/// A seed that another text hardly has.
pub(crate) fn seed_of(text: &str) -> u64 {
    Sha256::digest(text.as_bytes()).iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

/// The hexadecimal digest of `text`, in full.
pub(crate) fn digest(text: &[u8]) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn spell(subject: &str, radix: u8, length: usize) -> String {
    let bytes = Sha256::digest(subject.as_bytes());
    bytes
        .iter()
        .take(length)
        .filter_map(|byte| char::from_digit(u32::from(byte % radix), u32::from(radix)))
        .collect()
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(36);
    for (position, digit) in digits.chars().enumerate() {
        if [8, 12, 16, 20].contains(&position) {
            text.push('-');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_count_gives_the_same_id() {
        let (mut one, mut other) = (Minter::new(1), Minter::new(1));
        assert_eq!(one.text("p-", 10), other.text("p-", 10));
        assert_ne!(one.text("p-", 10), Minter::new(2).text("p-", 10));
        assert_eq!(one.account().len(), 12);
        assert_eq!(one.uuid().len(), 36);
    }
}
