//! Values as text: diagnostics, plans, graphs, reports, progress.

pub mod diagnostics;
pub mod graph;
pub mod plan;
pub mod plan_markdown;
pub mod report;
mod style;

pub use style::Paint;
