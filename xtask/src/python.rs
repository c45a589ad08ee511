//! Programs from PyPI, each in a virtual environment of its own under `target/`.

use crate::debian;
use crate::failure::Failure;
use crate::process;
use crate::workspace::Workspace;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// moto, the independent second target of the tests, which list the deviations of exactly this version.
pub const MOTO: Program =
    Program { folder: "moto", requirement: "moto[server]==5.2.5", executable: "moto_server" };

/// cfn-lint, which knows what CloudFormation accepts.
pub const CFN_LINT: Program =
    Program { folder: "cfn-lint", requirement: "cfn-lint==1.58.0", executable: "cfn-lint" };

/// The AWS CLI, of its version 1: pip has no other.
pub const AWS_CLI: Program =
    Program { folder: "aws-cli", requirement: "awscli==1.46.3", executable: "python" };

/// A program that pip installs.
pub struct Program {
    folder: &'static str,
    requirement: &'static str,
    executable: &'static str,
}

impl Program {
    /// The program, installed if it is not there yet. Says in a word whether it was.
    ///
    /// # Errors
    /// When there is no Python with virtual environments, or pip fails.
    pub fn install(&self, workspace: &Workspace) -> Result<(PathBuf, &'static str), Failure> {
        let folder = workspace.target().join(self.folder);
        let program = self.path(workspace, self.executable);
        let installed = folder.join("installed");
        if program.is_file() && fs::read_to_string(&installed).is_ok_and(|known| known == self.requirement) {
            return Ok((program, "already there"));
        }
        environment(&folder)?;
        let mut pip = Command::new(self.python(workspace));
        process::quietly(pip.args(["-m", "pip", "install", "--quiet", self.requirement]))?;
        fs::write(&installed, self.requirement).map_err(|error| Failure::file(&installed, error))?;
        Ok((program, "installed"))
    }

    /// The Python of its environment.
    pub fn python(&self, workspace: &Workspace) -> PathBuf {
        self.path(workspace, "python")
    }

    fn path(&self, workspace: &Workspace, executable: &str) -> PathBuf {
        let programs = if cfg!(windows) { "Scripts" } else { "bin" };
        let executable = format!("{executable}{}", std::env::consts::EXE_SUFFIX);
        workspace.target().join(self.folder).join(programs).join(executable)
    }
}

fn environment(folder: &Path) -> Result<(), Failure> {
    let make = || {
        let python = if cfg!(windows) { "python" } else { "python3" };
        process::quietly(Command::new(python).args(["-m", "venv", "--clear"]).arg(folder))
    };
    make().or_else(|failure| {
        if !debian::is_here() {
            return Err(Failure::new(format!("{failure}\ninstall Python 3 with its `venv` module")));
        }
        // Debian has the module in a package of its own.
        debian::install("Python has no `venv` module", &["python3-venv"])?;
        make()
    })
}
