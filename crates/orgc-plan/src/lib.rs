//! From desired and observed to a plan: pure, and the only place where decisions are made.
pub mod plan;
pub use plan::Plan;
