//! `orgc check`.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;
use std::fs;

#[test]
fn a_project_without_errors_is_counted() {
    assert_snapshot!(Project::of(SMALL).run("check"), @"
    exit 0
    ── stderr
    no errors: 1 account, 1 unit, 0 policies, 0 attachments, 0 stack sets
    ");
}

#[test]
fn warnings_alone_end_well() {
    let project =
        Project::of(format!("{SMALL}policy Unused: scp {{ deny organizations:LeaveOrganization }}\n"));
    assert_snapshot!(project.run("check"), @"
    exit 0
    ── stderr
    W0616 unattached

      ⚠ policy `Unused` is never attached
       ╭─[main.org:8:1]
     7 │ output dev_id = dev.id
     8 │ policy Unused: scp { deny organizations:LeaveOrganization }
       · ──────┬──────
       ·       ╰── without effect
       ╰────
      help: write `attach Unused` where it should hold, or remove it

    1 warning
    no errors: 1 account, 1 unit, 1 policy, 0 attachments, 0 stack sets
    ");
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
    assert_snapshot!(codes.join("\n"), @r#"
    "error" "E0201" line 2
    "error" "E0102" line 3
    "#);
    assert_snapshot!(Project::of(SMALL).run("check --format json"), @"exit 0");
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
    assert_snapshot!(Project::nothing().run("check"), @"
    exit 1
    ── stderr
    error: neither this folder nor one above it holds an `orgc.toml`
     help: `orgc init` starts a project; `--project DIR` names one
    ");
    assert_snapshot!(project.run("check --project deep"), @"
    exit 1
    ── stderr
    error: `deep` holds no `orgc.toml`
     help: `orgc init` starts a project; `--project DIR` names one
    ");
    let elsewhere = Project::nothing();
    let named = elsewhere.orgc("check --project").arg(project.path("")).output().unwrap();
    assert_eq!(named.status.code(), Some(0));
}

#[test]
fn settings_that_cannot_be_read() {
    let project = Project::of(SMALL);
    project.write("orgc.toml", "name = \nedition = \"2026\"");
    assert_snapshot!(project.run("check"), @r#"
    exit 1
    ── stderr
    E1002 project-file

      × `orgc.toml` is no TOML: string values must be quoted, expected literal string
       ╭─[orgc.toml:1:8]
     1 │ name = 
       ·        ▲
       ·        ╰── here
     2 │ edition = "2026"
       ╰────
      help: see https://toml.io

    1 error
    "#);
    project.write("orgc.toml", "name = \"acme\"");
    assert_snapshot!(project.run("check"), @r#"
    exit 1
    ── stderr
    E1002 project-file

      × `edition` is missing
       ╭─[orgc.toml:1:1]
     1 │ name = "acme"
       · ▲
       · ╰── here
       ╰────
      help: write `edition = "2026"`

    1 error
    "#);
    project.write("orgc.toml", "name = \"acme\"\nedition = \"2062\"\n");
    assert_snapshot!(project.run("check"), @r#"
    exit 1
    ── stderr
    E1002 project-file

      × this release knows edition `2026`, not `2062`
       ╭─[orgc.toml:2:11]
     1 │ name = "acme"
     2 │ edition = "2062"
       ·           ───┬──
       ·              ╰── here
       ╰────

    1 error
    "#);
    project.write("orgc.toml", "name = \"acme\"\nedition = \"2026\"\n[quotas]\n\"scp.documnt.max\" = 1\n");
    assert_snapshot!(project.run("check"), @r#"
    exit 1
    ── stderr
    E1002 project-file

      × there is no quota `scp.documnt.max`
       ╭─[orgc.toml:4:1]
     3 │ [quotas]
     4 │ "scp.documnt.max" = 1
       · ────────┬────────
       ·         ╰── here
       ╰────
      help: did you mean `scp.document.max`?

    1 error
    "#);
    project.write("orgc.toml", b"name = \"\xff\"");
    assert_snapshot!(project.run("check"), @"
    exit 1
    ── stderr
    E1002 project-file

      × `orgc.toml` is not UTF-8 text: byte 8 (line 1) is the first that is not
      help: write it as UTF-8 text; `orgc init DIR` shows one

    1 error
    ");
}

#[test]
fn the_project_is_not_written_to() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("check"), 0);
    assert_eq!(project.list(""), ["main.org", "orgc.toml"]);
    fs::remove_file(project.path("main.org")).unwrap();
    assert_snapshot!(project.run("check"), @"
    exit 1
    ── stderr
    E1003 no-sources

      × the project holds no `.org` file
      help: write one beside `orgc.toml`, or start with `orgc init` in an empty folder

    1 error
    ");
}

#[test]
fn what_plugins_answered_is_kept_for_the_next_check_alone() {
    let project = Project::of(format!(
        "{SMALL}\nbaseline Audit {{\n  template = file(\"audit.yaml\")\n  regions  = [eu-west-1]\n}}\n"
    ));
    project.write("audit.yaml", "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n");
    let first = project.run("check");
    let kept = project.read(".orgc/answers.json");
    assert!(kept.contains("AWS::SNS::Topic"), "{kept}");
    assert_eq!(project.run("check"), first);
    assert_eq!(project.read(".orgc/answers.json"), kept, "the same questions, the same answers");
    assert_eq!(project.read(".orgc/.gitignore"), "*\n");

    let plan = project.run("plan --sandbox");
    project.write(".orgc/answers.json", kept.replace("AWS::SNS::Topic", "AWS::IAM::Role"));
    assert_eq!(project.run("plan --sandbox"), plan, "a plan asks the plugin itself");
    project.write(".orgc/answers.json", "{");
    assert_eq!(project.run("check"), first);
    assert_eq!(project.read(".orgc/answers.json"), kept);
}
