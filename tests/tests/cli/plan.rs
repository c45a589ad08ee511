//! `orgc plan`.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;

#[test]
fn what_would_change_in_words_and_in_markdown() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("plan --sandbox"), @"");
    assert_snapshot!(project.run("plan --sandbox --format markdown"), @"");
}

#[test]
fn programs_read_the_plan_alone_on_standard_output() {
    let unused = "policy Unused: scp { deny organizations:LeaveOrganization }\n";
    let project = Project::of(format!("{SMALL}{unused}"));
    let output = project.orgc("plan --sandbox --format json").output().unwrap();
    let plan: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(plan["operations"].as_array().unwrap().len(), 6);
    let warning: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(warning["name"], "unattached");
}

#[test]
fn the_exit_code_tells_whether_there_is_something_to_do() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("plan --sandbox"), 0);
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 2);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert_snapshot!(project.run("plan --sandbox --detailed-exitcode"), @"");
    project.write("main.org", "organization {");
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 1);
}

#[test]
fn a_saved_plan_is_announced_and_whole() {
    let project = Project::of(SMALL);
    let output = project.orgc("plan --sandbox --out plans/first.json").output().unwrap();
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @"");
    let saved: serde_json::Value = serde_json::from_str(&project.read("plans/first.json")).unwrap();
    assert_eq!(saved["format"], 1);
    project.write("file", "");
    let refused = project.orgc("plan --sandbox --out file/plan.json").output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert_snapshot!(String::from_utf8_lossy(&refused.stderr), @"");
}
