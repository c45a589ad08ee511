//! Clients of AWS, unmodified, against a served sandbox.

use crate::failure::Failure;
use crate::process;
use crate::python::{AWS_CLI, MOTO, Program};
use crate::workspace::Workspace;
use std::process::Command;

/// Walks through every operation with the boto3 that comes with moto; says how many there were.
///
/// # Errors
/// When Python or moto cannot be had, an operation fails, or a reply is not as its model says.
pub fn boto3(workspace: &Workspace) -> Result<String, Failure> {
    walk(workspace, &MOTO, "boto3_walk.py")
}

/// Takes an organization through its life with the AWS CLI; says how many commands that were.
///
/// # Errors
/// When Python or the CLI cannot be had, a command fails, or it prints something else than it should.
pub fn aws_cli(workspace: &Workspace) -> Result<String, Failure> {
    walk(workspace, &AWS_CLI, "aws_cli_walk.py")
}

fn walk(workspace: &Workspace, client: &Program, script: &str) -> Result<String, Failure> {
    client.install(workspace)?;
    let mut python = Command::new(client.python(workspace));
    // What the walks share would otherwise be compiled beside its source.
    python.arg("-B").arg(workspace.root().join("tests/clients").join(script)).arg(workspace.program("orgc"));
    let captured = process::capture(&mut python)?;
    let text = captured.text.trim().to_owned();
    if captured.status.success() { Ok(text) } else { Err(Failure::new(text)) }
}
