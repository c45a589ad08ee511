use serde_json::{Value, json};

use super::{Client, text};

const BACKUP: &str = "BACKUP_POLICY";

/// An organization with a unit and an account in it, where backup policies are enabled.
fn backed_up() -> (Client, String, String) {
    backed_up_in(Client::new())
}

pub(super) fn backed_up_in(client: Client) -> (Client, String, String) {
    client.organizations("CreateOrganization", json!({})).unwrap();
    let root = client.root();
    client.organizations("EnablePolicyType", json!({"RootId": root, "PolicyType": BACKUP})).unwrap();
    client.advance(5);
    let unit = client.unit(&root, "Workloads");
    let account = client.open("dev");
    client.move_account(&account, &root, &unit);
    (client, unit, account)
}

pub(super) fn attach(client: &Client, name: &str, target: &str, content: &Value) -> String {
    let policy = client.policy(name, BACKUP, &content.to_string());
    client.organizations("AttachPolicy", json!({"PolicyId": policy, "TargetId": target})).unwrap();
    policy
}

pub(super) fn plan(rules: usize) -> Value {
    let rule = |number: usize| {
        (format!("r{number}"), json!({"schedule_expression": {"@@assign": "cron(0 5 ? * * *)"}}))
    };
    let rules: serde_json::Map<String, Value> = (0..rules).map(rule).collect();
    json!({"plans": {"daily": {"regions": {"@@assign": ["eu-west-1"]}, "rules": rules}}})
}

#[test]
fn policies_above_an_account_become_one_document() {
    let (client, unit, account) = backed_up();
    let input = json!({"PolicyType": BACKUP, "TargetId": account});
    assert_eq!(client.refused("DescribeEffectivePolicy", input.clone()), "EffectivePolicyNotFoundException");
    attach(&client, "Base", &client.root(), &plan(1));
    let more = json!({"plans": {"daily": {"regions": {"@@append": ["eu-north-1"]}}}});
    attach(&client, "More", &unit, &more);
    client.advance(60);
    let found = client.organizations("DescribeEffectivePolicy", input).unwrap()["EffectivePolicy"].clone();
    assert_eq!(found["TargetId"], json!(account));
    let content: Value = serde_json::from_str(&text(&found["PolicyContent"])).unwrap();
    assert_eq!(content["plans"]["daily"]["regions"], json!(["eu-west-1", "eu-north-1"]));
    assert_eq!(content["plans"]["daily"]["rules"]["r0"]["schedule_expression"], "cron(0 5 ? * * *)");

    // The member asks for itself, and for nobody else.
    let member = client.by(&account);
    member.organizations("DescribeEffectivePolicy", json!({ "PolicyType": BACKUP })).unwrap();
    let other = json!({"PolicyType": BACKUP, "TargetId": "111111111111"});
    assert_eq!(member.refused("DescribeEffectivePolicy", other), "AccessDeniedException");
}

#[test]
fn only_accounts_and_management_policies_have_one() {
    let (client, unit, _) = backed_up();
    let cases = [
        (json!({"PolicyType": "SERVICE_CONTROL_POLICY"}), "InvalidInputException INVALID_ENUM"),
        (json!({"PolicyType": BACKUP, "TargetId": unit}), "InvalidInputException TARGET_NOT_SUPPORTED"),
        (json!({"PolicyType": BACKUP, "TargetId": "x"}), "InvalidInputException INVALID_PATTERN_TARGET_ID"),
        (json!({"PolicyType": BACKUP, "TargetId": "999999999999"}), "TargetNotFoundException"),
    ];
    for (input, refusal) in cases {
        assert_eq!(client.refused("DescribeEffectivePolicy", input), refusal);
    }
}

