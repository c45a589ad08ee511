//! From desired and observed to a plan: pure, and the only place where decisions are made.
//!
//! [`plan()`] matches what is declared with what is live, compares kind by kind, orders the
//! operations, and walks through them in thought. A [`Plan`] is data with a wire form of its own;
//! executing it takes no decision.
//!
//! Promises: the same input gives the same bytes; a plan that was carried out leaves an empty plan;
//! one that was interrupted anywhere leaves the rest of itself; no change of text closes, removes or
//! replaces an account; at no step does a guard drop (see `simulate`).

mod access;
mod consequence;
mod diagnostics;
mod diff;
mod draft;
mod fingerprint;
mod guards;
mod live;
mod matching;
mod order;
pub mod ownership;
mod permissions;
pub mod plan;
mod planner;
mod simulate;
mod stacks;
mod target;
pub mod threshold;
mod tree;
mod unmanaged;
mod wire;

#[cfg(test)]
mod tests;

pub use access::{Access, Standing, access, standing};
pub use diff::recorded_description;
pub use fingerprint::{Stale, stale};
pub use permissions::{Permissions, permissions};
pub use plan::Plan;
pub use planner::{Planned, plan, plan_part};
pub use stacks::{Fate, Fleet, Row, stacks};
pub use wire::PlanFileError;
