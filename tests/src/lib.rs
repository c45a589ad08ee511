//! What the suites that cross crates share.

pub mod generate;
pub mod moto;
pub mod spec;
