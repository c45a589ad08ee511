//! `orgc check`: every mistake in one run, offline.

use super::offline;
use crate::cli::{Format, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::render;
use crate::terminal::Terminal;

/// Checks the project's sources.
///
/// # Errors
/// When there are errors in them, or no project.
pub fn run(global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let model = offline::model(global, terminal)?;
    if terminal.format != Format::Json {
        terminal.say(format!("no errors: {}", render::report::totals(&model.desired)))?;
    }
    Ok(Exit::Done)
}