#[test]
fn what_is_invalid_is_listed_with_its_errors() {
    let (client, unit, account) = backed_up();
    let errors = || json!({"AccountId": account, "PolicyType": BACKUP});
    assert_eq!(
        client.refused("ListEffectivePolicyValidationErrors", errors()),
        "EffectivePolicyNotFoundException"
    );
    attach(&client, "Many", &unit, &plan(11));
    let invalid = json!({ "PolicyType": BACKUP });
    let listed = client.organizations("ListAccountsWithInvalidEffectivePolicy", invalid).unwrap();
    assert_eq!(listed["Accounts"][0]["Id"], json!(account));
    let found = client.organizations("ListEffectivePolicyValidationErrors", errors()).unwrap();
    let error = &found["EffectivePolicyValidationErrors"][0];
    assert_eq!(
        (&error["ErrorCode"], &error["PathToError"]),
        (&json!("ELEMENTS_TOO_MANY"), &json!("plans/daily/rules"))
    );
    assert_eq!(error["ContributingPolicies"].as_array().unwrap().len(), 1);
    let input = json!({"PolicyType": BACKUP, "TargetId": account});
    assert_eq!(client.refused("DescribeEffectivePolicy", input), "EffectivePolicyNotFoundException");
}

/// Content and time of what is in force in an account.
pub(super) fn in_force(client: &Client, account: &str) -> Result<(Value, Value), String> {
    let input = json!({"PolicyType": BACKUP, "TargetId": account});
    let found = client.organizations("DescribeEffectivePolicy", input).map_err(|failure| failure.code)?;
    let found = &found["EffectivePolicy"];
    let content = serde_json::from_str(&text(&found["PolicyContent"])).unwrap();
    Ok((content, found["LastUpdatedTimestamp"].clone()))
}

fn invalid(client: &Client) -> Vec<String> {
    let listed =
        client.organizations("ListAccountsWithInvalidEffectivePolicy", json!({"PolicyType": BACKUP}));
    listed.unwrap()["Accounts"].as_array().unwrap().iter().map(|account| text(&account["Id"])).collect()
}

#[test]
fn the_last_valid_policy_stays_in_force() {
    let (client, unit, account) = backed_up();
    let other = client.open("other");
    let policy = attach(&client, "Base", &unit, &plan(1));
    let valid = in_force(&client, &account).unwrap();
    client.advance(60);
    let update = |rules| {
        let content = plan(rules).to_string();
        client.organizations("UpdatePolicy", json!({"PolicyId": policy, "Content": content})).unwrap();
    };
    // Twice invalid: what was valid before both is in force.
    for rules in [11, 12] {
        update(rules);
        assert_eq!(in_force(&client, &account), Ok(valid.clone()));
        assert_eq!(invalid(&client), [account.as_str()]);
    }

    // Who comes never had a valid one, and who leaves has none.
    let root = client.root();
    client.move_account(&other, &root, &unit);
    assert_eq!(in_force(&client, &other), Err("EffectivePolicyNotFoundException".to_owned()));
    client.move_account(&account, &unit, &root);
    assert_eq!(in_force(&client, &account), Err("EffectivePolicyNotFoundException".to_owned()));
    assert_eq!(invalid(&client), [other.as_str()]);

    client.advance(60);
    update(2);
    let (content, updated) = in_force(&client, &other).unwrap();
    assert_eq!(content["plans"]["daily"]["rules"].as_object().unwrap().len(), 2);
    assert!(updated.as_f64() > valid.1.as_f64(), "{updated}");
    assert_eq!(invalid(&client), [""; 0]);
}

#[test]
fn an_account_that_enters_below_an_invalid_policy_has_one() {
    let (client, _, account) = backed_up();
    attach(&client, "Many", &client.root(), &plan(11));
    let newcomer = client.open("newcomer");
    assert!(invalid(&client).contains(&newcomer));
    let root = client.root();
    client.organizations("DisablePolicyType", json!({"RootId": root, "PolicyType": BACKUP})).unwrap();
    assert!(invalid(&client).contains(&account), "while it is being disabled");
    client.advance(5);
    assert_eq!(invalid(&client), [""; 0]);
}
