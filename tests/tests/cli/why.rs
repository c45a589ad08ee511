//! `orgc why`.

use crate::project::Project;
use insta::assert_snapshot;

const LOCKED: &str = r#"organization Acme {
  management payer { email = "aws+root@acme.com" }
  ou Prod {
    attach Lock, KeepTrail
    account shop { email = "aws+shop@acme.com" }
  }
}

policy Lock: scp {
  deny all except iam:* as Home
    when aws:RequestedRegion not in [eu-west-1]
    unless aws:PrincipalArn like "arn:aws:iam::*:role/BreakGlass"
}

policy KeepTrail: scp {
  deny cloudtrail:StopLogging
}
"#;

#[test]
fn the_statements_that_decide_and_what_would_change_it() {
    let project = Project::of(LOCKED);
    assert_snapshot!(project.run("why shop s3:CreateBucket --context aws:RequestedRegion=us-east-1"), @"
    exit 0
    ── stdout
    in `shop`, s3:CreateBucket is denied
      denied by statement `Home` of `Lock` (main.org:9:1) at ou/Prod (main.org:4:12)
      it would pass with aws:RequestedRegion = eu-west-1
    ");
    assert_snapshot!(project.run("why shop s3:CreateBucket --context aws:RequestedRegion=eu-west-1"), @"
    exit 0
    ── stdout
    in `shop`, s3:CreateBucket passes
      allowed by statement 1 of `FullAWSAccess` at organization/Acme
      allowed by statement 1 of `FullAWSAccess` at ou/Prod
      allowed by statement 1 of `FullAWSAccess` at account/shop
    ");
    assert_snapshot!(project.run("why shop cloudtrail:StopLogging"), @"
    exit 0
    ── stdout
    in `shop`, cloudtrail:StopLogging is denied
      denied by statement 1 of `KeepTrail` (main.org:15:1) at ou/Prod (main.org:4:18)
      denied by statement `Home` of `Lock` (main.org:9:1) at ou/Prod (main.org:4:12)
      no principal and no value of a condition key lets it pass; the policies would have to change
    ");
    assert_snapshot!(project.run("why payer cloudtrail:StopLogging"), @"
    exit 0
    ── stdout
    in `payer`, cloudtrail:StopLogging passes
      no policy of the organization touches the management account
    ");
}

#[test]
fn the_decision_for_programs() {
    let command = "why shop cloudtrail:StopLogging --principal arn:aws:iam::1:role/BreakGlass --format json";
    assert_snapshot!(Project::of(LOCKED).run(command), @r#"
    exit 0
    ── stdout
    {
      "account": "account/shop",
      "exempt": null,
      "orgc": 1,
      "request": {
        "action": "cloudtrail:StopLogging",
        "context": {
          "aws:PrincipalAccount": [
            "<shop>"
          ],
          "aws:PrincipalArn": [
            "arn:aws:iam::1:role/BreakGlass"
          ],
          "aws:PrincipalOrgID": [
            "<Acme>"
          ],
          "aws:ResourceAccount": [
            "<shop>"
          ],
          "aws:ResourceOrgID": [
            "<Acme>"
          ]
        },
        "resource": "*"
      },
      "silent": [],
      "statements": [
        {
          "attached": {
            "column": 18,
            "file": "main.org",
            "line": 4
          },
          "control": "scp",
          "place": {
            "column": 1,
            "file": "main.org",
            "line": 15
          },
          "policy": "policy/KeepTrail",
          "sid": null,
          "statement": 0,
          "target": "ou/Prod"
        }
      ],
      "undecided": null,
      "verdict": "explicitly-denied",
      "would-pass": null
    }
    "#);
}

#[test]
fn unknown_accounts_actions_and_keys() {
    let project = Project::of(LOCKED);
    assert_snapshot!(project.run("why shp s3:GetObject"), @"
    exit 1
    ── stderr
    error: the sources declare no account `shp`
     help: did you mean `shop`?
    ");
    assert_snapshot!(project.run("why shop s3:*"), @"
    exit 2
    ── stderr
    error: `s3:*` is not an action; write one such as s3:GetObject
    ");
    assert_snapshot!(project.run("why shop s3:GetObject --context region"), @"
    exit 2
    ── stderr
    error: invalid value 'region' for '--context <KEY=VALUE>': write KEY=VALUE, such as aws:RequestedRegion=us-east-1

    For more information, try '--help'.
    ");
}

#[test]
fn an_organization_in_a_file_is_asked_without_sources() {
    let project = Project::of(LOCKED);
    assert_eq!(project.exit("apply --sandbox --yes"), 0);
    assert_eq!(project.exit("snapshot --sandbox --out live.json"), 0);
    project.write("main.org", "this is no source");
    assert_snapshot!(project.run("why shop cloudtrail:StopLogging --snapshot live.json"), @"
    exit 0
    ── stdout
    in `shop (359272861734)`, cloudtrail:StopLogging is denied
      denied by statement 1 of `KeepTrail` at ou `Prod` (ou-tb1l-vp3uo8cg)
      denied by statement `Home` of `Lock` at ou `Prod` (ou-tb1l-vp3uo8cg)
      no principal and no value of a condition key lets it pass; the policies would have to change
    ");
    assert_snapshot!(project.run("why payer cloudtrail:StopLogging --snapshot live.json"), @"
    exit 0
    ── stdout
    in `payer (111111111111)`, cloudtrail:StopLogging passes
      no policy of the organization touches the management account
    ");
    assert_snapshot!(project.run("why shp s3:GetObject --snapshot live.json"), @"
    exit 1
    ── stderr
    error: the organization has no account `shp`
     help: did you mean `shop`?
    ");
    assert_snapshot!(project.run("why shop s3:GetObject --snapshot main.org"), @"
    exit 1
    ── stderr
    error: `main.org` cannot be read: it is no snapshot of an organization: expected ident at line 1 column 2
     help: `orgc snapshot --out FILE` writes such a file
    ");
    assert_snapshot!(project.run("why shop s3:GetObject --snapshot live.json --sandbox"), @"
    exit 2
    ── stderr
    error: the argument '--snapshot <FILE>' cannot be used with '--sandbox'

    Usage: orgc why --snapshot <FILE> <ACCOUNT> <ACTION>

    For more information, try '--help'.
    ");
}
