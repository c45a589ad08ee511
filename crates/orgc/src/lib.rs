//! The `orgc` command line: commands, rendering and the wiring of the phases.
//!
//! A library with a thin binary, so that tests and other front ends call the same code. Data flows
//! one way: files come in through [`Project`](project::Project), go through syntax, sema, plan and
//! exec, and leave through [`render`] and [`Terminal`](terminal::Terminal). No decision about an
//! organization is made here.

pub mod cli;
pub mod commands;
pub mod compile;
pub mod config;
pub mod exit;
pub mod files;
pub mod plugins;
pub mod project;
pub mod render;
pub mod terminal;

use clap::Parser;
use cli::Cli;
use commands::Failure;
use exit::Exit;
use orgc_diag::SourceMap;
use std::ffi::OsString;
use std::io;
use terminal::Terminal;

/// Runs one command line on this process's streams.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let (mut data, mut words) = (io::stdout(), io::stderr());
    let mut terminal = Terminal::new(&mut data, &mut words, &cli.global);
    match commands::run(&cli, &mut terminal) {
        Ok(exit) => exit,
        Err(failure) => report(&failure, &mut terminal),
    }
}

/// Help and version are answers, everything else is wrong usage.
fn usage(error: &clap::Error) -> Exit {
    let printed = error.print();
    if error.use_stderr() || printed.is_err() { Exit::Usage } else { Exit::Done }
}

fn report(failure: &Failure, terminal: &mut Terminal<'_>) -> Exit {
    let _ = render::diagnostics::print(&failure.diagnostics, &SourceMap::new(), terminal);
    if !failure.message.is_empty() {
        let _ = terminal.say(format!("error: {}", failure.message));
    }
    if let Some(help) = &failure.help {
        let _ = terminal.say(format!(" help: {help}"));
    }
    failure.exit
}
