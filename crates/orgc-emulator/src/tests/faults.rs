use std::time::Duration;

use serde_json::json;

use super::{Client, Failure};
use crate::{Fault, Lost, Outcome, Service, Trouble};

fn unit(client: &Client, name: &str) -> Result<Result<(), Failure>, Lost> {
    let input = json!({"ParentId": client.root(), "Name": name});
    client.try_organizations("CreateOrganizationalUnit", &input).map(|reply| reply.map(|_| ()))
}

fn count(client: &Client) -> usize {
    let input = json!({"ParentId": client.root()});
    let listed = client.organizations("ListOrganizationalUnitsForParent", input).unwrap();
    listed["OrganizationalUnits"].as_array().unwrap().len()
}

#[test]
fn the_nth_call_is_throttled_in_the_words_of_its_service() {
    let client = Client::managing();
    client.emulator.inject(Fault::at_call(2, Trouble::Throttle));
    client.organizations("ListRoots", json!({})).unwrap();
    let throttled = client.organizations("ListRoots", json!({})).unwrap_err();
    assert_eq!((throttled.status, throttled.code.as_str()), (400, "TooManyRequestsException"));
    client.organizations("ListRoots", json!({})).unwrap();
    client.emulator.inject(Fault::at("ListStackSets", 1, Trouble::Throttle));
    assert_eq!(client.cloudformation("ListStackSets", &[]).unwrap_err().code, "Throttling");
    client.emulator.inject(Fault::at("GetAccountInformation", 1, Trouble::Throttle));
    assert_eq!(client.account("/getAccountInformation", json!({})).unwrap_err().status, 429);
}

#[test]
fn a_lost_reply_leaves_its_effect() {
    let client = Client::managing();
    client.emulator.inject(Fault::at("CreateOrganizationalUnit", 1, Trouble::LoseReply));
    assert_eq!(unit(&client, "Unit"), Err(Lost));
    assert_eq!(count(&client), 1);
}

#[test]
fn a_stopped_client_reaches_nothing_until_the_next_run() {
    for (trouble, effects) in [(Trouble::StopBefore, 0), (Trouble::StopAfter, 1)] {
        let client = Client::managing();
        client.emulator.inject(Fault::at("CreateOrganizationalUnit", 1, trouble));
        assert_eq!(unit(&client, "One"), Err(Lost));
        let input = json!({"ParentId": "r-abcd", "Name": "Two"});
        assert_eq!(client.try_organizations("CreateOrganizationalUnit", &input), Err(Lost));
        client.emulator.clear_faults();
        assert_eq!(count(&client), effects);
    }
}

#[test]
fn an_operation_fails_as_named() {
    let client = Client::managing();
    let conflict = Trouble::fail("ConcurrentModificationException", "try again later");
    client.emulator.inject(Fault::at("CreateOrganizationalUnit", 1, conflict));
    let failure = unit(&client, "Unit").unwrap().unwrap_err();
    assert_eq!(failure.code, "ConcurrentModificationException");
    assert_eq!(count(&client), 0);
    assert_eq!(unit(&client, "Unit"), Ok(Ok(())));
}

#[test]
fn overlapping_writes_conflict() {
    let client = Client::managing();
    let request = |name: &str| {
        let input = json!({"ParentId": client.root(), "Name": name});
        client.organizations_request("CreateOrganizationalUnit", &input)
    };
    let open = client.emulator.begin(&request("One"));
    let failure = unit(&client, "Two").unwrap().unwrap_err();
    assert_eq!(failure.code, "ConcurrentModificationException");
    assert_eq!(count(&client), 1, "reads do not conflict");
    assert!(open.finish().unwrap().status().is_success());
    assert_eq!(unit(&client, "Two"), Ok(Ok(())));
    drop(client.emulator.begin(&request("Three")));
    assert_eq!(unit(&client, "Four"), Ok(Ok(())));
    assert_eq!(count(&client), 4);
}

#[test]
fn writes_become_visible_later() {
    let client = Client::managing();
    let root = client.root();
    client.emulator.delay_visibility(Duration::from_secs(10));
    client.unit(&root, "One");
    client.advance(6);
    client.unit(&root, "Two");
    assert_eq!(count(&client), 0);
    client.advance(4);
    assert_eq!(count(&client), 1);
    client.advance(6);
    assert_eq!(count(&client), 2);
}

#[test]
fn a_creation_fails_with_its_reason() {
    let client = Client::managing();
    client.emulator.fail_creation("dev@example.com", "INTERNAL_FAILURE");
    let request = client.request_account("dev");
    client.advance(20);
    assert_eq!(client.creation(&request)["FailureReason"], "INTERNAL_FAILURE");
    client.emulator.clear_faults();
    client.open("dev");
}

