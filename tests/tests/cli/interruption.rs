//! An apply that does not come to its end, and readers that do not wait for it.

use crate::project::Project;
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
    let mut command = project.orgc("apply --sandbox --yes");
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let journal = project.path(".orgc/journal/1.jsonl");
    let written = || fs::read(&journal).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
    while written() < lines && child.try_wait().unwrap().is_none() {
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
        Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
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
