//! `orgc eval`.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;

#[test]
fn sources_with_errors_are_told_and_not_evaluated() {
    assert_snapshot!(Project::of("organization A {\n  attach Lok\n}\n").run("eval 1"), @"");
}

#[test]
fn nothing_is_printed_to_standard_output_without_a_value() {
    let project = Project::of(SMALL);
    let output = project.orgc("eval nothing-of-this-name").output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]));
    assert!(!output.stderr.is_empty());
}
