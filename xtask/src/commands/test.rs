//! `cargo xtask test`: the whole suite.
//!
//! One line for each step, with its time. A step that fails shows all it said; the others still
//! run, so that one run shows everything. The last line counts: a step of tests counts its tests,
//! any other step counts once.

use crate::commands::build;
use crate::failure::Failure;
use crate::process::{self, Captured, say, say_start};
use crate::workspace::Workspace;
use crate::{clients, examples, plugins, python, templates, tidy};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Runs every step.
///
/// # Errors
/// When one of them fails.
pub fn run(workspace: &Workspace) -> Result<(), Failure> {
    let mut suite = Suite { root: workspace.root().to_path_buf(), server: None, counts: Counts::default() };
    suite.check_texts(workspace);
    suite.test_plugins(workspace);
    suite.test_workspace(workspace);
    suite.check_documentation();
    suite.check_dependencies();
    let Counts { passed, failed } = suite.counts;
    say(&format!("{passed} passed, {failed} failed"));
    if failed == 0 { Ok(()) } else { Err(Failure::new("the suite failed")) }
}

/// The variable that tells the tests where moto is.
const MOTO_SERVER: &str = "ORGC_MOTO_SERVER";

/// What a step has to say when it is done.
enum Verdict {
    Done { counts: Counts, words: String },
    LeftOut(&'static str),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u32,
    failed: u32,
}

struct Suite {
    root: PathBuf,
    /// moto, when it could be installed.
    server: Option<PathBuf>,
    counts: Counts,
}

impl Suite {
    fn check_texts(&mut self, workspace: &Workspace) {
        self.command("formatting", process::cargo(["fmt", "--all", "--check", "--", "--color", "never"]));
        self.step("tidy", |_| tidy_verdict(workspace));
    }

    fn test_plugins(&mut self, workspace: &Workspace) {
        let manifest = workspace.plugin_manifest();
        let built = workspace.target().join("plugin-build");
        let of_plugins = |mut command: Command| {
            command.arg("--manifest-path").arg(&manifest);
            command
        };
        let compiling = |command: Command| {
            let mut command = of_plugins(command);
            command.arg("--target-dir").arg(&built);
            command
        };
        let mut formatting = of_plugins(process::cargo(["fmt", "--all", "--check"]));
        formatting.args(["--", "--color", "never"]);
        self.command("plugins: formatting", formatting);
        self.step("plugins: build", |_| plugins::build(workspace).map(|words| once(&words)));
        let mut lints = compiling(process::cargo(["clippy", "--all-targets"]));
        lints.args(["--", "--deny", "warnings"]);
        self.command("plugins: lints", lints);
        self.tests("plugins: tests", compiling(process::cargo(["test", "--no-fail-fast"])));
    }

    fn test_workspace(&mut self, workspace: &Workspace) {
        let lints = ["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"];
        self.step("machine code", |_| plugins::precompile(workspace).map(|words| once(&words)));
        self.command("lints", process::cargo(lints));
        self.step("moto", |suite| {
            let (server, word) = python::MOTO.install(workspace)?;
            suite.server = Some(server);
            Ok(once(word))
        });
        // The suites of the command line run the program itself.
        self.command("program", build::binary());
        self.step("plugin in C", |_| examples::build(workspace).map(|words| once(&words)));
        self.step("boto3", |_| clients::boto3(workspace).map(|words| once(&words)));
        self.step("AWS CLI", |_| clients::aws_cli(workspace).map(|words| once(&words)));
        self.step("templates of the plugins", |_| templates::lint(workspace).map(|words| once(&words)));
        // Both run each test of a binary; only nextest shows which one is slow.
        let has_nextest = process::succeeds(&mut process::cargo(["nextest", "--version"]));
        let tests = if has_nextest {
            process::cargo(["nextest", "run", "--workspace", "--no-fail-fast"])
        } else {
            process::cargo(["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"])
        };
        self.tests("tests", tests);
        self.tests(
            "examples in documentation",
            process::cargo(["test", "--workspace", "--doc", "--no-fail-fast"]),
        );
    }

    fn check_documentation(&mut self) {
        let mut documentation = process::cargo(["doc", "--workspace", "--no-deps"]);
        documentation.env("RUSTDOCFLAGS", "--deny warnings");
        self.command("documentation", documentation);
    }

    fn check_dependencies(&mut self) {
        const NAME: &str = "licences and advisories";
        if process::succeeds(&mut process::cargo(["deny", "--version"])) {
            self.command(NAME, process::cargo(["deny", "check"]));
        } else {
            self.step(NAME, |_| Ok(Verdict::LeftOut("`cargo deny` is not installed")));
        }
    }

    /// A step that counts once: a program that has to succeed.
    fn command(&mut self, name: &str, mut command: Command) {
        self.step(name, |suite| {
            let captured = process::capture(command.current_dir(&suite.root))?;
            if captured.status.success() { Ok(once("")) } else { Err(fault(&command, &captured)) }
        });
    }

