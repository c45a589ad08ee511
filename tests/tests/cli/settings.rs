//! `orgc.toml`, `--set`, and the levels of lints.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;

const UNUSED: &str = "organization A {}\npolicy Unused: scp { deny organizations:LeaveOrganization }\n";

fn with(settings: &str, source: &str) -> Project {
    let project = Project::of(source);
    project.write("orgc.toml", format!("name = \"acme\"\nedition = \"2026\"\n{settings}"));
    project
}

#[test]
fn every_mistake_of_the_project_file_is_told_in_one_run() {
    let project = Project::of(SMALL);
    project.write("orgc.toml", "name = \"a b\"\nregoin = \"eu-west-1\"\n[lints]\nE0201 = \"allow\"\n");
    assert_snapshot!(project.run("check"), @"");
}

#[test]
fn a_project_file_that_is_no_toml_or_no_text() {
    let project = Project::of(SMALL);
    project.write("orgc.toml", "name = \"acme\nedition = \"2026\"\n");
    assert!(project.run("check").contains("`orgc.toml` is no TOML: "));
    project.write("orgc.toml", b"\xff\xfen\0a\0");
    assert_snapshot!(project.run("check"), @"");
}

#[test]
fn lints_are_silenced_and_raised() {
    assert_eq!(
        with("[lints]\nunattached = \"allow\"\n", UNUSED).run("check"),
        "exit 0\n── stderr\nno errors: 0 accounts, 0 units, 1 policy, 0 attachments, 0 stack sets\n"
    );
    assert_snapshot!(with("[lints]\nW0616 = \"error\"\n", UNUSED).run("check"), @"");
}

#[test]
fn a_table_of_its_own_must_be_a_file_of_the_project() {
    assert_snapshot!(with("[tables]\niam = \"../iam.json\"\n", SMALL).run("check"), @"");
}

#[test]
fn values_of_params_are_names_with_a_value_and_given_once() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("check --set stage"), @"");
    assert_snapshot!(project.run("check --set 9=1"), @"");
    assert_snapshot!(project.run("check --set stage="), @"");
    assert_snapshot!(project.run("plan --sandbox --set a=1 --set a=2"), @"");
}
