//! Packages of Debian and of what is made from it.

use crate::failure::Failure;
use crate::process;
use std::process::Command;

/// Whether this machine takes them.
pub fn is_here() -> bool {
    cfg!(target_os = "linux") && process::succeeds(Command::new("apt-get").arg("--version"))
}

/// Installs packages, which may need more rights than this process has.
///
/// # Errors
/// When it does, with what is missing and the line to type, or when apt-get fails.
pub fn install(missing: &str, packages: &[&str]) -> Result<(), Failure> {
    let packages = packages.join(" ");
    let remedy = format!("apt-get update && apt-get install -y --no-install-recommends {packages}");
    let is_root = process::capture(Command::new("id").arg("-u")).is_ok_and(|id| id.text.trim() == "0");
    if !is_root {
        return Err(Failure::new(format!("{missing}; run `sudo sh -c '{remedy}'`")));
    }
    process::quietly(Command::new("sh").args(["-c", &remedy]).env("DEBIAN_FRONTEND", "noninteractive"))
}
