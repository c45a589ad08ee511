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
    let [two, three] =
        ["two", "three"].map(|name| format!("    account {name} {{ email = \"aws+{name}@acme.com\" }}\n"));
    let moved = TEAM.replace(&two, "").replace(&three, "").replace("attach Stay, Quiet", "attach Stay");
    project.write("main.org", moved.replace("ou Other {}", &format!("ou Other {{\n{two}{three}  }}")));
    let output = project.orgc("plan --sandbox --out plan.json").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r#"
    W0616 unattached

      ⚠ policy `Quiet` is never attached
        ╭─[main.org:13:1]
     12 │ policy Stay: scp { deny organizations:LeaveOrganization }
     13 │ policy Quiet: scp { deny cloudtrail:StopLogging }
        · ──────┬─────
        ·       ╰── without effect
        ╰────
      help: write `attach Quiet` where it should hold, or remove it

    1 warning
    E1109 over-threshold

      × the plan has 2 operations `move`; `[thresholds]` lets 34% of 4 pass
       ╭─[main.org:8:5]
     7 │     account two { email = "aws+two@acme.com" }
     8 │     account three { email = "aws+three@acme.com" }
       ·     ──────┬──────
       ·           ╰── the first of them comes from here
     9 │   }
       ╰────
      help: read the plan; if it is meant, `--allow move` lets it pass this once

    E1109 over-threshold

      × the plan has 1 operation `detach`; `[thresholds]` lets 0 pass
      help: read the plan; if it is meant, `--allow detach` lets it pass this once
      note: the first of them is `detach attach/Quiet@ou/Team`

    2 errors
    "#);
    assert!(!project.path("plan.json").exists(), "such a plan is not saved");
    assert_eq!(project.exit("apply --sandbox --yes --allow move"), 1);
    assert_eq!(project.exit("apply --sandbox --yes --allow move --allow detach"), 0);
    assert_snapshot!(project.run("plan --sandbox --allow create"), @"
    exit 2
    ── stderr
    error: invalid value 'create' for '--allow <VERB>': `[thresholds]` is about `close`, `release`, `move`, `detach`, `delete`, `undeploy`

    For more information, try '--help'.
    ");
}