    /// A step that counts its tests.
    fn tests(&mut self, name: &str, mut command: Command) {
        self.step(name, |suite| {
            command.current_dir(&suite.root).env("INSTA_UPDATE", "no");
            if let Some(server) = &suite.server {
                command.env(MOTO_SERVER, server);
            }
            let captured = process::capture(&mut command)?;
            let counts = counted(&captured.text);
            if captured.status.success() {
                let words = format!("{} tests", counts.passed);
                return Ok(Verdict::Done { counts, words });
            }
            // The one failure of the step itself is added by the caller.
            suite.counts.passed += counts.passed;
            suite.counts.failed += counts.failed.saturating_sub(1);
            Err(fault(&command, &captured))
        });
    }

    fn step(&mut self, name: &str, work: impl FnOnce(&mut Self) -> Result<Verdict, Failure>) {
        say_start(&format!("{name} … "));
        let start = Instant::now();
        let verdict = work(self);
        self.counts.add(&verdict);
        say(&told(&verdict, start.elapsed()));
    }
}

impl Counts {
    fn add(&mut self, verdict: &Result<Verdict, Failure>) {
        match verdict {
            Ok(Verdict::Done { counts, .. }) => {
                self.passed += counts.passed;
                self.failed += counts.failed;
            }
            Ok(Verdict::LeftOut(_)) => {}
            Err(_) => self.failed += 1,
        }
    }
}

/// The end of the line of a step.
fn told(verdict: &Result<Verdict, Failure>, time: Duration) -> String {
    let time = format!("{:.1} s", time.as_secs_f64());
    match verdict {
        Ok(Verdict::Done { words, .. }) if words.is_empty() => format!("ok ({time})"),
        Ok(Verdict::Done { words, .. }) => format!("ok, {words} ({time})"),
        Ok(Verdict::LeftOut(reason)) => format!("left out: {reason}"),
        Err(failure) => format!("FAILED ({time})\n{failure}\n"),
    }
}

fn once(words: &str) -> Verdict {
    Verdict::Done { counts: Counts { passed: 1, failed: 0 }, words: words.to_owned() }
}

fn tidy_verdict(workspace: &Workspace) -> Result<Verdict, Failure> {
    let report = tidy::check(workspace)?;
    if report.findings.is_empty() {
        return Ok(once(""));
    }
    let lines: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    Err(Failure::new(lines.join("\n")))
}

fn fault(command: &Command, captured: &Captured) -> Failure {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy();
    let arguments: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
    let line = format!("`{program} {}`", arguments.join(" "));
    Failure::new(format!("{}\n{line} ended with {}", captured.text.trim_end(), captured.status))
}

/// The tests that `cargo test` or `cargo nextest` say they ran.
fn counted(output: &str) -> Counts {
    let summaries = output.lines().filter(|line| {
        let line = line.trim_start();
        line.starts_with("test result:") || (line.starts_with("Summary") && line.contains(" run: "))
    });
    summaries.fold(Counts::default(), |sum, line| Counts {
        passed: sum.passed + number_before(line, "passed"),
        failed: sum.failed + number_before(line, "failed"),
    })
}

/// The number before a word: 12 in `12 passed; 0 failed`.
fn number_before(line: &str, word: &str) -> u32 {
    let words: Vec<&str> = line.split([' ', ';', ',']).filter(|word| !word.is_empty()).collect();
    let number = words.windows(2).find_map(|pair| match pair {
        [number, next] if *next == word => number.parse().ok(),
        _ => None,
    });
    number.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_counted_in_the_words_of_both_runners() {
        let cargo = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 0 ignored; finished in 0.00s\n\
                     test result: FAILED. 3 passed; 1 failed; 0 ignored\n";
        assert_eq!(counted(cargo), Counts { passed: 5, failed: 1 });
        let nextest = "     Summary [   0.3s] 7 tests run: 6 passed (1 slow), 1 failed, 0 skipped\n";
        assert_eq!(counted(nextest), Counts { passed: 6, failed: 1 });
        assert_eq!(counted("error: could not compile"), Counts::default());
    }

    #[test]
    fn a_failed_step_counts_once_and_one_left_out_not_at_all() {
        let mut counts = Counts::default();
        counts.add(&Ok(once("")));
        counts.add(&Ok(Verdict::Done { counts: Counts { passed: 7, failed: 0 }, words: String::new() }));
        counts.add(&Ok(Verdict::LeftOut("not here")));
        counts.add(&Err(Failure::new("no")));
        assert_eq!(counts, Counts { passed: 8, failed: 1 });
    }

    #[test]
    fn a_step_tells_how_it_went() {
        let time = Duration::from_millis(1_250);
        assert_eq!(told(&Ok(once("installed")), time), "ok, installed (1.2 s)");
        assert_eq!(told(&Ok(Verdict::LeftOut("not here")), time), "left out: not here");
        assert_eq!(told(&Err(Failure::new("the reason")), time), "FAILED (1.2 s)\nthe reason\n");
    }
}
