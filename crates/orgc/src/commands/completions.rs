//! `orgc completions`: shell completions.

use crate::cli::{Cli, Completions};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::terminal::Terminal;
use clap::CommandFactory;

/// Prints the completions of a shell.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(arguments: &Completions, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "orgc", &mut script);
    terminal.data(String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
