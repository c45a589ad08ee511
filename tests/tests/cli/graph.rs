//! `orgc graph`.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;

#[test]
fn the_tree_and_the_plan_are_drawn_in_both_languages() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("graph"), @"");
    assert_snapshot!(project.run("graph tree --as dot"), @"");
    assert_snapshot!(project.run("graph plan --sandbox"), @"");
    assert_eq!(project.exit("graph plan --sandbox --as dot"), 0);
}
