//! Running other programs and saying so.

use crate::failure::Failure;
use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::process::{Command, ExitStatus, Stdio};

/// Prints a line. A closed standard output is no reason to stop a task.
pub fn say(line: &str) {
    let mut output = std::io::stdout().lock();
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}

/// Prints the beginning of a line.
pub fn say_start(text: &str) {
    let mut output = std::io::stdout().lock();
    let _ = write!(output, "{text}").and_then(|()| output.flush());
}

/// `cargo` with these arguments: the cargo that runs this task.
pub fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    without_package(&mut command);
    command
}

/// Hides from a cargo what the cargo that runs this program says about `xtask`. Build scripts
/// watch such variables and would run again, each time differently from a cargo run by hand.
pub fn without_package(command: &mut Command) {
    let names = std::env::vars_os().map(|(name, _)| name);
    let of_package = |name: &OsString| {
        let name = name.to_string_lossy();
        name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
    };
    for name in names.filter(of_package) {
        command.env_remove(name);
    }
}

/// Runs a program in the open, its output going to the terminal.
///
/// # Errors
/// When it cannot be started or does not succeed.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    match status(command)? {
        status if status.success() => Ok(()),
        status => Err(Failure::new(format!("`{}` ended with {status}", line(command)))),
    }
}

/// Runs a program in the open and tells how it ended.
///
/// # Errors
/// When it cannot be started.
pub fn status(command: &mut Command) -> Result<ExitStatus, Failure> {
    command.stdin(Stdio::null()).status().map_err(|error| not_started(command, &error))
}

/// How a program ended and all it said, standard output first.
#[derive(Debug)]
pub struct Captured {
    /// How it ended.
    pub status: ExitStatus,
    /// What it said.
    pub text: String,
}

/// Runs a program and keeps what it says.
///
/// # Errors
/// When it cannot be started.
pub fn capture(command: &mut Command) -> Result<Captured, Failure> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    Ok(Captured { status: output.status, text })
}

/// Runs a program whose words matter only if it fails.
///
/// # Errors
/// When it cannot be started or does not succeed; the failure has its words.
pub fn quietly(command: &mut Command) -> Result<(), Failure> {
    let captured = capture(command)?;
    if captured.status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("`{}` ended with {}\n{}", line(command), captured.status, captured.text.trim())))
}

/// The kind of machine that the compiler of Rust makes programs for, such as `x86_64-unknown-linux-gnu`.
///
/// # Errors
/// When the compiler does not say.
pub fn host_target() -> Result<String, Failure> {
    let said = capture(Command::new("rustc").arg("-vV"))?.text;
    let target = said.lines().find_map(|line| line.strip_prefix("host: "));
    target.map(str::to_owned).ok_or_else(|| Failure::new(format!("`rustc -vV` names no host:\n{said}")))
}

/// Whether a program is there and succeeds.
pub fn succeeds(command: &mut Command) -> bool {
    capture(command).is_ok_and(|captured| captured.status.success())
}

/// A command as one would type it.
pub fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(quoted).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.into_owned() } else { format!("'{word}'") }
}

fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("`{}` cannot be run: {error}", command.get_program().to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let mut command = Command::new("pip");
        command.args(["install", "moto[server]==5.2.5"]);
        assert_eq!(line(&command), "pip install 'moto[server]==5.2.5'");
    }

    #[test]
    fn a_missing_program_is_named() {
        let failure = run(&mut Command::new("no-such-program")).unwrap_err().to_string();
        assert!(failure.starts_with("`no-such-program` cannot be run"), "{failure}");
    }
}
