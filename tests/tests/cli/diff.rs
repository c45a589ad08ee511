//! `orgc diff`.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;
use std::process::Command;

fn git(project: &Project, arguments: &str) {
    let mut command = Command::new("git");
    command.arg("-C").arg(project.path(".")).args(["-c", "user.name=a", "-c", "user.email=a@b.c"]);
    let output = command.args(arguments.split_whitespace()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A project whose first revision is this source.
fn committed(source: &str) -> Project {
    let project = Project::of(source);
    git(&project, "init --quiet");
    git(&project, "add .");
    git(&project, "commit --quiet --message first");
    project
}

#[test]
fn what_changed_in_meaning_is_told_in_sentences() {
    let project = committed(SMALL);
    assert_snapshot!(project.run("diff HEAD --detailed-exitcode"), @"
    exit 0
    ── stdout
    nothing changed in meaning since HEAD
    ");
    project.write(
        "main.org",
        "organization Acme {\n  attach Lock\n  account dev \"Acme Dev\" { email = \"aws+dev@acme.com\" }\n}\n\
         policy Lock: scp {\n  deny organizations:LeaveOrganization\n}\n\noutput dev_id = dev.id\n",
    );
    assert_snapshot!(project.run("diff HEAD"), @"
    exit 0
    ── stdout
    5 changes in meaning since HEAD; permissions are narrowed

    Organization
      + policy-type/scp is new, implied: service control policies must be enabled before one is attached  main.org:2

    Accounts
      ~ account/dev moves from ou/Work to organization/Acme  main.org:3

    Units
      - ou/Work vanishes, and no sentence says what becomes of it

    Policies
      + policy/Lock is new  main.org:5

    Attachments
      + policy/Lock is attached to organization/Acme, which narrows permissions  main.org:2

    accounts can do other things than at HEAD:
      dev
        - what statement 1 of `Lock` at organization/Acme denies, such as organizations:LeaveOrganization
    ");
    assert_eq!(project.exit("diff HEAD --detailed-exitcode"), 2);
    let output = project.orgc("diff HEAD --format json").output().unwrap();
    let whole: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&whole["orgc"], &whole["from"]), (&1.into(), &"HEAD".into()));
    assert!(
        project
            .run("diff HEAD --format markdown")
            .contains("\n### Accounts\n\n- account/dev moves from ou/Work")
    );
    assert_eq!(project.list("."), [".git", "main.org", "orgc.toml"], "nothing is written");
}

#[test]
fn a_project_below_the_repository_with_folders_and_links() {
    let project = Project::nothing();
    project.write("infra/orgc.toml", "name = \"acme\"\nedition = \"2026\"\n");
    project.write(
        "infra/main.org",
        "organization Acme {\n  attach Lock\n}\npolicy Lock: scp from \"link.json\"\n",
    );
    let document = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"a:B","Resource":"*"}}"#;
    project.write("infra/data/lock.json", document);
    #[cfg(unix)]
    std::os::unix::fs::symlink("data/lock.json", project.path("infra/link.json")).unwrap();
    project.write("infra/other/orgc.toml", "");
    project.write("infra/other/broken.org", "ou {");
    git(&project, "init --quiet");
    git(&project, "add .");
    git(&project, "commit --quiet --message first");
    project.write("infra/data/lock.json", document.replace("a:B", "a:*"));
    assert_snapshot!(project.run("diff HEAD --project infra"), @"
    exit 0
    ── stdout
    1 change in meaning since HEAD; permissions are narrowed

    Policies
      ~ policy/Lock is narrowed  main.org:4
          ~ now deny a:* (narrows)
              action: with a:*, without a:B
    ");
}

#[test]
fn a_side_with_errors_is_told_with_its_diagnostics() {
    let project = committed("organization Acme {\n  attach Lok\n}\n");
    project.write("main.org", "organization Acme {\n  account dev {}\n}\n");
    assert_snapshot!(project.run("diff HEAD"), @r#"
    exit 1
    ── stderr
    the sources at `HEAD` have errors:
    E0201 unknown-name

      × nothing is called `Lok`
       ╭─[HEAD:main.org:2:10]
     1 │ organization Acme {
     2 │   attach Lok
       ·          ─┬─
       ·           ╰── unknown name
     3 │ }
       ╰────
      help: declare it, or write "Lok" in quotes if it is meant as a string

    1 error
    the sources in the work tree have errors:
    E0302 missing-attribute

      × account `dev` needs `email`
       ╭─[main.org:2:3]
     1 │ organization Acme {
     2 │   account dev {}
       ·   ─────┬─────
       ·        ╰── `email` is missing
     3 │ }
       ╰────
      help: add `email = …`

    1 error
    "#);
}

#[test]
fn what_git_does_not_know() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("diff HEAD"), @"
    exit 1
    ── stderr
    error: `[PROJECT]` is in no git repository
     help: `orgc diff REV` compares with a revision that git knows
    ");
    git(&project, "init --quiet");
    assert_snapshot!(project.run("diff HEAD"), @"
    exit 1
    ── stderr
    error: git knows no revision `HEAD`
     help: a branch, a tag or a commit, such as `main`, `v1.2` or `HEAD~1`
    ");
    project.write("notes.txt", "");
    git(&project, "add notes.txt");
    git(&project, "commit --quiet --message notes");
    assert_snapshot!(project.run("diff nowhere"), @"
    exit 1
    ── stderr
    error: git knows no revision `nowhere`
     help: a branch, a tag or a commit, such as `main`, `v1.2` or `HEAD~1`
    ");
    assert_snapshot!(project.run("diff HEAD"), @"
    exit 1
    ── stderr
    error: `HEAD` holds no `orgc.toml` in this folder
     help: the project was elsewhere then, or nowhere; name a later revision
    ");
    let mut without = project.orgc("diff HEAD");
    assert_snapshot!(project.show(&without.env("PATH", "/nonexistent").output().unwrap()), @"
    exit 1
    ── stderr
    error: `git` cannot be run: entity not found
     help: `orgc diff` reads revisions through git; install it, or put it on the PATH
    ");
}
