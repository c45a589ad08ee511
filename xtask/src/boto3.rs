//! boto3, unmodified, against a served sandbox.

use crate::failure::Failure;
use crate::process;
use crate::python::MOTO;
use crate::workspace::Workspace;
use std::process::Command;

/// Walks through every operation with the boto3 that comes with moto; says how many there were.
///
/// # Errors
/// When Python or moto cannot be had, an operation fails, or a reply is not as its model says.
pub fn walk(workspace: &Workspace) -> Result<String, Failure> {
    let (server, _) = MOTO.install(workspace)?;
    let mut python = Command::new(server.with_file_name(format!("python{}", std::env::consts::EXE_SUFFIX)));
    python.arg(workspace.root().join("tests/boto3/walk.py")).arg(workspace.program("orgc"));
    let captured = process::capture(&mut python)?;
    let text = captured.text.trim().to_owned();
    if captured.status.success() { Ok(text) } else { Err(Failure::new(text)) }
}
