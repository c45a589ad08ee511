//! `orgc check`.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;
use std::fs;

#[test]
fn a_project_without_errors_is_counted() {
    assert_snapshot!(Project::of(SMALL).run("check"), @"");
}

#[test]
fn warnings_alone_end_well() {
    let project = Project::of(format!("{SMALL}policy Unused: scp {{ deny organizations:LeaveOrganization }}\n"));
    assert_snapshot!(project.run("check"), @"");
}

#[test]
fn programs_read_one_json_object_a_line_and_nothing_else() {
    let project = Project::of("organization Acme {\n  attach Lok\n  acount dev\n}\n");
    let output = project.orgc("check --format json").output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(1), &b""[..]));
    let text = String::from_utf8(output.stdout).unwrap();
    let codes: Vec<String> = text
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|one| format!("{} {} line {}", one["severity"], one["code"], one["labels"][0]["line"]))
        .collect();
    assert_snapshot!(codes.join("\n"), @"");
    assert_snapshot!(Project::of(SMALL).run("check --format json"), @"");
}

#[test]
fn colour_is_there_when_asked_for() {
    let project = Project::of("organization {\n");
    let colour = |when| project.run(&format!("check --color {when}")).contains('\u{1b}');
    assert!(colour("always"));
    assert!(!colour("never") && !colour("auto"));
}

#[test]
fn a_project_is_found_upwards_and_by_name() {
    let project = Project::of(SMALL);
    project.write("deep/er/notes.txt", "");
    let deep = project.orgc("check").current_dir(project.path("deep/er")).output().unwrap();
    assert_eq!(deep.status.code(), Some(0));
    assert_snapshot!(Project::nothing().run("check"), @"");
    assert_snapshot!(project.run("check --project deep"), @"");
    let elsewhere = Project::nothing();
    let named = elsewhere.orgc("check --project").arg(project.path("")).output().unwrap();
    assert_eq!(named.status.code(), Some(0));
}

#[test]
fn settings_that_cannot_be_read() {
    let project = Project::of(SMALL);
    project.write("orgc.toml", "name = \nedition = \"2026\"");
    assert_snapshot!(project.run("check"), @"");
    project.write("orgc.toml", "name = \"acme\"");
    assert_snapshot!(project.run("check"), @"");
    project.write("orgc.toml", "name = \"acme\"\nedition = \"2062\"\n");
    assert_snapshot!(project.run("check"), @"");
    project.write("orgc.toml", "name = \"acme\"\nedition = \"2026\"\n[quotas]\n\"scp.documnt.max\" = 1\n");
    assert_snapshot!(project.run("check"), @"");
    project.write("orgc.toml", b"name = \"\xff\"");
    assert_snapshot!(project.run("check"), @"");
}

#[test]
fn the_project_is_not_written_to() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("check"), 0);
    assert_eq!(project.list(""), ["main.org", "orgc.toml"]);
    fs::remove_file(project.path("main.org")).unwrap();
    assert_snapshot!(project.run("check"), @"");
}
