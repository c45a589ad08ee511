//! `orgc plan`.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;

#[test]
fn what_would_change_in_words_and_in_markdown() {
    let project = Project::of(SMALL);
    assert_snapshot!(project.run("plan --sandbox"), @"
    exit 0
    ── stdout
    acme · 5 operations

      + create organization/Acme  main.org:1
          features: all
          cannot be undone: only an organization without members can be deleted, and by hand
      ~ tag organization/Acme     main.org:1
          tags.orgc:id: organization/Acme
          tags.orgc:project: acme
      + create ou/Work            main.org:2
          name: Work
          parent: organization/Acme
      + create account/dev        main.org:3
          name: Acme Dev
          email: aws+dev@acme.com
          cannot be undone: an account can only be closed; its e-mail can never be used again
      ~ move account/dev          main.org:3
          parent: organization/Acme → ou/Work

    3 to create, 1 to tag, 1 to move
    note: AWS makes accounts in the root: until its move, 1 new account stands only under the guards of the root
    ");
    assert_snapshot!(project.run("plan --sandbox --format markdown"), @"
    exit 0
    ── stdout
    ### `acme`: 5 operations

    3 to create, 1 to tag, 1 to move

    | operation | source | remark |
    |---|---|---|
    | create organization/Acme | main.org:1 | **cannot be undone:** only an organization without members can be deleted, and by hand |
    | tag organization/Acme | main.org:1 |  |
    | create ou/Work | main.org:2 |  |
    | create account/dev | main.org:3 | **cannot be undone:** an account can only be closed; its e-mail can never be used again |
    | move account/dev | main.org:3 |  |

    <details><summary>details</summary>

    ~~~text
    acme · 5 operations

      + create organization/Acme  main.org:1
          features: all
          cannot be undone: only an organization without members can be deleted, and by hand
      ~ tag organization/Acme     main.org:1
          tags.orgc:id: organization/Acme
          tags.orgc:project: acme
      + create ou/Work            main.org:2
          name: Work
          parent: organization/Acme
      + create account/dev        main.org:3
          name: Acme Dev
          email: aws+dev@acme.com
          cannot be undone: an account can only be closed; its e-mail can never be used again
      ~ move account/dev          main.org:3
          parent: organization/Acme → ou/Work

    3 to create, 1 to tag, 1 to move
    note: AWS makes accounts in the root: until its move, 1 new account stands only under the guards of the root
    ~~~

    </details>
    ");
}

#[test]
fn programs_read_the_plan_alone_on_standard_output() {
    let unused = "policy Unused: scp { deny organizations:LeaveOrganization }\n";
    let project = Project::of(format!("{SMALL}{unused}"));
    let output = project.orgc("plan --sandbox --format json").output().unwrap();
    let plan: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(plan["operations"].as_array().unwrap().len(), 7);
    let warning: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(warning["name"], "unattached");
}

#[test]
fn the_exit_code_tells_whether_there_is_something_to_do() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("plan --sandbox"), 0);
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 2);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert_snapshot!(project.run("plan --sandbox --detailed-exitcode"), @"
    exit 0
    ── stdout
    nothing to do: the organization is as the sources say
    unmanaged, never touched: 1 account (Management)
    ");
    project.write("main.org", "organization {");
    assert_eq!(project.exit("plan --sandbox --detailed-exitcode"), 1);
}

#[test]
fn a_saved_plan_is_announced_and_whole() {
    let project = Project::of(SMALL);
    let output = project.orgc("plan --sandbox --out plans/first.json").output().unwrap();
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @"saved; `orgc apply plans/first.json` carries it out");
    let saved: serde_json::Value = serde_json::from_str(&project.read("plans/first.json")).unwrap();
    assert_eq!(saved["format"], 1);
    project.write("file", "");
    let refused = project.orgc("plan --sandbox --out file/plan.json").output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert_snapshot!(String::from_utf8_lossy(&refused.stderr), @"error: `file/plan.json`: a file stands where its folder should be");
}

/// Two policies at one unit, and three accounts.
const TEAM: &str = r#"organization Acme {
  ou Team {
    attach Stay, Quiet
    account one { email = "aws+one@acme.com" }
    account two { email = "aws+two@acme.com" }
    account three { email = "aws+three@acme.com" }
  }
  ou Other {}
}

policy Stay: scp { deny organizations:LeaveOrganization }
policy Quiet: scp { deny cloudtrail:StopLogging }
"#;

#[test]
fn a_plan_that_is_larger_than_the_project_lets_pass() {
    let project = Project::of(TEAM);
    let settings = project.read("orgc.toml");
    project.write("orgc.toml", format!("{settings}\n[thresholds]\nmove = \"34%\"\ndetach = 0\n"));
    assert_eq!(project.exit("apply --sandbox --yes"), 0, "new accounts go to their places");
    let moved = TEAM.replace("    account two { email = \"aws+two@acme.com\" }\n    account three { email = \"aws+three@acme.com\" }\n", "");
    let moved = moved.replace("ou Other {}", "ou Other {\n    account two { email = \"aws+two@acme.com\" }\n    account three { email = \"aws+three@acme.com\" }\n  }");
    project.write("main.org", moved.replace("attach Stay, Quiet", "attach Stay").replace("policy Quiet: scp { deny cloudtrail:StopLogging }\n", "policy Quiet: scp { deny cloudtrail:StopLogging }\n"));
    let output = project.orgc("plan --sandbox --out plan.json").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @"");
    assert!(!project.exists("plan.json"), "such a plan is not saved");
    assert_eq!(project.exit("apply --sandbox --yes --allow move"), 1);
    assert_eq!(project.exit("apply --sandbox --yes --allow move --allow detach"), 0);
    assert_snapshot!(project.run("plan --sandbox --allow create"), @"");
}

#[test]
fn a_part_of_a_plan_with_what_it_needs() {
    let project = Project::of(TEAM);
    assert_snapshot!(project.run("apply --sandbox --yes --target account/two"), @"");
    assert_snapshot!(project.run("plan --sandbox --target ou/Team --target account/four"), @"");
    assert_snapshot!(project.run("plan --sandbox --target policy/Quiet"), @"");
    assert_snapshot!(project.run("plan --sandbox --target Team"), @"");
    assert_eq!(project.exit("plan --sandbox --out plan.json"), 0);
    assert_snapshot!(project.run("apply plan.json --sandbox --target ou/Team"), @"");
}

#[test]
fn the_least_permissions_for_a_plan() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    project.write("main.org", format!("{}\npolicy Stay: scp {{ deny organizations:LeaveOrganization }}\n", SMALL.replace("ou Work {", "ou Work {\n    attach Stay")));
    assert_snapshot!(project.run("plan --sandbox --iam"), @"");
}
