//! Values as text: diagnostics, plans, graphs, reports, progress.

pub mod access;
pub mod attached;
pub mod blocks;
pub mod coverage;
pub mod diagnostics;
pub mod effective;
pub mod finding;
pub mod github;
pub mod graph;
mod indented;
pub mod junit;
pub mod meaning;
pub mod outputs;
pub mod permissions;
pub mod plan;
pub mod plan_markdown;
pub mod policy;
pub mod progress;
pub mod report;
pub mod sandbox;
pub mod sarif;
pub mod stacks;
mod style;
pub mod tests;
pub mod why;

pub use indented::indented;
pub use style::Paint;
