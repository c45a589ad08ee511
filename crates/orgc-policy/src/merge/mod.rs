//! The effective policy of an account: what the management policies between the root and it come to.
//!
//! Each policy is a tree of instructions: a value operator says what becomes of a leaf, a child control
//! says which operators policies on lower levels may use there. The levels are gone through from the
//! root down and the policies of a level in the order in which they were attached. Nothing is lost on the way:
//! every leaf has all instructions that made it, and every instruction without effect has its reason.
//!
//! AWS publishes rules and examples, and no algorithm. What they leave open is listed in
//! `docs/decisions/0027-effective-policies.md`.

mod effective;
mod instruction;
mod merging;
mod policy;
#[cfg(test)]
mod vectors;

pub use effective::{Change, Effective, Ignored, Leaf, Reason, Source};
pub use instruction::Operator;
pub use merging::merge;
pub use policy::{Level, Policy};
