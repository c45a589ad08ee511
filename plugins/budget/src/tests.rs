//! The plugin as orgc calls it, without the sandbox.

use crate::Budget;
use orgc_plugin_sdk::testing::{Case, shown};
use orgc_plugin_sdk::{Value, value};

/// A good block.
fn block() -> Case<Budget> {
    Case::new(
        "Monthly",
        value!({
            "limit": { "amount": "500", "currency": "USD" },
            "notify": ["finops@acme.com"],
        }),
    )
}

fn deploy(target: &str, with: Value) -> Value {
    value!({ "target": (Value::entity(target)), "regions": [], "parameters": with })
}

#[test]
fn a_budget_becomes_one_stack_set() {
    let with = value!({ "limit": { "amount": "900", "currency": "USD" }, "notify": "mira@acme.com" });
    let case =
        block().with("deployments", vec![deploy("organization/Acme", value!({})), deploy("ou/Labs", with)]);
    assert_eq!(case.findings(), [] as [&str; 0]);
    let set = case.stack_set("stack-set");
    assert_eq!(set.capabilities, [] as [&str; 0]);
    assert!(set.template.contains(r#""Limit":{"Type":"Number","Default":"500"}"#), "{}", set.template);
    assert_eq!(set.template.matches("\"ACTUAL\"").count(), 3);
    assert_eq!(set.template.matches("\"FORECASTED\"").count(), 1);
    let overrides = |index: usize| -> Vec<_> {
        set.deployments[index].overrides.iter().map(|one| (one.key.as_str(), shown(&one.value))).collect()
    };
    assert_eq!(overrides(0), []);
    assert_eq!(overrides(1), [("Limit", "900".to_owned()), ("Notify", "mira@acme.com".to_owned())]);
    assert_eq!(set.deployments[0].regions, ["us-east-1"]);
}

#[test]
fn a_stop_denies_roles_and_needs_iam() {
    let stop = value!({ "roles": ["Developer"], "deny": ["ec2:RunInstances"], "at": 12_000 });
    let set = block().with("stop", stop).with("forecast", false).stack_set("stack-set");
    assert_eq!(set.capabilities, ["CAPABILITY_IAM"]);
    for part in [
        r#""Action":["ec2:RunInstances"]"#,
        r#""ActionThreshold":{"Type":"PERCENTAGE","Value":120}"#,
        r#""IamActionDefinition":{"PolicyArn":{"Ref":"StopPolicy"},"Roles":["Developer"]}"#,
    ] {
        assert!(set.template.contains(part), "{part}\nin {}", set.template);
    }
    assert!(!set.template.contains("FORECASTED"));
}

#[test]
fn limits_shares_and_roles_that_cannot_be_are_found() {
    let case = block()
        .with("limit", value!({ "amount": "0.00", "currency": "USD" }))
        .with("alerts", value!([5_000, 1_250]))
        .with("stop", value!({ "roles": ["AWSReservedSSO_Admin_1", "a/b"], "deny": ["ec2"] }));
    assert_eq!(
        case.findings(),
        [
            "error no-limit at limit: a budget of 0.00 USD is always spent",
            "error bad-share at alerts[1]: a share of the limit is a whole percentage, at least 1%",
            "error reserved-role at stop.roles[0]: `AWSReservedSSO_Admin_1` is a role of IAM Identity Center, \
             which no budget can change",
            "error no-role at stop.roles[1]: `a/b` is no name of a role",
            "error no-action at stop.deny[0]: `ec2` is no action",
        ]
    );
    assert!(case.expand().is_err());
}

#[test]
fn what_follows_a_deploy_sentence_is_checked() {
    let other = value!({ "limit": { "amount": "9", "currency": "EUR" } });
    assert_eq!(
        block().with("deployments", vec![deploy("ou/Labs", other)]).findings(),
        ["error other-currency at deployments[0].parameters.limit: this is in EUR, the budget in USD"]
    );
    assert_eq!(
        block().with("deployments", vec![deploy("ou/Labs", value!({ "Limit": 9 }))]).findings(),
        ["error unknown-attribute at deployments[0].parameters.Limit: there is no `Limit` here"]
    );
}
