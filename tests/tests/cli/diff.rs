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
    assert_snapshot!(project.run("diff HEAD --detailed-exitcode"), @"");
    project.write(
        "main.org",
        "organization Acme {\n  attach Lock\n  account dev \"Acme Dev\" { email = \"aws+dev@acme.com\" }\n}\n\
         policy Lock: scp {\n  deny organizations:LeaveOrganization\n}\n\noutput dev_id = dev.id\n",
    );
    assert_snapshot!(project.run("diff HEAD"), @"");
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
    assert_snapshot!(project.run("diff HEAD --project infra"), @"");
}

#[test]
fn a_side_with_errors_is_told_with_its_diagnostics() {
    let project = committed("organization Acme {\n  attach Lok\n}\n");
    project.write("main.org", "organization Acme {\n  account dev {}\n}\n");
    assert_snapshot!(project.run("diff HEAD"), @"");
}

#[test]
fn what_git_does_not_know() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("diff HEAD"), @"");
    git(&project, "init --quiet");
    assert_snapshot!(project.run("diff HEAD"), @"");
    project.write("notes.txt", "");
    git(&project, "add notes.txt");
    git(&project, "commit --quiet --message notes");
    assert_snapshot!(project.run("diff nowhere"), @"");
    assert_snapshot!(project.run("diff HEAD"), @"");
    let mut without = project.orgc("diff HEAD");
    assert_snapshot!(project.show(&without.env("PATH", "/nonexistent").output().unwrap()), @"");
}
