use serde_json::{Value, json};

use super::{Client, text};

const OTHER: &str = "222222222222";
/// 2026-02-01T00:00:00Z; the emulator begins in January.
const FEBRUARY: u64 = 1_769_904_000;

fn request(target: &str, start: u64) -> Value {
    json!({
        "Type": "BILLING",
        "Target": {"Type": "ACCOUNT", "Id": target},
        "StartTimestamp": start,
        "SourceName": "Subsidiary",
    })
}

fn invited(client: &Client) -> Value {
    let reply = client.organizations("InviteOrganizationToTransferResponsibility", request(OTHER, FEBRUARY));
    reply.unwrap()["Handshake"].clone()
}

fn transfer(client: &Client) -> Value {
    let listed =
        client.organizations("ListInboundResponsibilityTransfers", json!({"Type": "BILLING"})).unwrap();
    listed["ResponsibilityTransfers"][0].clone()
}

#[test]
fn a_transfer_is_asked_for_accepted_named_and_terminated() {
    let client = Client::managing();
    let handshake = invited(&client);
    assert_eq!(handshake["Action"], "TRANSFER_RESPONSIBILITY");
    let requested = transfer(&client);
    assert_eq!(
        (&requested["Status"], &requested["ActiveHandshakeId"]),
        (&json!("REQUESTED"), &handshake["Id"])
    );
    let id = text(&requested["Id"]);
    assert!(text(&requested["Arn"]).ends_with(&format!("/billing/inbound/{id}")), "{requested}");
    let early = client.refused("TerminateResponsibilityTransfer", json!({"Id": id}));
    assert_eq!(early, "InvalidResponsibilityTransferTransitionException");

    client.by(OTHER).organizations("AcceptHandshake", json!({"HandshakeId": handshake["Id"]})).unwrap();
    let named =
        client.organizations("UpdateResponsibilityTransfer", json!({"Id": id, "Name": "Daughter"})).unwrap();
    assert_eq!(named["ResponsibilityTransfer"]["Name"], "Daughter");
    let blocked = client.refused("DeleteOrganization", json!({}));
    assert_eq!(blocked, "ConstraintViolationException ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS");
    client.organizations("TerminateResponsibilityTransfer", json!({"Id": id})).unwrap();
    let ended = client.organizations("DescribeResponsibilityTransfer", json!({"Id": id})).unwrap();
    assert_eq!(ended["ResponsibilityTransfer"]["Status"], "WITHDRAWN");
    let again = client.refused("TerminateResponsibilityTransfer", json!({"Id": id}));
    assert_eq!(again, "ResponsibilityTransferAlreadyInStatusException");
    client.organizations("DeleteOrganization", json!({})).unwrap();
}

#[test]
fn the_answer_to_the_invitation_is_that_to_the_transfer() {
    for (operation, status) in [("DeclineHandshake", "DECLINED"), ("CancelHandshake", "CANCELED")] {
        let client = Client::managing();
        let handshake = invited(&client);
        let caller =
            if operation == "DeclineHandshake" { client.by(OTHER) } else { client.by("111111111111") };
        caller.organizations(operation, json!({"HandshakeId": handshake["Id"]})).unwrap();
        assert_eq!(transfer(&client)["Status"], status);
    }
    let client = Client::managing();
    invited(&client);
    client.advance(15 * 24 * 3600);
    assert_eq!(transfer(&client)["Status"], "EXPIRED");
}

#[test]
fn a_transfer_that_cannot_be_is_refused() {
    let client = Client::managing();
    let refused = |input| client.refused("InviteOrganizationToTransferResponsibility", input);
    let (past, midday) = (FEBRUARY - 31 * 24 * 3600, FEBRUARY + 12 * 3600);
    assert_eq!(refused(request(OTHER, past)), "InvalidInputException START_DATE_TOO_EARLY");
    assert_eq!(refused(request(OTHER, midday)), "InvalidInputException START_DATE_NOT_BEGINNING_OF_MONTH");
    let own = "HandshakeConstraintViolationException SOURCE_AND_TARGET_CANNOT_MATCH";
    assert_eq!(refused(request("111111111111", FEBRUARY)), own);
    let handshake = invited(&client);
    assert_eq!(refused(request(OTHER, FEBRUARY)), "DuplicateHandshakeException");
    client.by(OTHER).organizations("AcceptHandshake", json!({"HandshakeId": handshake["Id"]})).unwrap();
    let exists = "HandshakeConstraintViolationException RESPONSIBILITY_TRANSFER_ALREADY_EXISTS";
    assert_eq!(refused(request(OTHER, FEBRUARY)), exists);
    let outbound = client.organizations("ListOutboundResponsibilityTransfers", json!({"Type": "BILLING"}));
    assert_eq!(outbound.unwrap()["ResponsibilityTransfers"], json!([]));
    let unknown = client.refused("DescribeResponsibilityTransfer", json!({"Id": "rt-12345678"}));
    assert_eq!(unknown, "ResponsibilityTransferNotFoundException");
}
