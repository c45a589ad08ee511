//! `cargo xtask tidy`: the rules of the repository that no compiler checks.

use crate::failure::Failure;
use crate::process::say;
use crate::tidy;
use crate::workspace::Workspace;

/// Checks every rule and prints what breaks one, and what is worth a look.
///
/// # Errors
/// When a rule is broken.
pub fn run(workspace: &Workspace) -> Result<(), Failure> {
    let report = tidy::check(workspace)?;
    for note in &report.notes {
        say(&format!("note: {note}"));
    }
    for finding in &report.findings {
        say(&finding.to_string());
    }
    match report.findings.len() {
        0 => {
            say("tidy: every rule is kept");
            Ok(())
        }
        count => Err(Failure::new(format!("{count} findings"))),
    }
}
