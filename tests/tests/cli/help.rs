//! Help, version and wrong usage.

use crate::project::Project;
use insta::assert_snapshot;

#[test]
fn help_and_version_are_answers() {
    assert_snapshot!(Project::nothing().run("-h"), @"");
    assert_snapshot!(Project::nothing().run("apply -h"), @"");
    assert_eq!(Project::nothing().run("--version"), format!("exit 0\n── stdout\norgc {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_has_its_own_exit_code() {
    assert!(Project::nothing().run("").starts_with("exit 2\n── stderr\nThe compiler for AWS Organizations\n"));
    assert_snapshot!(Project::nothing().run("chekc"), @"");
    assert_snapshot!(Project::nothing().run("check --colour never"), @"");
    assert_snapshot!(Project::nothing().run("plan --sandbox --profile dev"), @"");
    assert_snapshot!(Project::nothing().run("sandbox serve --port 99999"), @"");
}
