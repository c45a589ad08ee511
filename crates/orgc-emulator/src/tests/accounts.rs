use std::time::Duration;

use serde_json::json;

use super::{Client, text};
use crate::Settings;

#[test]
fn an_account_takes_time_and_begins_in_the_root() {
    let client = Client::managing();
    let root = client.root();
    let tags = json!([{"Key": "orgc:address", "Value": "account/dev"}]);
    let input = json!({"Email": "dev@example.com", "AccountName": "dev", "Tags": tags});
    let first = client.organizations("CreateAccount", input).unwrap()["CreateAccountStatus"].clone();
    assert_eq!(first["State"], "IN_PROGRESS");
    let request = text(&first["Id"]);
    client.advance(19);
    assert_eq!(client.creation(&request)["State"], "IN_PROGRESS");
    assert_eq!(accounts(&client).len(), 1);
    client.advance(1);
    let id = text(&client.creation(&request)["AccountId"]);
    assert_eq!(accounts(&client), ["111111111111".to_owned(), id.clone()].map(|id| (id, root.clone())));
    assert_eq!(client.attached(&id, "SERVICE_CONTROL_POLICY"), ["FullAWSAccess"]);
    let listed = client.organizations("ListTagsForResource", json!({"ResourceId": id})).unwrap();
    assert_eq!(listed["Tags"], tags);
}

/// Every account with its parent, by their paths.
fn accounts(client: &Client) -> Vec<(String, String)> {
    let listed = client.organizations("ListAccounts", json!({})).unwrap();
    let place = |account: &serde_json::Value| {
        let path = text(&account["Paths"][0]);
        let steps: Vec<&str> = path.trim_end_matches('/').split('/').collect();
        assert_eq!(steps[steps.len() - 1], text(&account["Id"]));
        (text(&account["Id"]), steps[steps.len() - 2].to_owned())
    };
    listed["Accounts"].as_array().unwrap().iter().map(place).collect()
}

#[test]
fn a_taken_address_is_reported_by_the_status() {
    let client = Client::managing();
    client.open("dev");
    let taken = client.request_account("DEV");
    let twins = [client.request_account("new"), client.request_account("new")];
    let input = json!({"Email": "a(b)@example.com", "AccountName": "odd"});
    let odd = text(&client.organizations("CreateAccount", input).unwrap()["CreateAccountStatus"]["Id"]);
    assert_eq!(client.creation(&taken)["State"], "IN_PROGRESS");
    client.advance(20);
    assert_eq!(client.creation(&taken)["FailureReason"], "EMAIL_ALREADY_EXISTS");
    assert_eq!(client.creation(&twins[0])["State"], "SUCCEEDED");
    assert_eq!(client.creation(&twins[1])["FailureReason"], "CONCURRENT_ACCOUNT_MODIFICATION");
    assert_eq!(client.creation(&odd)["FailureReason"], "INVALID_EMAIL");
    let failed = client.organizations("ListCreateAccountStatus", json!({"States": ["FAILED"]})).unwrap();
    assert_eq!(failed["CreateAccountStatuses"].as_array().unwrap().len(), 3);
}

#[test]
fn what_no_account_can_have_is_refused_at_once() {
    let client = Client::managing();
    let cases = [
        (json!({"Email": "dev", "AccountName": "dev"}), "MIN_LENGTH_EXCEEDED"),
        (json!({"Email": "dev.example.com", "AccountName": "dev"}), "INVALID_PATTERN"),
        (json!({"Email": "dev@example.com", "AccountName": "x".repeat(51)}), "MAX_LENGTH_EXCEEDED"),
        (json!({"Email": "dev@example.com", "AccountName": "dév"}), "INVALID_PATTERN"),
        (
            json!({"Email": "dev@example.com", "AccountName": "dev", "RoleName": "AWSServiceRoleForX"}),
            "INVALID_ROLE_NAME",
        ),
        (
            json!({"Email": "dev@example.com", "AccountName": "dev", "IamUserAccessToBilling": "MAYBE"}),
            "INVALID_ENUM",
        ),
    ];
    for (input, reason) in cases {
        assert_eq!(client.refused("CreateAccount", input), format!("InvalidInputException {reason}"));
    }
}

#[test]
fn five_creations_run_at_once_and_ten_accounts_exist() {
    let client = Client::managing();
    for number in 0..5 {
        client.request_account(&format!("first{number}"));
    }
    let input = json!({"Email": "more@example.com", "AccountName": "more"});
    let refusal = client.refused("CreateAccount", input.clone());
    assert_eq!(refusal, "ConstraintViolationException ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED");
    client.advance(20);
    for number in 0..4 {
        client.request_account(&format!("second{number}"));
    }
    let refusal = client.refused("CreateAccount", input);
    assert_eq!(refusal, "ConstraintViolationException ACCOUNT_NUMBER_LIMIT_EXCEEDED");
}

#[test]
fn a_new_organization_may_still_be_finalizing() {
    let client = Client::with(Settings { finalizing: Duration::from_secs(60), ..Settings::default() });
    client.organizations("CreateOrganization", json!({})).unwrap();
    let input = json!({"Email": "dev@example.com", "AccountName": "dev"});
    assert_eq!(client.refused("CreateAccount", input), "FinalizingOrganizationException");
    client.advance(60);
    client.open("dev");
}

