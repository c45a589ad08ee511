//! `cargo xtask build`: the plugins, then `orgc`, which embeds them.

use crate::failure::Failure;
use crate::plugins;
use crate::process::{self, say};
use crate::workspace::Workspace;
use std::path::PathBuf;
use std::process::Command;

/// Builds and answers with the path of the program.
///
/// # Errors
/// When something does not compile.
pub fn run(workspace: &Workspace) -> Result<PathBuf, Failure> {
    say("building the standard plugins");
    say(&plugins::build(workspace)?);
    say("building their machine code (minutes the first time, for the WebAssembly runtime)");
    say(&plugins::precompile(workspace)?);
    say("building orgc (minutes the first time, for the AWS SDK)");
    process::run(binary().current_dir(workspace.root()))?;
    let program = workspace.program("orgc");
    say(&format!("it is `{}`", program.display()));
    Ok(program)
}

/// Builds the program with the features that the whole workspace asks of its dependencies, so that
/// building and testing share what takes minutes.
pub fn binary() -> Command {
    process::cargo(["build", "--workspace", "--bin", "orgc"])
}
