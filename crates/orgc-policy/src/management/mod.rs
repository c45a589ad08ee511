//! The content of management policies: what may stand in a document of each type.
//!
//! The thirteen management types differ in their keys only, so that all of them are data
//! (`data/management-policies.toml`): a tree of [`Shape`]s that says which keys there are, what
//! stands under each, and how the language writes it. One walk holds any document against such a
//! tree; the few rules that no tree can say are functions of their own.

mod check;
mod fault;
mod form;
mod read;
mod rules;
mod schema;

pub use fault::ManagementFault;
pub use schema::{Field, Groups, Keys, Node, Scalar, Shape};

pub(crate) use check::check;
