//! The door for resource kinds that are not core: what a plugin host offers, as data.
//!
//! One internal model for every version of the plugin contract. The host checks the shape of an
//! answer; names, policies and core blocks are checked by the phase that asked.

mod expansion;
mod finding;
mod pattern;
mod request;
mod schema;

pub use expansion::{
    CoreBody, CoreDeployment, CorePolicy, CoreResource, CoreStackSet, CoreTarget, EMITTED, Expansion,
};
pub use finding::{Finding, FindingSeverity, Step};
pub use pattern::Pattern;
pub use request::{Answer, Request};
pub use schema::{AttributeSchema, KindSchema, Query, TABLES, Table, ValueType};

/// Kinds from plugins. Implementations are pure: same request, same answer.
pub trait Kinds {
    /// Every kind on offer, in the order of their names.
    fn schemas(&self) -> &[KindSchema];

    /// Checks a block beyond what its schema says.
    ///
    /// # Errors
    /// When the plugin itself fails.
    fn validate(&self, request: &Request) -> Result<Vec<Finding>, KindFault>;

    /// Turns a block into core resources. Findings that are errors mean that there are none.
    ///
    /// # Errors
    /// When the plugin itself fails.
    fn expand(&self, request: &Request) -> Result<Expansion, KindFault>;
}

/// A plugin's own failure: a trap, no fuel left, an answer of the wrong shape.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct KindFault {
    /// The plugin, for example `std:baseline`.
    pub plugin: String,
    /// What happened, in one sentence.
    pub message: String,
    /// Facts: trap frames, log lines, the plugin's digest.
    pub notes: Vec<String>,
}
