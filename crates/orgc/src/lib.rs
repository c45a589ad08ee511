//! The `orgc` command line: commands, rendering and the wiring of the phases.
//!
//! A library with a thin binary, so that tests and other front ends call the same code. Data flows
//! one way: files come in through [`Project`](project::Project), go through syntax, sema, plan and
//! exec, and leave through [`render`] and [`Terminal`]. No decision about an organization is made here.

pub mod cli;
pub mod commands;
pub mod compile;
pub mod config;
pub mod exit;
pub mod failure;
pub mod files;
pub mod fix;
pub mod git;
pub mod import;
pub mod listing;
pub mod meaning;
pub mod plugins;
pub mod project;
pub mod render;
pub mod terminal;
pub mod timings;

use clap::Parser;
use cli::Cli;
use exit::Exit;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::panic::{self, AssertUnwindSafe};
use terminal::Terminal;

/// Runs one command line on this process's streams.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    guarded(|| run(arguments))
}

/// A panic is a fault of `orgc` itself. Nothing needs to be undone: files are replaced whole, and
/// what an apply had begun is found again by the next one.
fn guarded(work: impl FnOnce() -> Exit) -> Exit {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let mut words = io::stderr();
        // When nobody listens, the exit code has to do.
        let _ = writeln!(words, "error: this is a fault of `orgc`, not of your files");
        let _ = writeln!(words, " help: please report it with the lines above; what was done so far is kept");
        Exit::Fault
    })
}

fn run(arguments: Vec<OsString>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let (mut data, mut words) = (io::stdout(), io::stderr());
    let mut terminal = Terminal::new(&mut data, &mut words, &cli);
    match commands::run(&cli, &mut terminal) {
        Ok(exit) => exit,
        Err(failure) => {
            // When nobody listens, the exit code has to do.
            let _ = failure.say(&mut terminal);
            failure.exit
        }
    }
}

/// Help and version are answers, everything else is wrong usage.
fn usage(error: &clap::Error) -> Exit {
    // When nobody listens, the exit code has to do.
    let _ = error.print();
    if error.use_stderr() { Exit::Usage } else { Exit::Done }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_fault_of_ours_with_its_own_exit_code() {
        assert_eq!(guarded(|| Exit::Failed), Exit::Failed);
        assert_eq!(guarded(|| panic!("a bug")), Exit::Fault);
    }
}
