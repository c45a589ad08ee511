//! One file for each command.

mod completions;
mod explain;
mod failure;
mod init;

pub use failure::Failure;

use crate::cli::{Cli, Command};
use crate::exit::Exit;
use crate::terminal::Terminal;

/// Runs the command that was asked for.
///
/// # Errors
/// When it ends early; the failure says why and how to go on.
pub fn run(cli: &Cli, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    match &cli.command {
        Command::Init(arguments) => init::run(arguments, terminal),
        Command::Explain(arguments) => explain::run(arguments, terminal),
        Command::Completions(arguments) => completions::run(arguments, terminal),
        _ => Err(Failure::new("not there yet")),
    }
}
