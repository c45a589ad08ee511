//! The laws that the targets check: those of the front end are the same as in the suite.

pub mod emulator;
#[path = "../crates/orgc-syntax/tests/laws/mod.rs"]
mod laws;

pub use laws::{formatting, parsing};
