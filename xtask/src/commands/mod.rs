//! One file for each command.

pub mod bench;
pub mod build;
pub mod catalog;
pub mod demo;
pub mod model;
pub mod test;
pub mod tidy;
