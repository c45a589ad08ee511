//! `orgc import`: sources for an organization that is there.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;
use serde_json::Value;
use std::path::Path;

/// A project with the sources of an example, live in its sandbox.
fn applied(name: &str) -> Project {
    let project = Project::nothing();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(name), &project, "");
    assert_eq!(project.exit("apply --sandbox --yes"), 0, "{name}");
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

/// Nobody's organization, with the ids and everything else of a managed one.
fn unmanaged(project: &Project) -> String {
    assert_eq!(project.exit("snapshot --sandbox --out live.json"), 0);
    let mut file: Value = serde_json::from_str(&project.read("live.json")).unwrap();
    strip(&mut file);
    file.to_string()
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| !name.starts_with("orgc:"));
            members.values_mut().for_each(strip);
        }
        Value::Array(elements) => elements.iter_mut().for_each(strip),
        _ => {}
    }
}

#[test]
fn examples_that_nobody_manages_are_taken_over() {
    for name in ["ai-environments", "landing-zone", "northwind"] {
        let snapshot = unmanaged(&applied(name));
        let project = Project::nothing();
        project.write("orgc.toml", "name = \"taken\"\nedition = \"2026\"\n");
        project.write("live.json", snapshot);
        assert_eq!(project.exit("sandbox load live.json --yes"), 0, "{name}");
        let said = project.run("import --sandbox");
        assert!(said.contains("it holds ownership tags and nothing else"), "{name}: {said}");
        assert_eq!(project.exit("check"), 0, "{name}");
        assert_eq!(project.exit("fmt --check"), 0, "{name}");
        assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 2, "{name}");
        assert_eq!(project.exit("apply --sandbox --yes"), 0, "{name}");
        assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 0, "{name}");
    }
}

#[test]
fn sources_that_were_lost_come_back() {
    for name in ["ai-environments", "landing-zone", "northwind"] {
        let project = applied(name);
        let said = project.run("import again --sandbox");
        assert!(said.contains("it holds ownership tags and nothing else"), "{name}: {said}");
        assert_eq!(project.exit("snapshot --sandbox --out again/live.json"), 0);
        assert_eq!(project.exit("sandbox load again/live.json --yes --project again"), 0, "{name}");
        assert_eq!(project.exit("apply --sandbox --yes --project again"), 0, "{name}");
        assert_eq!(project.exit("plan --sandbox --detailed-exitcode --project again"), 0, "{name}");
    }
}

#[test]
fn nothing_is_overwritten() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert_snapshot!(project.run("import --sandbox"), @"
    exit 1
    ── stderr
    E1006 sources-exist

      × `[PROJECT]/main.org` is there already; nothing was written
      help: import into an empty folder: `orgc import DIR`

    1 error
    ");
    project.write("other/policies.orgc", "");
    assert_snapshot!(project.run("import other --sandbox"), @"
    exit 1
    ── stderr
    E1006 sources-exist

      × `other/policies.orgc` is there already; nothing was written
      help: import into an empty folder: `orgc import DIR`

    1 error
    ");
    assert_eq!(project.exit("import fresh --sandbox"), 0);
    assert_snapshot!(project.read("fresh/main.org"), @r#"
    # The organization as `orgc import` found it.

    organization Acme {
      management Management { email = "management@example.com" }

      ou Work {
        account dev "Acme Dev" { email = "aws+dev@acme.com" }
      }
    }
    "#);
    assert_snapshot!(project.read("fresh/orgc.toml"), @r#"
    # The project. Its name is written to the `orgc:project` tag of everything it manages,
    # so keep it once something is live.
    name = "acme"
    edition = "2026"

    # The Region in which stack sets live.
    region = "us-east-1"
    "#);
}

#[test]
fn there_must_be_an_organization_and_a_snapshot_of_one() {
    let project = Project::of("");
    assert_snapshot!(project.run("import fresh --sandbox"), @"
    exit 1
    ── stderr
    error: the account belongs to no organization
     help: `orgc init` and `orgc apply` make one
    ");
    project.write("bad.json", "{");
    assert_snapshot!(project.run("import fresh --snapshot bad.json"), @"
    exit 1
    ── stderr
    error: `bad.json` cannot be read: it is no snapshot of an organization: EOF while parsing an object at line 1 column 1
     help: `orgc snapshot --out FILE` writes such a file
    ");
    assert_snapshot!(project.run("import fresh --snapshot none.json"), @"
    exit 1
    ── stderr
    error: `none.json`: no such file or directory (os error 2)
    ");
}

#[test]
fn two_projects_do_not_manage_one_organization() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert_eq!(project.exit("snapshot --sandbox --out live.json"), 0);
    project.write("other/orgc.toml", "name = \"other\"\nedition = \"2026\"\n");
    assert_snapshot!(project.run("import other --snapshot live.json"), @"
    exit 1
    ── stderr
    E0704 adopt-conflict

      × project `acme` manages this organization, and this project is `other`
      help: import into a folder without `orgc.toml`, which becomes project `acme` again
            or let `acme` go of it first: `forget` sentences in its sources

    1 error
    ");
    assert_eq!(project.list("other"), ["orgc.toml"]);
}
