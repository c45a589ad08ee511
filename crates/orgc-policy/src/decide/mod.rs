//! Whether an organization lets one request pass.
//!
//! The policies that are attached on the way from the root to an account are a [`Chain`]. Service control
//! policies filter what principals of the account do, resource control policies what anyone does to its
//! resources. Neither grants anything: a request that passes still needs a permission of its account.
//!
//! A [`Request`] passes if no statement denies it on any level and, for service control policies, some
//! statement allows it on every level (AWS Organizations User Guide, SCP evaluation and RCP evaluation).
//! [`decide`] answers that, and which statements decided.

mod accounts;
mod chain;
mod decision;
mod predicate;
mod request;
mod rule;

pub use accounts::Singled;
pub use chain::{Chain, Level, Policy};
pub use decision::{Cited, Control, Decision, Exemption, Verdict, decide};
pub use request::{Context, Request};

pub(crate) use decision::never_controlled;
pub(crate) use predicate::{Listed, Predicate};
pub(crate) use request::is_service_linked;
pub(crate) use rule::{Patterns, Rule};
