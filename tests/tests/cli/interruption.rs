//! An apply that does not come to its end, and readers that do not wait for it.

use crate::project::Project;
use crate::server::{Server, interrupt};
use insta::assert_snapshot;
use std::fs;
use std::process::{Child, Command, Stdio};

/// Enough calls that an apply can be met in the middle.
const SOURCE: &str = r#"organization Acme {
  attach Lock
  protect

  ou Work {
    ou Teams {
      account dev "Dev" { email = "aws+dev@acme.com" }
      account staging "Staging" { email = "aws+staging@acme.com" }
    }
  }
}

policy Lock: scp {
  deny organizations:LeaveOrganization
}
"#;

/// An apply that has written so many lines of its journal, or has ended before.
fn applying(project: &Project, lines: usize) -> Child {
    let enough = |journal: &str| journal.lines().count() >= lines;
    applying_until(project, project.orgc("apply --sandbox --yes"), enough)
}

/// An apply whose journal has come so far, or that has ended before.
fn applying_until(project: &Project, mut command: Command, enough: impl Fn(&str) -> bool) -> Child {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let journal = project.path(".orgc/journal/1.jsonl");
    while !enough(&fs::read_to_string(&journal).unwrap_or_default()) && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child
}

/// The next apply ends well, with every account there once.
#[track_caller]
fn converges(project: &Project, after: &str) {
    let said = project.run("apply --sandbox --yes");
    assert!(said.starts_with("exit 0\n"), "after {after}: {said}");
    let again = project.run("plan --sandbox --detailed-exitcode");
    assert!(again.starts_with("exit 0\n"), "after {after}: {again}");
    let shown = project.run("sandbox show");
    assert_eq!(shown.matches("@acme.com").count(), 2, "after {after}: {shown}");
}

#[test]
fn a_killed_apply_is_finished_by_the_next() {
    let mut cut_short = 0;
    for lines in [1, 2, 6, 9, 12, 15] {
        let project = Project::of(SOURCE);
        let mut child = applying(&project, lines);
        child.kill().unwrap();
        cut_short += usize::from(child.wait().unwrap().code().is_none());
        converges(&project, &format!("{lines} lines"));
    }
    assert!(cut_short > 0, "no apply was met in the middle");
}

#[test]
fn an_interrupted_apply_says_how_to_go_on() {
    let mut interrupted = 0;
    for lines in [2, 6, 10] {
        let project = Project::of(SOURCE);
        let child = applying(&project, lines);
        interrupt(&child);
        let output = child.wait_with_output().unwrap();
        let said = project.show(&output);
        match output.status.code() {
            Some(130) => {
                interrupted += 1;
                assert!(said.contains("\ninterrupted: "), "{said}");
                assert!(said.contains("\nleft: "), "{said}");
                assert!(said.contains("\njournal: [PROJECT]/.orgc/journal/1.jsonl\n"), "{said}");
                assert!(
                    said.ends_with("run `orgc apply` again: it looks at what is there and goes on\n"),
                    "{said}"
                );
            }
            ended => assert_eq!(ended, Some(0), "{said}"),
        }
        converges(&project, &format!("{lines} lines"));
    }
    assert!(interrupted > 0, "no apply was met in the middle");
}

/// With time as it passes, an account takes seconds to be made: the interrupt comes in between.
#[test]
fn an_interrupt_waits_for_nothing_and_the_next_run_knows_what_was_asked_for() {
    let project = Project::of(crate::project::SMALL);
    let server = Server::start(&project);
    let asked = |journal: &str| {
        let reply = journal.lines().find(|line| line.contains("CreateAccount") && line.contains("reply"));
        reply.is_some()
    };
    let child = applying_until(&project, server.client(&project, "apply --yes"), asked);
    interrupt(&child);
    let said = project.show(&child.wait_with_output().unwrap());
    let (_, end) = said.split_once("under the guards of the root\n").expect("the plan was shown");
    assert_snapshot!(format!("{}\n{end}", &said[..8]), @"
    exit 130
      ✓ create organization/Acme
      ✓ tag organization/Acme
      ✓ create ou/Work
      … create account/dev: waiting for AWS to create the account
      ! create account/dev: interrupted
    interrupted: 3 of 5 operations done
    left: create account/dev, move account/dev
    journal: [PROJECT]/.orgc/journal/1.jsonl
    run `orgc apply` again: it looks at what is there and goes on
    ");
    let plan = project.show(&server.client(&project, "plan").output().unwrap());
    assert!(plan.contains("note: the creation of an account `Acme Dev` is in progress"), "{plan}");
    assert_eq!(server.stop(), Some(0));
}

/// The exit code of a run whose output nobody reads.
fn unread(project: &Project, arguments: &str) -> Option<i32> {
    let mut command = project.orgc(arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    child.wait().unwrap().code()
}

#[test]
fn closed_streams_change_neither_the_work_nor_the_exit_code() {
    let project = Project::of(SOURCE);
    assert_eq!(unread(&project, "--help"), Some(0));
    assert_eq!(unread(&project, "chekc"), Some(2));
    assert_eq!(unread(&project, "graph"), Some(0));
    assert_eq!(unread(&project, "plan --sandbox --detailed-exitcode"), Some(2));
    assert_eq!(unread(&project, "apply --sandbox --yes"), Some(0));
    assert_eq!(unread(&project, "plan --sandbox --detailed-exitcode"), Some(0));
    project.write("main.org", "organization {");
    assert_eq!(unread(&project, "check"), Some(1));
}
