//! Running components.
//!
//! A component is looked at before it is compiled ([`inspect`]), compiled with fuel and epochs
//! ([`engine`]) unless it is part of the program and was compiled with it ([`precompiled`]), asked once what it offers ([`schema`]), and then called with a fresh instance
//! each time ([`call`]). What it answers is checked and turned into the vocabulary of `orgc-ir`
//! at one place ([`answer`]); nothing else knows the contract's own types.

mod answer;
mod answers;
mod bindings;
mod budget;
mod call;
mod call_state;
mod code;
mod engine;
pub(crate) mod escape;
mod inspect;
mod kinds;
mod limits;
mod load;
mod load_error;
mod plugin;
mod precompiled;
mod question;
mod schema;
mod shape;
mod source;
mod tree;

pub use answers::Answers;
pub use bindings::CONTRACT;
pub use budget::Budget;
pub use call::Used;
pub use engine::Host;
pub use escape::line as spelled_out;
pub use kinds::{PluginKinds, Waiting};
pub use load::digest;
pub use load_error::{LoadError, LoadReason};
pub use plugin::Plugin;
pub use precompiled::{Precompiled, precompile};
pub use source::PluginSource;

#[cfg(test)]
mod tests;
