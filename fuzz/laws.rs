//! The laws that the targets check: the same as those of the suite.

#[path = "../crates/orgc-syntax/tests/laws/mod.rs"]
mod laws;

pub use laws::{formatting, parsing};
