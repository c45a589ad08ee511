//! `orgc init`.

use crate::project::Project;
use insta::assert_snapshot;

#[test]
fn a_new_project_is_checked_formatted_and_planned_as_it_is() {
    let project = Project::nothing();
    assert_snapshot!(project.run("init acme-cloud"), @"");
    assert_eq!(project.list("acme-cloud"), [".gitattributes", "main.org", "orgc.toml"]);
    assert_snapshot!(project.read("acme-cloud/orgc.toml"), @"");
    assert_snapshot!(project.read("acme-cloud/main.org"), @"");
    assert_snapshot!(project.run("check --project acme-cloud"), @"");
    assert_eq!(project.exit("fmt --check --project acme-cloud"), 0);
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode --project acme-cloud"), 2);
}

#[test]
fn nothing_is_overwritten_and_nothing_half_written() {
    let project = Project::nothing();
    project.write("there/main.org", "mine");
    assert_snapshot!(project.run("init there"), @"");
    assert_eq!(project.list("there"), ["main.org"]);
    assert_eq!(project.read("there/main.org"), "mine");
    assert_snapshot!(project.run("init new --name a\"b"), @"");
    assert!(!project.path("new").exists());
    project.write("file", "");
    assert_snapshot!(project.run("init file"), @"");
}

#[test]
fn every_allowed_name_gives_a_sound_project() {
    let project = Project::nothing();
    for (folder, name) in [("a", "a.b_c-9"), ("b", "9to5"), ("c", "ACME")] {
        assert_eq!(project.exit(&format!("init {folder} --name {name}")), 0, "{name}");
        assert_eq!(project.exit(&format!("check --project {folder}")), 0, "{name}");
        assert_eq!(project.exit(&format!("fmt --check --project {folder}")), 0, "{name}");
    }
}
