//! `orgc graph`.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;

#[test]
fn the_tree_and_the_plan_are_drawn_in_both_languages() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("graph"), @r#"
    exit 0
    ── stdout
    flowchart TD
      n0["account/dev<br/>Acme Dev"]
      n1["organization/Acme"]
      n2["ou/Work"]
      n2 --> n0
      n1 --> n2
    "#);
    assert_snapshot!(project.run("graph tree --as dot"), @r#"
    exit 0
    ── stdout
    digraph organization {
      node [shape=box];
      n0 [label="account/dev\nAcme Dev"];
      n1 [label="organization/Acme"];
      n2 [label="ou/Work"];
      n2 -> n0;
      n1 -> n2;
    }
    "#);
    assert_snapshot!(project.run("graph plan --sandbox"), @r#"
    exit 0
    ── stdout
    flowchart TD
      n0["create organization/Acme"]
      n1["tag organization/Acme"]
      n2["create ou/Work"]
      n3["create account/dev"]
      n4["move account/dev"]
      n0 --> n1
      n0 --> n2
      n0 --> n3
      n3 --> n4
      n0 --> n4
      n2 --> n4
    "#);
    assert_eq!(project.exit("graph plan --sandbox --as dot"), 0);
}