#[test]
fn a_move_needs_the_present_parent() {
    let client = Client::managing();
    let (root, account) = (client.root(), client.open("dev"));
    let unit = client.unit(&root, "Unit");
    let movement = |source: &str, destination: &str| json!({"AccountId": account, "SourceParentId": source, "DestinationParentId": destination});
    let absent = "ou-abcd-12345678";
    assert_eq!(client.refused("MoveAccount", movement(&unit, &root)), "SourceParentNotFoundException");
    assert_eq!(client.refused("MoveAccount", movement(&root, absent)), "DestinationParentNotFoundException");
    assert_eq!(client.refused("MoveAccount", movement(&root, &root)), "DuplicateAccountException");
    client.organizations("MoveAccount", movement(&root, &unit)).unwrap();
    let inside = client.organizations("ListAccountsForParent", json!({"ParentId": unit})).unwrap();
    assert_eq!(inside["Accounts"][0]["Id"], account);
    assert_eq!(client.refused("MoveAccount", movement(&root, &unit)), "SourceParentNotFoundException");
}

#[test]
fn closing_passes_through_its_states() {
    let client = Client::managing();
    let ids = ["a", "b", "c", "d"].map(|name| client.open(&format!("acct-{name}")));
    let close = |id: &str| json!({"AccountId": id});
    let state = |id: &str| {
        let account =
            client.organizations("DescribeAccount", json!({"AccountId": id})).unwrap()["Account"].clone();
        (text(&account["State"]), text(&account["Status"]))
    };
    let refusal = client.refused("CloseAccount", close("111111111111"));
    assert_eq!(refusal, "ConstraintViolationException CANNOT_CLOSE_MANAGEMENT_ACCOUNT");
    for id in &ids[..3] {
        client.organizations("CloseAccount", close(id)).unwrap();
    }
    let refusal = client.refused("CloseAccount", close(&ids[3]));
    assert_eq!(refusal, "ConstraintViolationException CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED");
    assert_eq!(state(&ids[0]), ("PENDING_CLOSURE".to_owned(), "PENDING_CLOSURE".to_owned()));
    assert_eq!(client.refused("CloseAccount", close(&ids[0])), "ConflictException");
    client.advance(60);
    assert_eq!(state(&ids[0]), ("CLOSED".to_owned(), "SUSPENDED".to_owned()));
    assert_eq!(client.refused("CloseAccount", close(&ids[0])), "AccountAlreadyClosedException");
    client.advance(90 * 24 * 3600);
    assert_eq!(client.refused("DescribeAccount", close(&ids[0])), "AccountNotFoundException");
    let again = client.request_account("acct-a");
    client.advance(20);
    assert_eq!(client.creation(&again)["FailureReason"], "EMAIL_ALREADY_EXISTS");
}

#[test]
fn names_are_changed_by_the_account_service_with_trusted_access() {
    let client = Client::managing();
    let id = client.open("dev");
    let rename = json!({"AccountId": id, "AccountName": "development"});
    let denied = client.account("/putAccountName", rename.clone()).unwrap_err();
    assert_eq!((denied.status, denied.code.as_str()), (403, "AccessDeniedException"));
    let service = json!({"ServicePrincipal": "account.amazonaws.com"});
    client.organizations("EnableAWSServiceAccess", service).unwrap();
    client.account("/putAccountName", rename).unwrap();
    let account = client.organizations("DescribeAccount", json!({"AccountId": id})).unwrap();
    assert_eq!(account["Account"]["Name"], "development");
    let wrong =
        client.account("/putAccountName", json!({"AccountId": id, "AccountName": "a<b"})).unwrap_err();
    assert_eq!((wrong.status, wrong.code.as_str()), (400, "ValidationException"));
    let own = json!({"AccountId": "111111111111", "AccountName": "x"});
    assert_eq!(client.account("/putAccountName", own).unwrap_err().code, "ValidationException");
    client.account("/putAccountName", json!({"AccountName": "Payer"})).unwrap();
    let information = client.account("/getAccountInformation", json!({})).unwrap();
    assert_eq!(information["AccountName"], "Payer");
}

#[test]
fn alternate_contacts_are_whole_records() {
    let client = Client::managing();
    let which = json!({"AlternateContactType": "BILLING"});
    assert_eq!(client.account("/getAlternateContact", which.clone()).unwrap_err().status, 404);
    let contact = json!({
        "AlternateContactType": "BILLING", "Name": "Ada", "Title": "CFO",
        "EmailAddress": "ada@example.com", "PhoneNumber": "+1 555 0100",
    });
    client.account("/putAlternateContact", contact.clone()).unwrap();
    let read = client.account("/getAlternateContact", which.clone()).unwrap();
    assert_eq!(read["AlternateContact"], contact);
    client.account("/deleteAlternateContact", which.clone()).unwrap();
    assert_eq!(client.account("/deleteAlternateContact", which).unwrap_err().status, 404);
}

#[test]
fn an_account_in_gov_cloud_has_a_twin_in_the_organization() {
    let client = Client::managing();
    let input = json!({"Email": "gov@example.com", "AccountName": "gov"});
    let reply = client.organizations("CreateGovCloudAccount", input).unwrap();
    let request = text(&reply["CreateAccountStatus"]["Id"]);
    client.advance(20);
    let status = client.creation(&request);
    assert_eq!(text(&status["GovCloudAccountId"]).len(), 12);
    assert_ne!(status["GovCloudAccountId"], status["AccountId"]);
    assert_eq!(accounts(&client).len(), 2, "only one of them is in the organization");
    let standard = json!({ "StandardAccountId": status["AccountId"] });
    let twin = client.account("/getGovCloudAccountInformation", standard).unwrap();
    assert_eq!(twin["GovCloudAccountId"], status["GovCloudAccountId"]);
}
