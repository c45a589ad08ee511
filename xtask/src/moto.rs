//! moto, the independent second target of the tests, in a virtual environment under `target/`.

use crate::failure::Failure;
use crate::process;
use crate::workspace::Workspace;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What pip installs. The tests list the deviations of exactly this version.
const REQUIREMENT: &str = "moto[server]==5.2.5";

/// The variable that tells the tests where the server is.
pub const VARIABLE: &str = "ORGC_MOTO_SERVER";

/// The server program, installed if it is not there yet. Says in a word whether it was.
///
/// # Errors
/// When there is no Python with virtual environments, or pip fails.
pub fn server(workspace: &Workspace) -> Result<(PathBuf, &'static str), Failure> {
    let folder = workspace.target().join("moto");
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let server = programs.join(format!("moto_server{}", std::env::consts::EXE_SUFFIX));
    let installed = folder.join("installed");
    if server.is_file() && fs::read_to_string(&installed).is_ok_and(|known| known == REQUIREMENT) {
        return Ok((server, "already there"));
    }
    environment(&folder)?;
    quietly(Command::new(programs.join("python")).args(["-m", "pip", "install", "--quiet", REQUIREMENT]))?;
    fs::write(&installed, REQUIREMENT).map_err(|error| Failure::file(&installed, error))?;
    Ok((server, "installed"))
}

fn environment(folder: &Path) -> Result<(), Failure> {
    let make = || {
        let python = if cfg!(windows) { "python" } else { "python3" };
        quietly(Command::new(python).args(["-m", "venv", "--clear"]).arg(folder))
    };
    make().or_else(|failure| {
        if !cfg!(target_os = "linux") || !process::succeeds(Command::new("apt-get").arg("--version")) {
            return Err(Failure::new(format!("{failure}\ninstall Python 3 with its `venv` module")));
        }
        install_venv()?;
        make()
    })
}

/// Debian has the module in a package of its own.
fn install_venv() -> Result<(), Failure> {
    let remedy = "apt-get update && apt-get install -y --no-install-recommends python3-venv";
    let is_root = process::capture(Command::new("id").arg("-u")).is_ok_and(|id| id.text.trim() == "0");
    if !is_root {
        return Err(Failure::new(format!("Python has no `venv` module; run `sudo sh -c '{remedy}'`")));
    }
    quietly(Command::new("sh").args(["-c", remedy]).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Runs a program whose words matter only if it fails.
fn quietly(command: &mut Command) -> Result<(), Failure> {
    let captured = process::capture(command)?;
    if captured.status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "`{}` ended with {}\n{}",
        process::line(command),
        captured.status,
        captured.text.trim()
    )))
}