#[test]
fn a_part_of_a_plan_with_what_it_needs() {
    let project = Project::of(TEAM);
    assert_snapshot!(project.run("apply --sandbox --yes --target account/two"), @"
    exit 0
    ── stderr
    acme · 9 operations

      + create organization/Acme        main.org:1
          features: all
          cannot be undone: only an organization without members can be deleted, and by hand
      + enable policy-type/scp          main.org:3
          because service control policies must be enabled before one is attached (attach/Quiet@ou/Team)
          cannot be undone: the type stays enabled until someone disables it
      + create policy/Quiet             main.org:12
          type: SERVICE_CONTROL_POLICY
          name: Quiet
          document: new, 103 characters
      + create policy/Stay              main.org:11
          type: SERVICE_CONTROL_POLICY
          name: Stay
          document: new, 112 characters
      + create ou/Team                  main.org:2
          name: Team
          parent: organization/Acme
      + create account/two              main.org:5
          name: two
          email: aws+two@acme.com
          cannot be undone: an account can only be closed; its e-mail can never be used again
      + attach policy/Quiet to ou/Team  main.org:3
      + attach policy/Stay to ou/Team   main.org:3
      ~ move account/two                main.org:5
          parent: organization/Acme → ou/Team

    5 to create, 1 to enable, 2 to attach, 1 to move
    note: only `account/two` and what that needs: 6 of 15 operations are left out
    note: AWS makes accounts in the root: until its move, 1 new account stands only under the guards of the root
      ✓ create organization/Acme
      ✓ create ou/Team
      … create account/two: waiting for AWS to create the account
      ✓ enable policy-type/scp
      ✓ create policy/Quiet
      ✓ create policy/Stay
      ✓ attach policy/Quiet to ou/Team
      ✓ attach policy/Stay to ou/Team
      ✓ create account/two
      ✓ move account/two
    done: 9 operations
    ");
    assert_snapshot!(project.run("plan --sandbox --target ou/Team --target account/four"), @"
    exit 1
    ── stderr
    E0201 unknown-name

      × nothing is declared or removed as `account/four`
      help: did you mean `account/one`?

    1 error
    ");
    assert_snapshot!(project.run("plan --sandbox --target policy/Quiet"), @"
    exit 0
    ── stdout
    nothing to do for `policy/Quiet`
    note: only `policy/Quiet` and what that needs: 6 of 6 operations are left out
    unmanaged, never touched: 1 account (Management)
    ");
    assert_snapshot!(project.run("plan --sandbox --target Team"), @"
    exit 2
    ── stderr
    error: invalid value 'Team' for '--target <ADDRESS>': write an address as plans show it, such as `account/dev`

    For more information, try '--help'.
    ");
    assert_eq!(project.exit("plan --sandbox --out plan.json"), 0);
    assert_snapshot!(project.run("apply plan.json --sandbox --target ou/Team"), @"
    exit 2
    ── stderr
    error: a saved plan is carried out as it is
     help: `--target` and `--allow` belong to `orgc plan --out`
    ");
}

#[test]
fn the_least_permissions_for_a_plan() {
    let project = Project::of(SMALL);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    project.write(
        "main.org",
        format!(
            "{}\npolicy Stay: scp {{ deny organizations:LeaveOrganization }}\n",
            SMALL.replace("ou Work {", "ou Work {\n    attach Stay")
        ),
    );
    assert_snapshot!(project.run("plan --sandbox --iam"), @r#"
    exit 0
    ── stdout
    {
      "apply": {
        "Statement": [
          {
            "Action": [
              "organizations:DescribeOrganization",
              "organizations:ListAWSServiceAccessForOrganization",
              "organizations:ListAccounts",
              "organizations:ListCreateAccountStatus",
              "organizations:ListOrganizationalUnitsForParent",
              "organizations:ListPolicies",
              "organizations:ListRoots",
              "organizations:ListTagsForResource",
              "organizations:ListTargetsForPolicy",
              "tag:GetResources"
            ],
            "Effect": "Allow",
            "Resource": "*",
            "Sid": "Read"
          },
          {
            "Action": "organizations:AttachPolicy",
            "Effect": "Allow",
            "Resource": [
              "arn:aws:organizations::111111111111:ou/o-aumcxxp7q5/ou-tb1l-vp3uo8cg",
              "arn:aws:organizations::111111111111:policy/o-aumcxxp7q5/*/p-*"
            ],
            "Sid": "Change1"
          },
          {
            "Action": [
              "organizations:CreatePolicy",
              "organizations:TagResource"
            ],
            "Effect": "Allow",
            "Resource": "arn:aws:organizations::111111111111:policy/o-aumcxxp7q5/*",
            "Sid": "Change2"
          }
        ],
        "Version": "2012-10-17"
      },
      "plan": {
        "Statement": {
          "Action": [
            "organizations:DescribeOrganization",
            "organizations:ListAWSServiceAccessForOrganization",
            "organizations:ListAccounts",
            "organizations:ListCreateAccountStatus",
            "organizations:ListOrganizationalUnitsForParent",
            "organizations:ListPolicies",
            "organizations:ListRoots",
            "organizations:ListTagsForResource",
            "organizations:ListTargetsForPolicy",
            "tag:GetResources"
          ],
          "Effect": "Allow",
          "Resource": "*",
          "Sid": "Read"
        },
        "Version": "2012-10-17"
      }
    }
    "#);
}

#[test]
fn what_aws_takes_minutes_for_is_told() {
    let account = |number| format!("  account a{number} {{ email = \"aws+{number}@acme.com\" }}\n");
    let accounts: String = (0..12).map(account).collect();
    let project = Project::of(format!("organization Acme {{\n{accounts}}}\n"));
    let output = project.orgc("plan --sandbox").output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    let expected = "AWS takes at least 2 min for this: it takes `organizations:CreateAccount`, of which there are 12, only so fast\n";
    assert!(told.ends_with(expected), "{told}");
}

#[test]
fn what_accounts_can_do_after_a_plan() {
    let project = Project::of(TEAM);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    let edited = TEAM.replace("organizations:LeaveOrganization", "s3:DeleteBucket");
    assert_ne!(edited, TEAM);
    project.write("main.org", &edited);
    assert_snapshot!(project.run("plan --sandbox"), @r#"
    exit 0
    ── stdout
    acme · 1 operation

      ~ update policy/Stay  main.org:11
          document:
              {
                "Statement": {
            -     "Action": "organizations:LeaveOrganization",
            +     "Action": "s3:DeleteBucket",
                  "Effect": "Deny",
                  "Resource": "*"

    1 to update
    unmanaged, never touched: 1 account (Management)

    after this, accounts can do other things than now:
      one, three, two
        + what statement 1 of `Stay` at ou/Team denied, such as organizations:LeaveOrganization
        - what statement 1 of `Stay` at ou/Team denies, such as s3:DeleteBucket
    "#);
    let json = project.orgc("plan --sandbox --format json").output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["access"][0]["lost"][0]["example"]["action"], "s3:DeleteBucket");
    let markdown = project.run("plan --sandbox --format markdown");
    assert!(markdown.contains("**less:** what statement 1 of `Stay`"), "{markdown}");
}

/// A baseline in `Work` and an account that is in it and one that is not.
fn with_stacks(shop: &str, lab: &str) -> String {
    format!(
        r#"organization Acme {{
  {lab}
  ou Work {{
    deploy Trail
    {shop}
  }}
}}

baseline Trail {{
  template = file("trail.yaml")
  regions = [eu-west-1, us-east-1]
}}
"#
    )
}

#[test]
fn what_becomes_of_stacks_is_a_table() {
    let [shop, lab] =
        ["shop", "lab"].map(|name| format!(r#"account {name} {{ email = "aws+{name}@acme.com" }}"#));
    let project = Project::of(with_stacks(&shop, &lab));
    project.write("trail.yaml", "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n");
    let table = |format: &str, start: &str| {
        let shown = project.run(&format!("plan --sandbox --format {format}"));
        shown.split_once(start).map(|(_, table)| format!("{start}{table}")).expect("a table")
    };
    assert_snapshot!(table("text", "stacks:"), @"
    stacks:
      baseline/Trail
        + shop  eu-west-1, us-east-1  created
    ");
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert!(!project.run("plan --sandbox").contains("stacks:"));
    // They change places, and AWS follows.
    project.write("main.org", with_stacks(&lab, &shop));
    assert_snapshot!(table("text", "stacks:"), @"
    stacks:
      baseline/Trail
        + lab   eu-west-1, us-east-1  created (by AWS itself, following the account)
        - shop  eu-west-1, us-east-1  deleted (by AWS itself, following the account)

    after this, every account can do just what it can now
    ");
    assert_snapshot!(table("markdown", "| stack set"), @"
    | stack set | accounts | Regions | stacks |
    |---|---|---|---|
    | baseline/Trail | lab | eu-west-1, us-east-1 | created (by AWS itself, following the account) |
    | baseline/Trail | shop | eu-west-1, us-east-1 | deleted (by AWS itself, following the account) |

    after this, every account can do just what it can now
    ");
    assert_snapshot!(table("json", "\"stacks\""), @r#"
    "stacks": [
        {
          "stack-set": "Trail",
          "address": "baseline/Trail/stack-set",
          "rows": [
            {
              "fate": "created",
              "by-aws": true,
              "regions": [
                "eu-west-1",
                "us-east-1"
              ],
              "accounts": [
                "lab"
              ]
            },
            {
              "fate": "deleted",
              "by-aws": true,
              "regions": [
                "eu-west-1",
                "us-east-1"
              ],
              "accounts": [
                "shop"
              ]
            }
          ]
        }
      ]
    }
    "#);
}
