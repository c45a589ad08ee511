//! Names, types and lowering: from syntax trees to the complete set of desired resources.
//!
//! [`check()`] is the one entry. Its phases are the modules, in this order: `declare` finds what is
//! named, `evaluate` gives expressions their values on demand, `lower` turns blocks and sentences
//! into resources, `expand` lets plugins turn their blocks into core resources, `structure` checks
//! the whole, and `implied` adds what nobody wrote but something needs.
//!
//! Promises: checking is total, so that every file gets as many findings as it has faults; a failed
//! part is reported once and hides its consequences; neither the order of files nor the order of
//! declarations matters; the same input gives the same findings and the same model.

mod assertion;
mod check;
mod declare;
mod effective;
mod evaluate;
mod expand;
mod implied;
mod lexical;
mod lockout;
mod lower;
mod model;
mod model_json;
mod permissions;
mod place;
mod policy;
mod principal;
mod program;
mod region;
mod repeated;
mod scene;
mod schema;
mod scope;
mod settings;
mod spans;
mod structure;
mod template;
mod value;

pub use assertion::{Statement, TestResult};
pub use check::{Checked, check};
pub use effective::management_levels;
pub use model_json::model_json;
pub use permissions::Permissions;
pub use region::is_region;
pub use settings::Settings;

#[cfg(test)]
mod tests;
