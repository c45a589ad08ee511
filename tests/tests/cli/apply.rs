//! `orgc apply`.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;
use std::fmt::Write as _;

#[test]
fn a_plan_is_shown_carried_out_and_followed_by_the_outputs() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("apply --sandbox --yes"), @"");
    assert_snapshot!(project.run("apply --sandbox --yes --format json"), @"");
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0);
}

#[test]
fn without_anybody_to_ask_nothing_is_changed() {
    let project = Project::of(SMALL);
    let output = project.orgc("apply --sandbox").output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]));
    let words = String::from_utf8(output.stderr).unwrap();
    assert_snapshot!(words.lines().rev().take(2).collect::<Vec<_>>().join("\n"), @"");
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 2);
}

#[test]
fn a_saved_plan_is_carried_out_once() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("plan --sandbox --out first.json"), 0);
    assert_eq!(project.exit("apply first.json --sandbox --yes"), 0);
    assert_snapshot!(project.run("apply first.json --sandbox --yes"), @"");
}

#[test]
fn a_saved_plan_of_other_sources_is_refused() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("plan --sandbox --out first.json"), 0);
    project.edit("main.org", "Acme Dev", "Acme Development");
    assert_snapshot!(project.run("apply first.json --sandbox --yes"), @"");
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
}

#[test]
fn files_that_are_no_plans() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("apply none.json --sandbox --yes"), @"");
    assert_snapshot!(project.run("apply main.org --sandbox --yes"), @"");
    assert_eq!(project.exit("plan --sandbox --out plan.json"), 0);
    let plan = project.read("plan.json");
    project.write("cut.json", &plan[..plan.len() / 2]);
    assert_snapshot!(project.run("apply cut.json --sandbox --yes"), @"");
    project.write("newer.json", plan.replacen("\"format\": 1", "\"format\": 99", 1));
    assert_snapshot!(project.run("apply newer.json --sandbox --yes"), @"");
    assert_eq!(project.exit("apply plan.json --sandbox --yes"), 0);
}

/// The sandbox allows ten accounts, the management account among them.
#[test]
fn a_refusal_in_the_middle_lets_the_rest_finish_and_the_next_run_go_on() {
    let accounts = (1..=11).fold(String::new(), |mut all, number| {
        let _ = writeln!(all, "  account a{number} \"A{number}\" {{ email = \"aws+{number}@acme.com\" }}");
        all
    });
    let project = Project::of(format!("organization Acme {{\n{accounts}}}\n"));
    let output = project.orgc("apply --sandbox --yes").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let words = String::from_utf8(output.stderr).unwrap();
    let (_, end) = words.split_once("E1203").expect("AWS's refusal is reported");
    let end = end.replace(&project.path("").display().to_string(), "[PROJECT]/");
    assert_snapshot!(format!("E1203{end}"), @"");
    project.edit("main.org", "  account a10 \"A10\" { email = \"aws+10@acme.com\" }\n", "");
    project.edit("main.org", "  account a11 \"A11\" { email = \"aws+11@acme.com\" }\n", "");
    assert_snapshot!(project.run("plan --sandbox"), @"");
}
