//! `--format json|sarif|github` of `orgc check`.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;
use serde_json::Value;

const WRONG: &str =
    "organization Acme {\n  attach Lok\n}\npolicy Lock: scp { deny organizations:LeaveOrganization }\n";

fn sarif(project: &Project, exit: i32) -> Value {
    let output = project.orgc("check --format sarif").output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(exit), &b""[..]));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What SARIF 2.1.0 and its readers need: versions, a driver, and for every result a rule that is
/// there, a message, and regions that count from one.
fn assert_essentials(log: &Value) {
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().ends_with("sarif-2.1.0.json"));
    let run = &log["runs"].as_array().unwrap()[0];
    assert_eq!(
        (&run["tool"]["driver"]["name"], &run["columnKind"]),
        (&"orgc".into(), &"unicodeCodePoints".into())
    );
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        for member in ["id", "name", "helpUri"] {
            assert!(rule[member].is_string(), "{member}: {rule}");
        }
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## How to fix"));
    }
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        for location in result["locations"].as_array().unwrap() {
            let physical = &location["physicalLocation"];
            assert!(physical["artifactLocation"]["uri"].is_string());
            let region = |name: &str| physical["region"][name].as_u64().unwrap();
            assert!(region("startLine") >= 1 && region("startColumn") >= 1);
            assert!(region("endLine") >= region("startLine") && region("endColumn") >= 1);
        }
    }
}

#[test]
fn sarif_is_one_log_with_rules_places_and_fixes() {
    let log = sarif(&Project::of(WRONG), 1);
    assert_essentials(&log);
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "E0201");
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "Lock");
}

#[test]
fn sarif_without_findings_is_a_log_too_and_so_is_a_broken_project_file() {
    let project = Project::of(SMALL);
    let log = sarif(&project, 0);
    assert_essentials(&log);
    assert_eq!(log["runs"][0]["results"], Value::Array(Vec::new()));
    project.write("orgc.toml", "nme = 1\n");
    let log = sarif(&project, 1);
    assert_essentials(&log);
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 3);
}

#[test]
fn annotations_name_files_as_seen_from_the_current_folder() {
    let project = Project::nothing();
    project.write("infra/orgc.toml", "name = \"acme\"\nedition = \"2026\"\n");
    project.write("infra/main.org", WRONG);
    assert_snapshot!(project.run("check --project infra --format github"), @"
    exit 1
    ── stdout
    ::error file=infra/main.org,line=2,col=10,endColumn=13,title=E0201 unknown-name::nothing is called `Lok`%0Ahelp: did you mean `Lock`?
    ");
}

#[test]
fn sarif_is_for_check_alone() {
    assert_snapshot!(Project::of(SMALL).run("plan --sandbox --format sarif"), @"
    exit 2
    ── stderr
    error: `--format sarif` is for `orgc check`: a log of its diagnostics
    ");
}

#[test]
fn a_line_of_json_has_places_in_bytes_and_in_lines() {
    let project = Project::of(WRONG);
    let output = project.orgc("check --format json").output().unwrap();
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    let edit = &line["fix"]["edits"][0];
    let place = ["file", "start", "end", "line", "column", "end_line", "end_column"]
        .map(|name| edit["at"][name].to_string());
    assert_eq!(place, ["\"main.org\"", "29", "32", "2", "10", "2", "13"]);
    assert_eq!(edit["replacement"], "Lock");
}
