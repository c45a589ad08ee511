//! `orgc.toml`, `--set`, and the levels of lints.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;

const UNUSED: &str = "organization A {}\npolicy Unused: scp { deny organizations:LeaveOrganization }\n";

fn with(settings: &str, source: &str) -> Project {
    let project = Project::of(source);
    project.write("orgc.toml", format!("name = \"acme\"\nedition = \"2026\"\n{settings}"));
    project
}

#[test]
fn every_mistake_of_the_project_file_is_told_in_one_run() {
    let project = Project::of(SMALL);
    project.write("orgc.toml", "name = \"a b\"\nregoin = \"eu-west-1\"\n[lints]\nE0201 = \"allow\"\n");
    assert_snapshot!(project.run("check"), @r#"
    exit 1
    ── stderr
    E1002 project-file

      × `edition` is missing
       ╭─[orgc.toml:1:1]
     1 │ name = "a b"
       · ▲
       · ╰── here
     2 │ regoin = "eu-west-1"
       ╰────
      help: write `edition = "2026"`

    E1002 project-file

      × `a b` cannot be a project's name: 1 to 64 letters, digits and `-_.`
       ╭─[orgc.toml:1:8]
     1 │ name = "a b"
       ·        ──┬──
       ·          ╰── here
     2 │ regoin = "eu-west-1"
       ╰────

    E1002 project-file

      × there is no key `regoin`
       ╭─[orgc.toml:2:1]
     1 │ name = "a b"
     2 │ regoin = "eu-west-1"
       · ───┬──
       ·    ╰── here
     3 │ [lints]
       ╰────
      help: did you mean `region`?

    E1002 project-file

      × `E0201` is an error and cannot be silenced or lowered
       ╭─[orgc.toml:4:1]
     3 │ [lints]
     4 │ E0201 = "allow"
       · ──┬──
       ·   ╰── here
       ╰────
      help: only lints, whose codes begin with `W`, have a level

    4 errors
    "#);
}

#[test]
fn a_project_file_that_is_no_toml_or_no_text() {
    let project = Project::of(SMALL);
    project.write("orgc.toml", "name = \"acme\nedition = \"2026\"\n");
    assert!(project.run("check").contains("`orgc.toml` is no TOML: "));
    project.write("orgc.toml", b"\xff\xfen\0a\0");
    assert_snapshot!(project.run("check"), @"
    exit 1
    ── stderr
    E1002 project-file

      × `orgc.toml` is not UTF-8 text but UTF-16 (little-endian)
      help: write it as UTF-8 text; `orgc init DIR` shows one

    1 error
    ");
}

#[test]
fn lints_are_silenced_and_raised() {
    assert_eq!(
        with("[lints]\nunattached = \"allow\"\n", UNUSED).run("check"),
        "exit 0\n── stderr\nno errors: 0 accounts, 0 units, 1 policy, 0 attachments, 0 stack sets\n"
    );
    assert_snapshot!(with("[lints]\nW0616 = \"error\"\n", UNUSED).run("check"), @"
    exit 1
    ── stderr
    W0616 unattached

      × policy `Unused` is never attached
       ╭─[main.org:2:1]
     1 │ organization A {}
     2 │ policy Unused: scp { deny organizations:LeaveOrganization }
       · ──────┬──────
       ·       ╰── without effect
       ╰────
      help: write `attach Unused` where it should hold, or remove it
      note: `orgc.toml` makes this lint an error

    1 error
    ");
}

#[test]
fn a_table_of_its_own_must_be_a_file_of_the_project() {
    assert_snapshot!(with("[tables]\niam = \"../iam.json\"\n", SMALL).run("check"), @r#"
    exit 1
    ── stderr
    E1002 project-file

      × `../iam.json` is outside the project
       ╭─[orgc.toml:4:7]
     3 │ [tables]
     4 │ iam = "../iam.json"
       ·       ──────┬──────
       ·             ╰── this file
       ╰────
      help: it is JSON with one service a line, in the form that `cargo xtask catalog` reads

    1 error
    "#);
}

#[test]
fn values_of_params_are_names_with_a_value_and_given_once() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("check --set stage"), @"
    exit 2
    ── stderr
    error: invalid value 'stage' for '--set <NAME=VALUE>': write NAME=VALUE

    For more information, try '--help'.
    ");
    assert_snapshot!(project.run("check --set 9=1"), @"
    exit 2
    ── stderr
    error: invalid value '9=1' for '--set <NAME=VALUE>': `9` cannot be the name of a param

    For more information, try '--help'.
    ");
    assert_snapshot!(project.run("check --set stage="), @r#"
    exit 2
    ── stderr
    error: invalid value 'stage=' for '--set <NAME=VALUE>': a value is missing; an empty text is stage='""'

    For more information, try '--help'.
    "#);
    assert_snapshot!(project.run("plan --sandbox --set a=1 --set a=2"), @"
    exit 2
    ── stderr
    error: `--set a=…` is given twice
    ");
}
