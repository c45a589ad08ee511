use serde_json::{Value, json};

use super::{Client, text};

fn trusting() -> Client {
    let client = Client::managing();
    let service = json!({"ServicePrincipal": "account.amazonaws.com"});
    client.organizations("EnableAWSServiceAccess", service).unwrap();
    client
}

/// The code that was last sent to an address or number.
fn code(client: &Client, sent_to: &str) -> String {
    let codes = client.emulator.view().codes;
    codes.into_iter().find(|one| one.sent_to == sent_to).unwrap().code
}

fn refused(client: &Client, path: &str, input: Value) -> String {
    let failure = client.account(path, input).unwrap_err();
    format!("{} {}", failure.status, failure.code)
}

#[test]
fn an_address_changes_when_its_reader_gives_the_code() {
    let client = trusting();
    let account = client.open("dev");
    let new = "new@example.com";
    let update = json!({"AccountId": account, "PrimaryEmail": new});
    let unknown = refused(&client, "/getPrimaryEmailUpdateStatus", json!({ "AccountId": account }));
    assert_eq!(unknown, "404 ResourceNotFoundException");
    assert_eq!(client.account("/startPrimaryEmailUpdate", update.clone()).unwrap()["Status"], "PENDING");
    let mut accept = update;
    accept["Otp"] = json!("000000");
    assert_eq!(refused(&client, "/acceptPrimaryEmailUpdate", accept.clone()), "400 ValidationException");
    let before = client.account("/getPrimaryEmail", json!({ "AccountId": account })).unwrap();
    assert_eq!(before["PrimaryEmail"], "dev@example.com");

    accept["Otp"] = json!(code(&client, new));
    assert_eq!(client.account("/acceptPrimaryEmailUpdate", accept.clone()).unwrap()["Status"], "ACCEPTED");
    let after = client.account("/getPrimaryEmail", json!({ "AccountId": account })).unwrap();
    assert_eq!(after["PrimaryEmail"], new);
    let status = client.account("/getPrimaryEmailUpdateStatus", json!({ "AccountId": account })).unwrap();
    assert_eq!(status["Status"], "COMPLETED");
    assert!(status["UpdatedAt"].is_number(), "the model gives the time no form of its own: {status}");
    assert_eq!(refused(&client, "/acceptPrimaryEmailUpdate", accept), "409 ConflictException");
    let described = client.organizations("DescribeAccount", json!({ "AccountId": account })).unwrap();
    assert_eq!(described["Account"]["Email"], new);
    assert_eq!(client.emulator.view().codes, []);
}

#[test]
fn an_address_that_cannot_be_is_refused() {
    let client = trusting();
    let [one, other] = ["one", "other"].map(|name| client.open(name));
    let start = |account: &str, address: &str| {
        refused(&client, "/startPrimaryEmailUpdate", json!({"AccountId": account, "PrimaryEmail": address}))
    };
    assert_eq!(start(&one, "other@example.com"), "409 ConflictException");
    assert_eq!(start(&one, "nobody"), "400 ValidationException");
    assert_eq!(start("111111111111", "new@example.com"), "400 ValidationException");
    let itself = refused(&client.by(&other), "/getPrimaryEmail", json!({ "AccountId": other }));
    assert_eq!(itself, "403 AccessDeniedException");
}

#[test]
fn an_administrator_of_the_service_acts_for_members() {
    let client = trusting();
    let [one, other] = ["one", "other"].map(|name| client.open(name));
    let delegation = json!({"AccountId": one, "ServicePrincipal": "account.amazonaws.com"});
    client.organizations("RegisterDelegatedAdministrator", delegation).unwrap();
    let found = client.by(&one).account("/getPrimaryEmail", json!({ "AccountId": other })).unwrap();
    assert_eq!(found["PrimaryEmail"], "other@example.com");
}

#[test]
fn a_phone_number_is_verified_until_it_changes() {
    let client = trusting();
    let send = |client: &Client| client.account("/sendPhoneNumberVerification", json!({}));
    assert_eq!(send(&client).unwrap_err().status, 404);
    let mut contact = json!({
        "FullName": "Ada", "AddressLine1": "Street 1", "City": "Paris", "PostalCode": "75001",
        "CountryCode": "FR", "PhoneNumber": "+33 1 23",
    });
    let put = |contact: &Value| {
        client.account("/putContactInformation", json!({ "ContactInformation": contact })).unwrap();
    };
    let status = || text(&client.account("/getContactInformation", json!({})).unwrap()["VerificationStatus"]);
    put(&contact);
    assert_eq!(status(), "UNVERIFIED");
    assert_eq!(send(&client).unwrap()["Status"], "PENDING");
    let otp = json!({ "Otp": code(&client, "+33 1 23") });
    assert_eq!(client.account("/verifyPhoneNumber", otp).unwrap()["Status"], "VERIFIED");
    assert_eq!(status(), "VERIFIED");
    assert_eq!(send(&client).unwrap_err().status, 409);
    contact["PhoneNumber"] = json!("+33 1 24");
    put(&contact);
    assert_eq!(status(), "UNVERIFIED");
}
