//! The one entry point for building, testing and checking: `cargo xtask`.
//!
//! It does the set-up that a fresh machine with Rust needs, says what it does, and stops at the
//! first thing that it cannot do with the one command that would. It depends on neither wasmtime
//! nor the AWS SDK, so that it builds in seconds.

mod clients;
mod commands;
mod debian;
mod examples;
mod failure;
mod files;
mod inputs;
mod plugins;
mod process;
mod python;
mod templates;
mod tidy;
mod workspace;

use clap::{Parser, Subcommand};
use failure::Failure;
use std::path::PathBuf;
use std::process::ExitCode;
use workspace::Workspace;

/// Builds, tests and checks orgc.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the standard plugins, then `orgc`
    Build,
    /// Take the example organization from its source to the sandbox, change it, and do it again
    Demo,
    /// Run the whole suite
    Test,
    /// Check the rules of the repository: layers, sizes, words, links
    Tidy,
    /// Build the plugin of the example in C
    Examples,
    /// Lint every CloudFormation template that the plugins here make
    Templates,
    /// Walk through every operation of the emulator with boto3
    Boto3,
    /// Take an organization through its life with the AWS CLI
    AwsCli,
    /// Measure parsing, checking, planning, plugins and calls to AWS
    Bench,
    /// Pack the catalogue of actions from its JSON into `crates/orgc-policy/data/`
    Catalog {
        /// The JSON; `crates/orgc-policy/data/README.md` describes it
        json: PathBuf,
    },
    /// Write what requests may carry into `crates/orgc-emulator/model/`, from botocore's service models
    Model {
        /// The folder `data` of botocore
        folder: PathBuf,
        /// The day of that version, such as `2026-11-20`
        day: String,
    },
}

fn main() -> ExitCode {
    match run(&Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            process::say(&format!("xtask: {failure}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> Result<(), Failure> {
    let workspace = Workspace::find()?;
    match command {
        Command::Build => commands::build::run(&workspace).map(drop),
        Command::Demo => commands::demo::run(&workspace),
        Command::Test => commands::test::run(&workspace),
        Command::Tidy => commands::tidy::run(&workspace),
        Command::Examples => examples::build(&workspace).map(|words| process::say(&words)),
        Command::Templates => templates::lint(&workspace).map(|words| process::say(&words)),
        Command::Boto3 => clients::boto3(&workspace).map(|words| process::say(&words)),
        Command::AwsCli => clients::aws_cli(&workspace).map(|words| process::say(&words)),
        Command::Bench => commands::bench::run(&workspace),
        Command::Catalog { json } => commands::catalog::run(&workspace, json),
        Command::Model { folder, day } => commands::model::run(&workspace, folder, day),
    }
}
