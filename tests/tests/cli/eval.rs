//! `orgc eval`.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;

#[test]
fn sources_with_errors_are_told_and_not_evaluated() {
    assert_snapshot!(Project::of("organization A {\n  attach Lok\n}\n").run("eval 1"), @r#"
    exit 1
    ── stderr
    E0201 unknown-name

      × nothing is called `Lok`
       ╭─[main.org:2:10]
     1 │ organization A {
     2 │   attach Lok
       ·          ─┬─
       ·           ╰── unknown name
     3 │ }
       ╰────
      help: declare it, or write "Lok" in quotes if it is meant as a string

    1 error
    "#);
}

#[test]
fn nothing_is_printed_to_standard_output_without_a_value() {
    let project = Project::of(SMALL);
    let output = project.orgc("eval nothing-of-this-name").output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]));
    assert!(!output.stderr.is_empty());
}
