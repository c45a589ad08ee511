//! What `orgc effective` says of sources is what the emulator says once they are applied.

use crate::organization::ask;
use orgc_ir::desired::Body;
use orgc_ir::{Address, Desired};
use orgc_policy::PolicyType;
use orgc_policy::merge::merge;
use orgc_sema::{Permissions, management_levels};
use orgc_tests::project::{Files, check};
use orgc_tests::wire::Wire;
use serde_json::{Value, json};

/// Levels that are at odds, policies of one level that are not, and what AWS assigns.
const SOURCE: &str = r#"organization Acme {
  management payer { email = "aws+root@acme.com" }
  attach Tags, Tags-more, Backups
  ou Work {
    attach A, B, Plans
    account shop { email = "aws+shop@acme.com"  attach Own }
  }
}

policy Tags: tag { keys { Stage = ["dev"]  Owner { values { assign = ["x"] children-may = [append] } } } }
policy Tags-more: tag { keys { Payer { values = ["${payer.id}"] } } }
policy A: tag { keys { STAGE { key = "STAGE"  values { append = ["a"] } } } }
policy B: tag { keys { Owner { values { append = ["y"] } }  Payer { values { remove = ["z"] } } } }
policy Own: tag { keys { owner { values { remove = ["x"] } }  Team { key = "Team" } } }

policy Backups: backup {
  plans { Daily { regions { append = [eu-west-1] children-may = none }  rules { Morning { vault = "Default" } } } }
}
policy Plans: backup { plans { daily { regions = [us-east-1]  rules { MORNING { vault = "Other" } } } } }
"#;

fn desired() -> Desired {
    let files = Files::from([("main.org".to_owned(), SOURCE.to_owned())]);
    check(&files).desired.expect("a model without errors")
}

/// What the sources come to.
fn offline(desired: &Desired, account: &Address, policy_type: &PolicyType) -> Value {
    let permissions = Permissions::of(&desired.resources);
    let effective = merge(&management_levels(account, policy_type, &desired.resources, &permissions));
    assert!(
        effective.leaves.iter().all(|leaf| !leaf.is_contested),
        "the order of attachment does not matter"
    );
    effective.document()
}

/// The ids of accounts by their names, which are those of the sources.
fn ids(wire: &Wire) -> Vec<(String, String)> {
    let listed = ask(&wire.emulator, "ListAccounts", &json!({})).expect("accounts");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let accounts = listed["Accounts"].as_array().expect("a list");
    accounts.iter().map(|one| (text(&one["Name"]), text(&one["Id"]))).collect()
}

#[tokio::test(start_paused = true)]
async fn what_sources_come_to_is_what_is_live_once_they_are_applied() {
    let desired = desired();
    let wire = Wire::default();
    let plan = wire.plan(&desired).await.expect("a plan");
    let applied = wire.apply(&plan, &wire.client()).await;
    let failures: Vec<String> = applied.failures().map(|(id, fault)| format!("{id}: {fault}")).collect();
    assert_eq!(failures, [] as [&str; 0]);
    let ids = ids(&wire);
    let accounts = desired.resources.iter().filter(|(_, one)| matches!(one.body, Body::Account(_)));
    for (account, _) in accounts {
        let (_, id) = ids.iter().find(|(name, _)| name == account.name()).expect("it is live");
        for name in ["tag", "backup"] {
            let policy_type = PolicyType::named(name).expect("a type");
            let input = json!({"TargetId": id, "PolicyType": policy_type.aws_name});
            let reply = ask(&wire.emulator, "DescribeEffectivePolicy", &input).expect("there is one");
            let live = reply["EffectivePolicy"]["PolicyContent"].as_str().expect("text").to_owned();
            let named = ids.iter().fold(live, |text, (name, id)| text.replace(id, &format!("<{name}>")));
            let live: Value = serde_json::from_str(&named).expect("JSON");
            assert_eq!(offline(&desired, account, policy_type), live, "{account} {name}");
        }
    }
}
