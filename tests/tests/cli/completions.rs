//! `orgc completions`.

use crate::project::Project;
use insta::assert_snapshot;

#[test]
fn every_shell_gets_a_script_that_knows_the_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = Project::nothing().run(&format!("completions {shell}"));
        assert!(script.starts_with("exit 0\n") && script.contains("sandbox"), "{shell}: {script}");
    }
    assert_snapshot!(Project::nothing().run("completions tcsh"), @"
    exit 2
    ── stderr
    error: invalid value 'tcsh' for '<SHELL>'
      [possible values: bash, elvish, fish, powershell, zsh]

      tip: a similar value exists: 'zsh'

    For more information, try '--help'.
    ");
}
