//! What the suites that cross crates share.

pub mod binary;
pub mod examples;
pub mod existing;
pub mod generate;
pub mod live;
pub mod moto;
pub mod plugin;
pub mod project;
pub mod shape;
pub mod sketch;
pub mod spec;
pub mod stacks;
pub mod sweep;
pub mod wire;
