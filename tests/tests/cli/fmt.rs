//! `orgc fmt`.

use crate::project::Project;
use insta::assert_snapshot;
use std::io::Write as _;
use std::process::Stdio;

const UGLY: &str = "organization A{\nou   B { }   # a unit\n}\n";

#[test]
fn check_and_diff_change_nothing_and_formatting_does() {
    let project = Project::of(UGLY);
    assert_snapshot!(project.run("fmt --check"), @"");
    assert_snapshot!(project.run("fmt --diff"), @"");
    assert_snapshot!(project.run("fmt --check --diff"), @"");
    assert_eq!(project.read("main.org"), UGLY);
    assert_snapshot!(project.run("fmt"), @"");
    assert_snapshot!(project.read("main.org"), @"");
    assert_snapshot!(project.run("fmt --check"), @"");
}

#[test]
fn standard_input_goes_to_standard_output() {
    let project = Project::nothing();
    let format = |arguments: &str, source: &[u8]| {
        let mut child = project.orgc(arguments);
        let mut child = child
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(source).unwrap();
        project.show(&child.wait_with_output().unwrap())
    };
    assert_snapshot!(format("fmt -", b"let  a=1"), @"");
    assert_snapshot!(format("fmt --check -", b"let  a=1"), @"");
    assert_snapshot!(format("fmt --diff -", b"let  a=1"), @"");
    assert_snapshot!(format("fmt -", b"\xff"), @"");
}

#[test]
fn what_cannot_be_formatted_is_left_as_it_is_and_the_others_are_formatted() {
    let project = Project::of(UGLY);
    project.write("a.org", b"\xff\xfe");
    project.write("notes.org", "* TODO\n** done\n");
    assert_snapshot!(project.run("fmt"), @"");
    assert_snapshot!(project.read("main.org"), @"");
    assert_eq!(project.read("notes.org"), "* TODO\n** done\n");
    assert_snapshot!(project.run("fmt none.org"), @"");
}

#[test]
fn a_file_with_errors_is_formatted_around_them() {
    let project = Project::of("organization A{\nacount   dev\n}\n}\nlet   b=1\n");
    assert_snapshot!(project.run("fmt"), @"");
    assert_snapshot!(project.read("main.org"), @"");
}
