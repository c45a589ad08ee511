//! Fewer characters for the same meaning: statements that can be one, and a document that can be several.

mod join;
mod split;

pub use join::Packed;
