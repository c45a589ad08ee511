//! Values as text: diagnostics, plans, graphs, reports, progress.

pub mod diagnostics;
pub mod graph;
pub mod outputs;
pub mod plan;
pub mod plan_markdown;
pub mod progress;
pub mod report;
pub mod sandbox;
mod style;

pub use style::Paint;
