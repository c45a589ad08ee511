//! Temporary.
extern crate self as orgc_tests;
#[path = "../../../tests/tests/apply.rs"]
mod apply;
#[path = "../../../tests/src/wire.rs"]
pub mod wire;
