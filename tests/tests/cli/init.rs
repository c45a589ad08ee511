//! `orgc init`.

use crate::project::Project;
use insta::assert_snapshot;

#[test]
fn a_new_project_is_checked_formatted_and_planned_as_it_is() {
    let project = Project::nothing();
    assert_snapshot!(project.run("init acme-cloud"), @"
    exit 0
    ── stderr
    started `acme-cloud` in `acme-cloud`
    next: `orgc check`, then `orgc plan --sandbox`
    ");
    assert_eq!(project.list("acme-cloud"), [".gitattributes", "main.org", "orgc.toml"]);
    assert_snapshot!(project.read("acme-cloud/orgc.toml"), @r#"
    # The project. Its name is written to the `orgc:project` tag of everything it manages,
    # so keep it once something is live.
    name = "acme-cloud"
    edition = "2026"

    # The Region in which stack sets live.
    region = "us-east-1"
    "#);
    assert_snapshot!(project.read("acme-cloud/main.org"), @r#"
    # AcmeCloud: one protected organization. Accounts stand in their units; policies hold where
    # they are attached, and for everything below.

    organization AcmeCloud {
      protect

      ou Workloads {
        attach DenyLeavingOrganization

        account dev "AcmeCloud Development" { email = "aws+dev@example.com" }
      }
    }

    policy DenyLeavingOrganization: scp {
      deny organizations:LeaveOrganization
    }

    output dev_account_id = dev.id
    "#);
    assert_snapshot!(project.run("check --project acme-cloud"), @"
    exit 0
    ── stderr
    no errors: 1 account, 1 unit, 1 policy, 1 attachment, 0 stack sets
    ");
    assert_eq!(project.exit("fmt --check --project acme-cloud"), 0);
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode --project acme-cloud"), 2);
}

#[test]
fn nothing_is_overwritten_and_nothing_half_written() {
    let project = Project::nothing();
    project.write("there/main.org", "mine");
    assert_snapshot!(project.run("init there"), @"
    exit 1
    ── stderr
    error: `there/main.org` is there already; nothing was written
     help: choose an empty folder: `orgc init DIR`
    ");
    assert_eq!(project.list("there"), ["main.org"]);
    assert_eq!(project.read("there/main.org"), "mine");
    assert_snapshot!(project.run("init new --name a\"b"), @r#"
    exit 2
    ── stderr
    error: `a"b` cannot be a project's name: 1 to 64 letters, digits and `-_.`
     help: `orgc init --name NAME` chooses another
    "#);
    assert!(!project.path("new").exists());
    project.write("file", "");
    assert_snapshot!(project.run("init file"), @"
    exit 1
    ── stderr
    error: `file/orgc.toml`: a file stands where its folder should be
    ");
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
