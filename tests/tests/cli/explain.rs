//! `orgc explain`.

use crate::project::Project;
use insta::assert_snapshot;

#[test]
fn a_page_is_found_by_code_and_by_name() {
    let anywhere = Project::nothing();
    assert_snapshot!(anywhere.run("explain E0502"), @"");
    assert_eq!(anywhere.run("explain duplicate-email"), anywhere.run("explain e0502"));
    assert!(anywhere.run("explain").contains("\nE0502  duplicate-email\n"));
}

#[test]
fn a_wrong_code_is_wrong_usage() {
    assert_snapshot!(Project::nothing().run("explain duplicate-mail"), @"");
    assert_snapshot!(Project::nothing().run("explain E9999"), @"");
}
