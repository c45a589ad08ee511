//! `cargo xtask demo`: the example organization, from its source to the sandbox and on to a change.
//!
//! Every command is printed before it runs, so that the output can be followed by hand. Each has
//! an exit code that it must end with; anything else stops the demo.

use crate::commands::build;
use crate::failure::Failure;
use crate::files;
use crate::process::{self, say};
use crate::workspace::Workspace;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// `plan --detailed-exitcode`: nothing to do.
const NOTHING: i32 = 0;
/// `plan --detailed-exitcode`: there are changes.
const CHANGES: i32 = 2;

/// Runs the demo.
///
/// # Errors
/// At the first command that ends otherwise than it should.
pub fn run(workspace: &Workspace) -> Result<(), Failure> {
    let program = build::run(workspace)?;
    let demo = Demo { program, project: project(workspace)? };
    demo.first()?;
    demo.change()?;
    say("\nThe demo went as it should: both applies were followed by an empty plan.");
    let (project, program) = (demo.project.display(), demo.program.display());
    say(&format!("Look around: cd {project} && {program} sandbox show"));
    Ok(())
}

/// A fresh copy of the example, with nothing of an earlier demo in its sandbox.
fn project(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let project = workspace.target().join("demo/ai-environments");
    files::copy_afresh(&workspace.root().join("examples/ai-environments"), &project)?;
    Ok(project)
}

struct Demo {
    program: PathBuf,
    project: PathBuf,
}

impl Demo {
    /// From the source to a live organization, and an empty plan after it.
    fn first(&self) -> Result<(), Failure> {
        self.orgc(&["check"], 0)?;
        self.orgc(&["build"], 0)?;
        self.orgc(&["plan", "--sandbox", "--detailed-exitcode"], CHANGES)?;
        self.orgc(&["apply", "--sandbox", "--yes"], 0)?;
        self.orgc(&["plan", "--sandbox", "--detailed-exitcode"], NOTHING)
    }

    /// Staging moves to a new unit, and the policy gets another rule.
    fn change(&self) -> Result<(), Failure> {
        say("\n$ cp later/main.org main.org");
        let main = self.project.join("main.org");
        fs::copy(self.project.join("later/main.org"), &main).map_err(|error| Failure::file(&main, error))?;
        self.orgc(&["plan", "--sandbox", "--detailed-exitcode", "--out", "change.json"], CHANGES)?;
        self.only_moves_staging()?;
        self.orgc(&["apply", "--sandbox", "--yes", "change.json"], 0)?;
        self.orgc(&["plan", "--sandbox", "--detailed-exitcode"], NOTHING)
    }

    fn orgc(&self, arguments: &[&str], expected: i32) -> Result<(), Failure> {
        say(&format!("\n$ orgc {}", arguments.join(" ")));
        let status = process::status(Command::new(&self.program).args(arguments).current_dir(&self.project))?;
        match status.code() {
            Some(code) if code == expected => Ok(()),
            _ => {
                let line = arguments.join(" ");
                Err(Failure::new(format!("`orgc {line}` ended with {status}, not with {expected}")))
            }
        }
    }

    /// The promise of the language, read from the saved plan: a moved block is a moved account.
    fn only_moves_staging(&self) -> Result<(), Failure> {
        let path = self.project.join("change.json");
        let text = fs::read_to_string(&path).map_err(|error| Failure::file(&path, error))?;
        let found = account_operations(&text).map_err(|error| Failure::file(&path, error))?;
        if found == BTreeSet::from(["move account/staging".to_owned()]) {
            return Ok(());
        }
        Err(Failure::new(format!(
            "the plan should move `account/staging` and touch no other account; it has {found:?}"
        )))
    }
}

/// The ids of the operations on accounts in a saved plan.
fn account_operations(plan: &str) -> Result<BTreeSet<String>, serde_json::Error> {
    #[derive(serde::Deserialize)]
    struct Plan {
        operations: Vec<Operation>,
    }
    #[derive(serde::Deserialize)]
    struct Operation {
        id: String,
        address: String,
    }
    let plan: Plan = serde_json::from_str(plan)?;
    let of_accounts = plan.operations.into_iter().filter(|one| one.address.starts_with("account/"));
    Ok(of_accounts.map(|one| one.id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_on_accounts_are_read_from_a_plan() {
        let plan = r#"{"format": 1, "operations": [
            {"id": "move account/staging", "verb": "move", "address": "account/staging"},
            {"id": "create ou/Staging", "verb": "create", "address": "ou/Staging"}
        ]}"#;
        assert_eq!(account_operations(plan).unwrap(), BTreeSet::from(["move account/staging".to_owned()]));
        assert!(account_operations("{}").is_err());
    }
}
