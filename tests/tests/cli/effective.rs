//! `orgc effective`.

use crate::project::Project;
use insta::assert_snapshot;

const TAGGED: &str = r#"organization Acme {
  management payer { email = "aws+root@acme.com" }
  attach Tags, NoAiTraining
  ou Prod {
    attach Stages, Others
    account shop { email = "aws+shop@acme.com"  attach Own }
  }
}

policy Tags: tag {
  keys {
    Stage { values = ["dev", "prod"]  enforced-for = ["ec2:instance"] }
    Owner { key = "Owner"  values { assign = ["${payer.id}"] children-may = none } }
  }
}

policy Stages: tag {
  keys {
    Stage { values { append = ["test"] }  enforced-for { remove = ["ec2:instance"] } }
    Owner = ["nobody"]
  }
}

policy Others: tag {
  keys { STAGE { key = "STAGE" } }
}

policy Own: tag {
  keys { Stage { values { remove = ["dev"] } } }
}

policy NoAiTraining: ai-opt-out {
  opt-out = all
  locked  = true
}
"#;

#[test]
fn every_value_with_what_made_it_and_what_was_ignored() {
    let project = Project::of(TAGGED);
    assert_snapshot!(project.run("effective shop tag"), @r#"
    exit 0
    ── stdout
    the effective tag policy of `shop`
      tags.owner.tag_key = "Owner"
        set by `Tags` (main.org:10:1) at organization/Acme (main.org:3:10)
        set by `Stages` (main.org:17:1) at ou/Prod (main.org:5:12)
      tags.owner.tag_value = ["<payer>"]
        set by `Tags` (main.org:10:1) at organization/Acme (main.org:3:10)
      tags.stage.enforced_for: nothing is left
        set to ["ec2:instance"] by `Tags` (main.org:10:1) at organization/Acme (main.org:3:10)
        ["ec2:instance"] removed by `Stages` (main.org:17:1) at ou/Prod (main.org:5:12)
      tags.stage.tag_key = "Stage"
        set by `Tags` (main.org:10:1) at organization/Acme (main.org:3:10)
        set to "STAGE" by `Others` (main.org:24:1) at ou/Prod (main.org:5:20)
        set by `Own` (main.org:28:1) at account/shop (main.org:6:56)
      tags.stage.tag_value = ["prod","test"]
        set to ["dev","prod"] by `Tags` (main.org:10:1) at organization/Acme (main.org:3:10)
        ["test"] appended by `Stages` (main.org:17:1) at ou/Prod (main.org:5:12)
        ["dev"] removed by `Own` (main.org:28:1) at account/shop (main.org:6:56)
    ignored
      tags.stage.tag_key set by `Stages` (main.org:17:1) at ou/Prod (main.org:5:12)
        `Others` (main.org:24:1) at ou/Prod (main.org:5:20) sets it too, and is taken to be attached earlier
      tags.owner.tag_value set by `Stages` (main.org:17:1) at ou/Prod (main.org:5:12)
        forbidden below by `Tags` (main.org:10:1) at organization/Acme (main.org:3:10)
    "#);
    assert_snapshot!(project.run("effective payer tag"), @r#"
    exit 0
    ── stdout
    the effective tag policy of `payer`
      tags.owner.tag_key = "Owner"
        set by `Tags` (main.org:10:1) at organization/Acme (main.org:3:10)
      tags.owner.tag_value = ["<payer>"]
        set by `Tags` (main.org:10:1) at organization/Acme (main.org:3:10)
      tags.stage.enforced_for = ["ec2:instance"]
        set by `Tags` (main.org:10:1) at organization/Acme (main.org:3:10)
      tags.stage.tag_key = "Stage"
        set by `Tags` (main.org:10:1) at organization/Acme (main.org:3:10)
      tags.stage.tag_value = ["dev","prod"]
        set by `Tags` (main.org:10:1) at organization/Acme (main.org:3:10)
    "#);
}

#[test]
fn policies_of_one_level_at_odds() {
    let source = r#"organization Acme {
  attach In, Out
  account shop { email = "aws+shop@acme.com" }
}
policy In: ai-opt-out { opt-in = all }
policy Out: ai-opt-out { opt-out = all }
"#;
    assert_snapshot!(Project::of(source).run("effective shop ai-opt-out"), @r#"
    exit 0
    ── stdout
    the effective AI services opt-out policy of `shop`
      services.default.opt_out_policy = "optIn"
        set by `In` (main.org:5:1) at organization/Acme (main.org:2:10)
        policies of one level are at odds here: the order in which they were attached decides
    ignored
      services.default.opt_out_policy set by `Out` (main.org:6:1) at organization/Acme (main.org:2:14)
        `In` (main.org:5:1) at organization/Acme (main.org:2:10) sets it too, and is taken to be attached earlier
    "#);
}

#[test]
fn the_effective_policy_for_programs() {
    let opted_in =
        TAGGED.replace("attach Own }", "attach Own, Lex }") + "\npolicy Lex: ai-opt-out { opt-in = [lex] }\n";
    assert_snapshot!(Project::of(opted_in).run("effective shop ai-opt-out --format json"), @r#"
    exit 0
    ── stdout
    {
      "account": "account/shop",
      "document": {
        "services": {
          "default": {
            "opt_out_policy": "optOut"
          }
        }
      },
      "ignored": [
        {
          "at": [
            "services"
          ],
          "attached": {
            "column": 61,
            "file": "main.org",
            "line": 6
          },
          "by": [
            {
              "attached": {
                "column": 16,
                "file": "main.org",
                "line": 3
              },
              "place": {
                "column": 1,
                "file": "main.org",
                "line": 32
              },
              "policy": "policy/NoAiTraining",
              "target": "organization/Acme"
            }
          ],
          "operator": null,
          "path": [
            "services",
            "lex"
          ],
          "place": {
            "column": 1,
            "file": "main.org",
            "line": 37
          },
          "policy": "policy/Lex",
          "reason": "forbidden",
          "target": "account/shop"
        }
      ],
      "orgc": 1,
      "type": "ai-opt-out",
      "values": [
        {
          "changes": [
            {
              "attached": {
                "column": 16,
                "file": "main.org",
                "line": 3
              },
              "operator": "@@assign",
              "place": {
                "column": 1,
                "file": "main.org",
                "line": 32
              },
              "policy": "policy/NoAiTraining",
              "target": "organization/Acme",
              "value": "optOut"
            }
          ],
          "contested": false,
          "path": [
            "services",
            "default",
            "opt_out_policy"
          ],
          "value": "optOut"
        }
      ]
    }
    "#);
}

#[test]
fn nothing_reaches_the_account_or_nothing_is_left() {
    let project = Project::of(TAGGED);
    assert_snapshot!(project.run("effective shop backup"), @"
    exit 0
    ── stdout
    no backup policy reaches `shop`
    ");
    assert_snapshot!(project.run("effective shop backup --format json"), @r#"
    exit 0
    ── stdout
    {
      "account": "account/shop",
      "document": null,
      "ignored": [],
      "orgc": 1,
      "type": "backup",
      "values": []
    }
    "#);
    let emptied = r#"organization Acme {
  attach Some
  account shop { email = "aws+shop@acme.com"  attach None }
}
policy Some: backup { plans { Daily { regions = [eu-west-1] } } }
policy None: backup { plans { Daily { regions { remove = [eu-west-1] } } } }
"#;
    assert_snapshot!(Project::of(emptied).run("effective shop backup"), @r#"
    exit 0
    ── stdout
    the effective backup policy of `shop` is empty
      plans.daily.regions: nothing is left
        set to ["eu-west-1"] by `Some` (main.org:5:1) at organization/Acme (main.org:2:10)
        ["eu-west-1"] removed by `None` (main.org:6:1) at account/shop (main.org:3:54)
    "#);
}

#[test]
fn unknown_accounts_and_types() {
    let project = Project::of(TAGGED);
    assert_snapshot!(project.run("effective shp tag"), @"
    exit 1
    ── stderr
    error: the sources declare no account `shp`
     help: did you mean `shop`?
    ");
    assert_snapshot!(project.run("effective shop tags"), @"
    exit 2
    ── stderr
    error: invalid value 'tags' for '<TYPE>'
      [possible values: ai-opt-out, backup, bedrock, chat, declarative-ec2, guardduty, inspector, network-security-director, s3, security-hub-cspm, security-hub, tag, upgrade-rollout]

      tip: a similar value exists: 'tag'

    For more information, try '--help'.
    ");
}