#[tokio::test]
async fn waits_that_begin_together_pass_together() {
    let client = Client::managing();
    let request = client.request_account("dev");
    let before = client.emulator.now();
    let wait = |seconds| client.emulator.sleep(Duration::from_secs(seconds));
    tokio::join!(wait(20), wait(10), wait(20));
    assert_eq!(client.emulator.now().since(before), Duration::from_secs(20));
    assert_eq!(client.creation(&request)["State"], "SUCCEEDED");
}

#[test]
fn calls_are_recorded() {
    let client = Client::managing();
    client.emulator.clear_calls();
    client.emulator.inject(Fault::at_call(3, Trouble::LoseReply));
    client.organizations("ListRoots", json!({})).unwrap();
    client.refused("DeletePolicy", json!({"PolicyId": "p-abcdefgh"}));
    let _lost = client.try_organizations("ListAccounts", &json!({}));
    let calls = client.emulator.calls();
    let seen: Vec<_> =
        calls.iter().map(|call| (call.operation.as_str(), call.reads, call.outcome.clone())).collect();
    let expected = [
        ("ListRoots", true, Outcome::Answered),
        ("DeletePolicy", false, Outcome::Refused("PolicyNotFoundException".to_owned())),
        ("ListAccounts", true, Outcome::Unheard),
    ];
    assert_eq!(seen, expected);
    assert_eq!(calls[1].service, Service::Organizations);
    assert_eq!(calls[1].input, json!({"PolicyId": "p-abcdefgh"}));
}

#[test]
fn a_request_is_lost_or_arrives_twice() {
    let client = Client::managing();
    let root = client.root();
    let unit = |name: &str| json!({"ParentId": root, "Name": name});
    client.emulator.inject(Fault::at("CreateOrganizationalUnit", 1, Trouble::LoseRequest));
    assert_eq!(client.try_organizations("CreateOrganizationalUnit", &unit("A")).unwrap_err(), Lost);
    client.organizations("CreateOrganizationalUnit", unit("A")).unwrap();

    client.emulator.inject(Fault::at("CreateOrganizationalUnit", 1, Trouble::Repeat));
    let twice = client.refused("CreateOrganizationalUnit", unit("B"));
    assert_eq!(twice, "DuplicateOrganizationalUnitException", "the first delivery made it");
    assert_eq!(count(&client), 2);
}

#[test]
fn a_read_sees_the_state_before_the_last_write() {
    let client = Client::managing();
    let root = client.root();
    client.emulator.inject(Fault::at("ListOrganizationalUnitsForParent", 1, Trouble::Stale));
    client.unit(&root, "A");
    let list =
        || client.organizations("ListOrganizationalUnitsForParent", json!({"ParentId": root})).unwrap();
    assert_eq!(super::names(&list()["OrganizationalUnits"]), [""; 0]);
    assert_eq!(super::names(&list()["OrganizationalUnits"]), ["A"]);
}

#[test]
fn an_empty_page_has_a_token_for_what_it_did_not_give() {
    let client = Client::managing();
    client.emulator.inject(Fault::at("ListAccounts", 1, Trouble::EmptyPage));
    let first = client.organizations("ListAccounts", json!({})).unwrap();
    assert_eq!(first["Accounts"], json!([]));
    let rest = client.organizations("ListAccounts", json!({"NextToken": first["NextToken"]})).unwrap();
    assert_eq!(rest["Accounts"].as_array().unwrap().len(), 1);
    assert_eq!(rest["NextToken"], json!(null));
}

#[test]
fn a_slow_reply_takes_its_time_on_the_clock() {
    let client = Client::managing();
    client.emulator.inject(Fault::at_call(1, Trouble::Delay(Duration::from_secs(3))));
    let before = client.emulator.now();
    client.root();
    assert_eq!(client.emulator.now().since(before), Duration::from_secs(3));
}

#[test]
fn chance_strikes_as_often_as_it_should_and_always_at_the_same_calls() {
    let struck = |seed: u64| -> Vec<bool> {
        let client = Client::managing();
        client.emulator.inject(Fault::sometimes(0.3, seed, Trouble::Throttle).of("ListRoots"));
        (0..300).map(|_| client.organizations("ListRoots", json!({})).is_err()).collect()
    };
    let first = struck(1);
    let count = first.iter().filter(|struck| **struck).count();
    assert!((60..120).contains(&count), "{count} of 300");
    assert_eq!(struck(1), first);
    assert_ne!(struck(2), first);
}

#[test]
fn a_fault_strikes_no_more_often_than_it_may() {
    let client = Client::managing();
    client.emulator.inject(Fault::always(Trouble::Throttle).of("ListRoots").at_most(2));
    let errors: Vec<bool> = (0..4).map(|_| client.organizations("ListRoots", json!({})).is_err()).collect();
    assert_eq!(errors, [true, true, false, false]);
}
