use std::time::Duration;

use serde_json::json;

use super::Client;
use crate::Settings;

fn limited() -> Client {
    let client = Client::with(Settings { rate_limits: true, ..Settings::default() });
    client.organizations("CreateOrganization", json!({"FeatureSet": "ALL"})).unwrap();
    client
}

/// How many calls in a row are answered.
fn in_a_row(client: &Client, operation: &str) -> usize {
    (0..50).take_while(|_| client.organizations(operation, json!({})).is_ok()).count()
}

#[test]
fn a_bucket_empties_and_fills_again() {
    let client = limited();
    assert_eq!(in_a_row(&client, "ListAccounts"), 12);
    assert_eq!(client.refused("ListAccounts", json!({})), "TooManyRequestsException");
    client.emulator.advance(Duration::from_millis(500));
    assert_eq!(in_a_row(&client, "ListAccounts"), 4, "eight come in a second");
    client.advance(3600);
    assert_eq!(in_a_row(&client, "ListAccounts"), 12, "it holds no more");
}

#[test]
fn every_operation_and_every_account_has_its_own() {
    let client = limited();
    let account = client.open("dev");
    assert_eq!(in_a_row(&client, "ListRoots"), 2);
    assert_eq!(in_a_row(&client, "ListAccounts"), 12);
    assert_eq!(in_a_row(&client, "DescribeOrganization"), 2);
    assert_eq!(in_a_row(&client.by(&account), "DescribeOrganization"), 2);
}

#[test]
fn the_account_api_has_its_own_words() {
    let client = limited();
    let name = json!({"AccountName": "New"});
    client.account("/putAccountName", name.clone()).unwrap();
    let refused = client.account("/putAccountName", name).unwrap_err();
    assert_eq!((refused.status, refused.code.as_str()), (429, "TooManyRequestsException"));
}

#[test]
fn without_limits_nothing_is_throttled() {
    assert_eq!(in_a_row(&Client::managing(), "ListAccounts"), 50);
}
