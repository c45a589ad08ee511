use serde_json::json;

use super::Client;
use super::stack_sets::{deploy, instances, with_base};
use super::texts;

#[test]
fn a_joining_account_is_deployed_to() {
    let client = with_base();
    let root = client.root();
    let empty = deploy(&client, &root, &[]).unwrap();
    client.advance(2);
    assert_eq!(super::stack_sets::status(&client, &empty), "SUCCEEDED");
    let remembered =
        client.cloudformation("ListStackSetAutoDeploymentTargets", &[("StackSetName", "base")]).unwrap();
    assert_eq!(texts(&remembered, "OrganizationalUnitId"), [root]);
    let account = client.open("dev");
    assert_eq!(instances(&client), [(account.clone(), "eu-central-1".to_owned(), "OUTDATED".to_owned())]);
    client.advance(20);
    assert_eq!(instances(&client), [(account, "eu-central-1".to_owned(), "CURRENT".to_owned())]);
}

#[test]
fn an_account_that_moves_takes_the_slot_of_the_set() {
    let client = with_base();
    let (root, account) = (client.root(), client.open("dev"));
    let (unit, elsewhere) = (client.unit(&root, "Unit"), client.unit(&root, "Elsewhere"));
    deploy(&client, &unit, &[]).unwrap();
    client.advance(20);
    client.move_account(&account, &root, &unit);
    assert_eq!(deploy(&client, &unit, &[]).unwrap_err().code, "OperationInProgressException");
    client.advance(20);
    assert_eq!(instances(&client), [(account.clone(), "eu-central-1".to_owned(), "CURRENT".to_owned())]);
    client.move_account(&account, &unit, &elsewhere);
    client.advance(20);
    assert!(instances(&client).is_empty());
    assert_eq!(actions(&client), ["DELETE", "CREATE", "CREATE"]);
}

/// The actions of the set's operations, the latest first.
fn actions(client: &Client) -> Vec<String> {
    texts(&client.cloudformation("ListStackSetOperations", &[("StackSetName", "base")]).unwrap(), "Action")
}

#[test]
fn an_account_without_a_stack_leaves_quietly() {
    let client = with_base();
    let (root, spared) = (client.root(), client.open("spared"));
    let (unit, other) = (client.unit(&root, "Unit"), client.open("other"));
    for account in [&spared, &other] {
        client.move_account(account, &root, &unit);
    }
    let filter = [
        ("DeploymentTargets.Accounts.member.1", spared.as_str()),
        ("DeploymentTargets.AccountFilterType", "DIFFERENCE"),
    ];
    deploy(&client, &unit, &filter).unwrap();
    client.advance(20);
    client.move_account(&spared, &unit, &root);
    assert_eq!(actions(&client), ["CREATE"]);
    client.move_account(&spared, &root, &unit);
    client.advance(20);
    assert_eq!(instances(&client).len(), 2, "an account that comes back is not filtered any more");
}

#[test]
fn operations_of_a_burst_of_accounts_queue_behind_each_other() {
    let client = with_base();
    deploy(&client, &client.root(), &[]).unwrap();
    client.advance(2);
    for name in ["one", "two", "three"] {
        client.request_account(&format!("acct-{name}"));
    }
    client.advance(20 + 2 + 15);
    let current = || instances(&client).iter().filter(|(_, _, status)| status == "CURRENT").count();
    assert_eq!(current(), 1);
    client.advance(2 * 17);
    assert_eq!(current(), 3);
    assert_eq!(actions(&client).len(), 4);
}

#[test]
fn moving_below_the_same_target_changes_nothing() {
    let client = with_base();
    let (root, account) = (client.root(), client.open("dev"));
    let unit = client.unit(&root, "Unit");
    deploy(&client, &root, &[]).unwrap();
    client.advance(20);
    client.move_account(&account, &root, &unit);
    assert_eq!(instances(&client), [(account, "eu-central-1".to_owned(), "CURRENT".to_owned())]);
    assert_eq!(actions(&client), ["CREATE"]);
}

#[test]
fn retained_stacks_outlive_the_departure_even_where_deletion_would_fail() {
    let client = Client::managing();
    client.cloudformation("ActivateOrganizationsAccess", &[]).unwrap();
    let retaining = [("AutoDeployment.RetainStacksOnAccountRemoval", "true")];
    client.cloudformation("CreateStackSet", &[&super::stack_sets::BASE[..], &retaining].concat()).unwrap();
    let (root, account) = (client.root(), client.open("dev"));
    let (unit, elsewhere) = (client.unit(&root, "Unit"), client.unit(&root, "Elsewhere"));
    client.move_account(&account, &root, &unit);
    deploy(&client, &unit, &[]).unwrap();
    client.advance(20);
    client.emulator.fail_stack_instances(&account, "the bucket is not empty");
    client.move_account(&account, &unit, &elsewhere);
    client.advance(20);
    assert!(instances(&client).is_empty());
}

#[test]
fn a_departing_account_leaves_the_set() {
    let client = with_base();
    let account = client.open("dev");
    deploy(&client, &client.root(), &[]).unwrap();
    client.advance(20);
    client.organizations("CloseAccount", json!({"AccountId": account})).unwrap();
    client.advance(60);
    assert_eq!(instances(&client).len(), 1);
    client.advance(90 * 24 * 3600);
    client.advance(20);
    assert!(instances(&client).is_empty());
}
