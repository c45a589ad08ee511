//! `orgc policy`.

use crate::project::Project;
use insta::assert_snapshot;

const GUARDED: &str = r#"organization Acme {
  management payer { email = "aws+root@acme.com" }
  attach Guard, NoAiTraining
  account dev { email = "aws+dev@acme.com" }
}

policy Guard: scp {
  deny s3:DeleteBucket
  deny ec2:* unless aws:PrincipalAccount == dev.id
  deny iam:CreateUser, iam:CreateAccessKey
}

policy NoAiTraining: ai-opt-out { opt-out = all }
"#;

#[test]
fn the_fullest_policy_stands_first_and_says_what_could_be_shorter() {
    let project = Project::of(GUARDED);
    assert_snapshot!(project.run("policy size"), @"
    exit 0
    ── stdout
      2 %  303 of 10240  Guard, service control policy (main.org:7:1)
           42 characters less with the same meaning: statements 1 and 3 as one
      2 %   65 of  2500  NoAiTraining, AI services opt-out policy (main.org:13:1)
    ");
    assert_snapshot!(project.run("policy size --format json"), @r#"
    exit 0
    ── stdout
    {
      "orgc": 1,
      "policies": [
        {
          "limit": 10240,
          "packed": {
            "saves": 42,
            "statements": [
              [
                0,
                2
              ]
            ]
          },
          "place": {
            "column": 1,
            "file": "main.org",
            "line": 7
          },
          "policy": "policy/Guard",
          "quota": "scp.document.max",
          "size": {
            "max": 303,
            "min": 303
          },
          "type": "scp"
        },
        {
          "limit": 2500,
          "packed": null,
          "place": {
            "column": 1,
            "file": "main.org",
            "line": 13
          },
          "policy": "policy/NoAiTraining",
          "quota": "ai-opt-out.document.max",
          "size": {
            "max": 65,
            "min": 65
          },
          "type": "ai-opt-out"
        }
      ]
    }
    "#);
    assert_snapshot!(Project::of("organization Acme {}").run("policy size"), @"
    exit 0
    ── stdout
    the sources declare no policy
    ");
}

#[test]
fn a_policy_is_shown_as_aws_gets_it() {
    let project = Project::of(GUARDED);
    assert_snapshot!(project.run("policy show Guard"), @r#"
    exit 0
    ── stdout
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Deny",
          "Action": "s3:DeleteBucket",
          "Resource": "*"
        },
        {
          "Effect": "Deny",
          "Action": "ec2:*",
          "Resource": "*",
          "Condition": {
            "StringNotEquals": {
              "aws:PrincipalAccount": "{account/dev.id}"
            }
          }
        },
        {
          "Effect": "Deny",
          "Action": [
            "iam:CreateUser",
            "iam:CreateAccessKey"
          ],
          "Resource": "*"
        }
      ]
    }
    "#);
    assert_snapshot!(project.run("policy show Gard"), @"
    exit 1
    ── stderr
    error: the sources declare no policy `Gard`
     help: did you mean `Guard`?
    ");
}
