//! `orgc build`.

use crate::project::Project;
use insta::assert_snapshot;
use std::fs;

const GUARDED: &str = r#"organization Acme {
  attach Lock
}

policy Lock: scp {
  deny organizations:LeaveOrganization
}
"#;

#[test]
fn the_artefacts_are_written_and_say_what_is_implied() {
    let project = Project::of(GUARDED);
    assert_snapshot!(project.run("build --explain"), @"
    exit 0
    ── stderr
    built 0 accounts, 0 units, 1 policy, 1 attachment, 0 stack sets
      build/graph.mmd
      build/model.json
      build/model.schema.json
      build/policies/Lock.json
      build/report.md
    implied, because something written needs it:
    - `policy-type/scp`: service control policies must be enabled before one is attached (`attach/Lock@organization/Acme`, main.org:2)
    ");
    assert_snapshot!(project.read("build/policies/Lock.json"), @r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}}"#);
    assert_snapshot!(project.read("build/report.md"), @"
    # acme

    0 accounts, 0 units, 1 policy, 1 attachment, 0 stack sets

    ## Policies

    - `policy/Lock`: SERVICE_CONTROL_POLICY, 112 characters

    ## Attachments

    - `attach/Lock@organization/Acme`: `policy/Lock` holds for `organization/Acme` and everything below

    ## Implied

    - `policy-type/scp`: service control policies must be enabled before one is attached (`attach/Lock@organization/Acme`, main.org:2)
    ");
    let first = project.read("build/model.json");
    assert_eq!(project.exit("build"), 0);
    assert_eq!(project.read("build/model.json"), first, "same input, same bytes");
}

#[test]
fn what_an_earlier_build_wrote_and_this_one_did_not_goes_away() {
    let project = Project::of(GUARDED);
    assert_eq!(project.exit("build"), 0);
    project.write("main.org", GUARDED.replace("Lock", "Guard"));
    project.write("build/notes.txt", "mine");
    assert_eq!(project.exit("build"), 0);
    assert_eq!(project.list("build/policies"), ["Guard.json"]);
    assert_eq!(project.read("build/notes.txt"), "mine");
}

#[test]
fn sources_with_errors_leave_the_last_build() {
    let project = Project::of(GUARDED);
    assert_eq!(project.exit("build"), 0);
    let before = project.read("build/model.json");
    project.write("main.org", "organization Acme {");
    assert_eq!(project.exit("build"), 1);
    assert_eq!(project.read("build/model.json"), before);
}

#[test]
fn a_build_folder_that_cannot_be_written() {
    let project = Project::of(GUARDED);
    project.write("build", "a file");
    assert_snapshot!(project.run("build"), @"
    exit 1
    ── stderr
    error: `[PROJECT]/build/graph.mmd`: a file stands where its folder should be
    ");
    fs::remove_file(project.path("build")).unwrap();
    project.write("build/policies", "a file");
    assert_snapshot!(project.run("build"), @"
    exit 1
    ── stderr
    error: `[PROJECT]/build/policies/Lock.json`: a file stands where its folder should be
    ");
    fs::remove_file(project.path("build/policies")).unwrap();
    assert_eq!(project.exit("build"), 0);
}
