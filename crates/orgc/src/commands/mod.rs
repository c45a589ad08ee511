//! One file for each command.

mod apply;
mod build;
mod check;
pub(crate) mod codes;
mod completions;
mod diff;
mod effective;
mod eval;
mod explain;
mod fmt;
mod graph;
mod import;
mod init;
mod live;
mod offline;
mod plan;
mod plugin;
mod policy;
mod sandbox;
mod snapshot;
mod test;
mod why;

pub(crate) use plugin::plugin_name;

use crate::cli::{Cli, Command, Format};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::terminal::Terminal;

/// Runs the command that was asked for.
///
/// # Errors
/// When it ends early; the failure says why and how to go on.
pub fn run(cli: &Cli, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let global = &cli.global;
    if global.format == Format::Sarif && !matches!(cli.command, Command::Check(_)) {
        return Err(Failure::usage("`--format sarif` is for `orgc check`: a log of its diagnostics"));
    }
    if global.format == Format::Junit && !matches!(cli.command, Command::Test(_)) {
        return Err(Failure::usage("`--format junit` is for `orgc test`: the results of its tests"));
    }
    match &cli.command {
        Command::Init(arguments) => init::run(arguments, terminal),
        Command::Check(arguments) => check::run(arguments, global, terminal),
        Command::Fmt(arguments) => fmt::run(arguments, global, terminal),
        Command::Test(arguments) => test::run(arguments, global, terminal),
        Command::Build(arguments) => build::run(arguments, global, terminal),
        Command::Plan(arguments) => plan::run(arguments, global, terminal),
        Command::Apply(arguments) => apply::run(arguments, global, terminal),
        Command::Graph(arguments) => graph::run(arguments, global, terminal),
        Command::Diff(arguments) => diff::run(arguments, global, terminal),
        Command::Eval(arguments) => eval::run(arguments, global, terminal),
        Command::Why(arguments) => why::run(arguments, global, terminal),
        Command::Effective(arguments) => effective::run(arguments, global, terminal),
        Command::Policy(command) => policy::run(command, global, terminal),
        Command::Explain(arguments) => explain::run(arguments, terminal),
        Command::Import(arguments) => import::run(arguments, global, terminal),
        Command::Snapshot(arguments) => snapshot::run(arguments, global, terminal),
        Command::Sandbox(command) => sandbox::run(command, global, terminal),
        Command::Plugin(command) => plugin::run(command, global, terminal),
        Command::Completions(arguments) => completions::run(arguments, terminal),
    }
}
