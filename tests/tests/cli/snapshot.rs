//! `orgc snapshot` and `orgc sandbox load`: an organization and its copy.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;
use std::path::Path;

/// A project with the sources of an example.
fn example(name: &str) -> Project {
    let project = Project::nothing();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(name), &project, "");
    project
}

fn copy(from: &Path, project: &Project, to: &str) {
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let path = format!("{to}{}", entry.file_name().into_string().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true if path != ".orgc" => copy(&entry.path(), project, &format!("{path}/")),
            true => {}
            false => project.write(&path, std::fs::read(entry.path()).unwrap()),
        }
    }
}

#[test]
fn a_copy_answers_as_the_organization_does() {
    for name in ["ai-environments", "landing-zone", "northwind"] {
        let project = example(name);
        assert_eq!(project.exit("apply --sandbox --yes"), 0, "{name}");
        assert_eq!(project.exit("snapshot --sandbox --out live.json"), 0, "{name}");
        assert_eq!(project.exit("sandbox load live.json --yes"), 0, "{name}");
        assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0, "{name}");
        assert_eq!(project.exit("snapshot --sandbox --out copy.json"), 0, "{name}");
        assert_eq!(project.read("copy.json"), project.read("live.json"), "{name}");
    }
}

#[test]
fn what_is_made_on_a_copy_has_ids_of_its_own() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert_eq!(project.exit("snapshot --sandbox --out live.json"), 0);
    assert_snapshot!(project.run("sandbox load live.json"), @"
    exit 1
    ── stderr
    error: nothing was forgotten
     help: `--yes` answers the question
    ");
    assert_snapshot!(project.run("sandbox load live.json --yes"), @"
    exit 0
    ── stderr
    the sandbox is a copy of that organization; `orgc plan --sandbox` plans on it
    ");
    project.edit(
        "main.org",
        "ou Work {",
        "ou More { account more \"More\" { email = \"more@acme.com\" } }\n  ou Work {",
    );
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0);
    let accounts = project.run("sandbox show").lines().filter(|line| line.contains("@acme.com")).count();
    assert_eq!(accounts, 2);
}

#[test]
fn there_must_be_an_organization_and_a_file_of_one() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("snapshot --sandbox"), @"
    exit 1
    ── stderr
    error: the account belongs to no organization
     help: `orgc apply` makes one from the sources
    ");
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert_eq!(project.exit("snapshot --sandbox --out live.json"), 0);
    let good = project.read("live.json");
    for (bad, said) in [
        ("{", "it is no snapshot of an organization: EOF while parsing an object at line 1 column 1"),
        ("[]", "it is no snapshot of an organization: "),
        (r#"{"format":99}"#, "it has the format 99, which is newer than 1"),
        (&good.replace("\"parent\": \"ou-", "\"parent\": \"no-"), "it names `no-"),
        (&good.replacen("\"target\": \"", "\"target\": \"x", 1), "it names `x"),
        (&good.replace("\"units\"", "\"unit\""), "missing field `units`"),
    ] {
        project.write("bad.json", bad);
        let before = project.run("sandbox show");
        let answer = project.run("sandbox load bad.json --yes");
        assert!(answer.contains(said), "{answer}");
        assert_eq!(project.run("sandbox show"), before);
    }
}
