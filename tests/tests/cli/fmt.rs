//! `orgc fmt`.

use crate::project::Project;
use insta::assert_snapshot;
use std::io::Write as _;
use std::process::Stdio;

const UGLY: &str = "organization A{\nou   B { }   # a unit\n}\n";

#[test]
fn check_and_diff_change_nothing_and_formatting_does() {
    let project = Project::of(UGLY);
    assert_snapshot!(project.run("fmt --check"), @"
    exit 1
    ── stderr
    main.org
    1 file not formatted; run `orgc fmt`
    ");
    assert_snapshot!(project.run("fmt --diff"), @"
    exit 0
    ── stdout
    --- main.org
    +++ main.org
    @@ -1,3 +1,3 @@
    -organization A{
    -ou   B { }   # a unit
    +organization A {
    +  ou B {} # a unit
     }
    ");
    assert_snapshot!(project.run("fmt --check --diff"), @"
    exit 1
    ── stdout
    --- main.org
    +++ main.org
    @@ -1,3 +1,3 @@
    -organization A{
    -ou   B { }   # a unit
    +organization A {
    +  ou B {} # a unit
     }
    ── stderr
    1 file not formatted; run `orgc fmt`
    ");
    assert_eq!(project.read("main.org"), UGLY);
    assert_snapshot!(project.run("fmt"), @"
    exit 0
    ── stderr
    formatted main.org
    ");
    assert_snapshot!(project.read("main.org"), @"
    organization A {
      ou B {} # a unit
    }
    ");
    assert_snapshot!(project.run("fmt --check"), @"exit 0");
}

#[test]
fn standard_input_goes_to_standard_output() {
    let project = Project::nothing();
    let format = |arguments: &str, source: &[u8]| {
        let mut child = project.orgc(arguments);
        let mut child =
            child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(source).unwrap();
        project.show(&child.wait_with_output().unwrap())
    };
    assert_snapshot!(format("fmt -", b"let  a=1"), @"
    exit 0
    ── stdout
    let a = 1
    ");
    assert_snapshot!(format("fmt --check -", b"let  a=1"), @"exit 1");
    assert_snapshot!(format("fmt --diff -", b"let  a=1"), @r"
    exit 0
    ── stdout
    --- -
    +++ -
    @@ -1 +1 @@
    -let  a=1
    \ No newline at end of file
    +let a = 1
    ");
    assert_snapshot!(format("fmt -", b"\xff"), @"
    exit 1
    ── stderr
    error: standard input is not UTF-8 text: byte 0 (line 1) is the first that is not; it was left as it is
    ");
}

#[test]
fn what_cannot_be_formatted_is_left_as_it_is_and_the_others_are_formatted() {
    let project = Project::of(UGLY);
    project.write("a.org", b"\xff\xfe");
    project.write("notes.org", "* PLAN\n** done\n");
    assert_snapshot!(project.run("fmt"), @"
    exit 1
    ── stderr
    error: `a.org` is not UTF-8 text but UTF-16 (little-endian); it was left as it is
    formatted main.org
    E0101 not-orgc

      × this is an Emacs Org document, not a program for orgc
       ╭─[notes.org:1:1]
     1 │ * PLAN
       · ───┬──
       ·    ╰── recognised by this
     2 │ ** done
       ╰────
      help: `.org` is the extension of both; move the document out of the project's folder

    1 error
    left as it is: notes.org
    ");
    assert_snapshot!(project.read("main.org"), @"
    organization A {
      ou B {} # a unit
    }
    ");
    assert_eq!(project.read("notes.org"), "* PLAN\n** done\n");
    assert_snapshot!(project.run("fmt none.org"), @"
    exit 1
    ── stderr
    error: `none.org`: no such file or directory (os error 2)
    ");
}

#[test]
fn a_file_with_errors_is_formatted_around_them() {
    let project = Project::of("organization A {\n  attach  Lok\n}\n}\nlet   b=1\n");
    assert_snapshot!(project.run("fmt"), @"
    exit 0
    ── stderr
    formatted main.org
    ");
    assert_snapshot!(project.read("main.org"), @"
    organization A {
      attach Lok
    }
    }
    let b = 1
    ");
}
