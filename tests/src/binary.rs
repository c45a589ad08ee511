//! The `orgc` binary that the suites run.

use std::path::PathBuf;
use std::process::Command;

/// The binary beside the test executables of this profile.
///
/// # Panics
/// When it has not been built.
pub fn path() -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let profile = test.ancestors().nth(2).expect("tests stand in target/<profile>/deps");
    let path = profile.join("orgc").with_extension(std::env::consts::EXE_EXTENSION);
    assert!(path.is_file(), "`{}` is missing: run `cargo xtask build`", path.display());
    path
}

/// A command that runs it without anything of the caller's AWS settings.
pub fn command() -> Command {
    let mut command = Command::new(path());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("AWS_")) {
        command.env_remove(name);
    }
    command.env("NO_COLOR", "1");
    command
}
