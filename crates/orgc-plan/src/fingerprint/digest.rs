//! SHA-256 over canonical JSON.

use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The hexadecimal SHA-256 of a value's JSON. Everything that is digested here is ordered, so one
/// value has one text.
pub(crate) fn digest(value: &impl Serialize) -> String {
    // What serde cannot write (a map with keys that are no strings) is not among our types; it
    // would digest as nothing and so differ from everything.
    let json = serde_json::to_vec(value).unwrap_or_default();
    Sha256::digest(&json).iter().fold(String::new(), |mut text, byte| {
        _ = write!(text, "{byte:02x}");
        text
    })
}

/// The first digits of the digest, where many stand in little room.
pub(crate) fn short_digest(value: &impl Serialize, digits: usize) -> String {
    digest(value).chars().take(digits).collect()
}
