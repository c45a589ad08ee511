use serde_json::{Value, json};

use super::{Client, text};

const OUTSIDER: &str = "222222222222";
const FIFTEEN_DAYS: u64 = 15 * 24 * 3600;

/// A new organization for billing alone.
fn billing() -> Client {
    let client = Client::new();
    client.organizations("CreateOrganization", json!({"FeatureSet": "CONSOLIDATED_BILLING"})).unwrap();
    client
}

fn target(kind: &str, id: &str) -> Value {
    json!({"Target": {"Type": kind, "Id": id}})
}

fn invited(client: &Client, id: &str) -> Value {
    client.organizations("InviteAccountToOrganization", target("ACCOUNT", id)).unwrap()["Handshake"].clone()
}

fn answer(client: &Client, operation: &str, handshake: &Value) -> Value {
    let input = json!({"HandshakeId": handshake["Id"]});
    client.organizations(operation, input).unwrap()["Handshake"].clone()
}

fn state(client: &Client, handshake: &Value) -> String {
    text(&answer(client, "DescribeHandshake", handshake)["State"])
}

#[expect(clippy::needless_pass_by_value, reason = "calls read better with the value in place")]
fn listed(client: &Client, operation: &str, filter: Value) -> Vec<String> {
    let reply = client.organizations(operation, json!({ "Filter": filter })).unwrap();
    let actions = |one: &Value| format!("{} {}", text(&one["Action"]), text(&one["State"]));
    reply["Handshakes"].as_array().unwrap().iter().map(actions).collect()
}

#[test]
fn an_invited_account_joins_in_the_root() {
    let client = Client::managing();
    let mut input = target("ACCOUNT", OUTSIDER);
    input["Notes"] = json!("come in");
    input["Tags"] = json!([{"Key": "team", "Value": "data"}]);
    let handshake = client.organizations("InviteAccountToOrganization", input).unwrap()["Handshake"].clone();
    assert_eq!(handshake["State"], "OPEN");
    assert_eq!(handshake["Parties"][1], json!({"Id": OUTSIDER, "Type": "ACCOUNT"}));
    assert_eq!(handshake["Resources"][2], json!({"Type": "NOTES", "Value": "come in"}));

    let other = client.by(OUTSIDER);
    assert_eq!(listed(&other, "ListHandshakesForAccount", json!({})), ["INVITE OPEN"]);
    assert_eq!(answer(&other, "AcceptHandshake", &handshake)["State"], "ACCEPTED");
    let account = client.organizations("DescribeAccount", json!({"AccountId": OUTSIDER})).unwrap();
    assert_eq!(account["Account"]["JoinedMethod"], "INVITED");
    assert!(text(&account["Account"]["Paths"][0]).contains(&client.root()));
    assert_eq!(client.attached(OUTSIDER, "SERVICE_CONTROL_POLICY"), ["FullAWSAccess"]);
    let tags = client.organizations("ListTagsForResource", json!({"ResourceId": OUTSIDER})).unwrap();
    assert_eq!(tags["Tags"], json!([{"Key": "team", "Value": "data"}]));

    let again = other.refused("AcceptHandshake", json!({"HandshakeId": handshake["Id"]}));
    assert_eq!(again, "HandshakeAlreadyInStateException");
    let declined = other.refused("DeclineHandshake", json!({"HandshakeId": handshake["Id"]}));
    assert_eq!(declined, "HandshakeAlreadyInStateException");
}

#[test]
fn an_address_is_invited_and_whoever_is_outside_answers() {
    let client = Client::managing();
    let handshake = client.organizations("InviteAccountToOrganization", target("EMAIL", "new@example.com"));
    let handshake = handshake.unwrap()["Handshake"].clone();
    answer(&client.by(OUTSIDER), "AcceptHandshake", &handshake);
    let account = client.organizations("DescribeAccount", json!({"AccountId": OUTSIDER})).unwrap();
    assert_eq!(account["Account"]["Email"], "new@example.com");
}

#[test]
fn an_invitation_is_declined_cancelled_or_forgotten() {
    let client = Client::managing();
    let [declined, cancelled, expired] =
        ["222222222222", "333333333333", "444444444444"].map(|id| invited(&client, id));
    assert_eq!(answer(&client.by("222222222222"), "DeclineHandshake", &declined)["State"], "DECLINED");
    assert_eq!(answer(&client, "CancelHandshake", &cancelled)["State"], "CANCELED");
    let late = client.by("333333333333");
    assert_eq!(
        late.refused("AcceptHandshake", json!({"HandshakeId": cancelled["Id"]})),
        "InvalidHandshakeTransitionException"
    );
    client.advance(FIFTEEN_DAYS - 1);
    assert_eq!(state(&client, &expired), "OPEN");
    client.advance(1);
    assert_eq!(state(&client, &expired), "EXPIRED");
    let all = listed(&client, "ListHandshakesForOrganization", json!({"ActionType": "INVITE"}));
    assert_eq!(all.len(), 3);
    client.advance(2 * FIFTEEN_DAYS);
    assert_eq!(listed(&client, "ListHandshakesForOrganization", json!({})), [""; 0]);
    let gone = client.refused("DescribeHandshake", json!({"HandshakeId": expired["Id"]}));
    assert_eq!(gone, "HandshakeNotFoundException");
}

#[test]
fn an_invitation_that_cannot_be_is_refused() {
    let client = Client::managing();
    let member = client.open("dev");
    invited(&client, OUTSIDER);
    let cases = [
        (target("ACCOUNT", OUTSIDER), "DuplicateHandshakeException"),
        (target("ACCOUNT", &member), "HandshakeConstraintViolationException ALREADY_IN_AN_ORGANIZATION"),
        (target("ACCOUNT", "22"), "InvalidInputException INVALID_PATTERN_TARGET_ID"),
        (target("EMAIL", "nobody"), "InvalidInputException INVALID_EMAIL_ADDRESS_TARGET"),
        (target("ORGANIZATION", "o-abcdefghij"), "InvalidInputException INVALID_PARTY_TYPE_TARGET"),
        (target("PLANET", OUTSIDER), "InvalidInputException INVALID_ENUM"),
    ];
    for (input, refusal) in cases {
        assert_eq!(client.refused("InviteAccountToOrganization", input), refusal);
    }
    // Two accounts and one invitation are there; the quota is ten.
    for number in 0..7 {
        invited(&client, &format!("30000000000{number}"));
    }
    let one_more = client.refused("InviteAccountToOrganization", target("ACCOUNT", "999999999999"));
    assert_eq!(one_more, "HandshakeConstraintViolationException ACCOUNT_NUMBER_LIMIT_EXCEEDED");
    let input = json!({"Email": "more@example.com", "AccountName": "more"});
    let refusal = client.refused("CreateAccount", input);
    assert_eq!(refusal, "ConstraintViolationException ACCOUNT_NUMBER_LIMIT_EXCEEDED");
}

#[test]
fn nobody_answers_for_somebody_else() {
    let client = Client::managing();
    let handshake = invited(&client, OUTSIDER);
    let stranger = client.by("333333333333");
    let id = json!({"HandshakeId": handshake["Id"]});
    for operation in ["AcceptHandshake", "DeclineHandshake", "DescribeHandshake"] {
        assert_eq!(stranger.refused(operation, id.clone()), "HandshakeNotFoundException");
    }
    assert_eq!(stranger.refused("CancelHandshake", id), "AWSOrganizationsNotInUseException");
    assert_eq!(listed(&stranger, "ListHandshakesForAccount", json!({})), [""; 0]);
}

#[test]
fn all_features_come_when_every_invited_member_agrees() {
    let client = billing();
    answer(&client.by(OUTSIDER), "AcceptHandshake", &invited(&client, OUTSIDER));
    let open = invited(&client, "333333333333");
    let parent = client.organizations("EnableAllFeatures", json!({})).unwrap()["Handshake"].clone();
    assert_eq!((&parent["Action"], &parent["State"]), (&json!("ENABLE_ALL_FEATURES"), &json!("REQUESTED")));
    assert_eq!(state(&client, &open), "CANCELED");
    let refusal = client.refused("InviteAccountToOrganization", target("ACCOUNT", "444444444444"));
    assert_eq!(refusal, "HandshakeConstraintViolationException INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES");
    let early = client.refused("AcceptHandshake", json!({"HandshakeId": parent["Id"]}));
    assert_eq!(early, "InvalidHandshakeTransitionException");
    assert_eq!(
        client.refused("EnableAllFeatures", json!({})),
        "HandshakeConstraintViolationException ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION"
    );

    let children = json!({"Filter": {"ParentHandshakeId": parent["Id"]}});
    let reply = client.organizations("ListHandshakesForOrganization", children).unwrap();
    let child = reply["Handshakes"][0].clone();
    assert_eq!(child["Action"], "APPROVE_ALL_FEATURES");
    assert_eq!(child["Resources"][2], json!({"Type": "PARENT_HANDSHAKE", "Value": parent["Id"]}));
    answer(&client.by(OUTSIDER), "AcceptHandshake", &child);
    assert_eq!(state(&client, &parent), "OPEN");
    answer(&client, "AcceptHandshake", &parent);
    let organization = client.organizations("DescribeOrganization", json!({})).unwrap();
    assert_eq!(organization["Organization"]["FeatureSet"], "ALL");
    assert_eq!(
        client.refused("EnableAllFeatures", json!({})),
        "HandshakeConstraintViolationException ORGANIZATION_ALREADY_HAS_ALL_FEATURES"
    );
}

#[test]
fn a_member_leaves_and_can_be_invited_again() {
    let client = Client::managing();
    answer(&client.by(OUTSIDER), "AcceptHandshake", &invited(&client, OUTSIDER));
    let member = client.by(OUTSIDER);
    assert_eq!(client.refused("LeaveOrganization", json!({})), "MasterCannotLeaveOrganizationException");
    member.organizations("LeaveOrganization", json!({})).unwrap();
    assert_eq!(member.refused("LeaveOrganization", json!({})), "AWSOrganizationsNotInUseException");
    answer(&member, "AcceptHandshake", &invited(&client, OUTSIDER));
    member.organizations("DescribeOrganization", json!({})).unwrap();

    let created = client.open("dev");
    let early = client.by(&created).refused("LeaveOrganization", json!({}));
    assert_eq!(early, "ConstraintViolationException WAIT_PERIOD_ACTIVE");
}

#[test]
fn a_delegated_administrator_reads_and_a_delegation_policy_gives_more() {
    let client = Client::managing();
    let id = client.open("security");
    let member = client.by(&id);
    let list = || json!({"Filter": "SERVICE_CONTROL_POLICY"});
    assert_eq!(member.refused("ListPolicies", list()), "AccessDeniedException");
    let service = json!({"ServicePrincipal": "guardduty.amazonaws.com"});
    client.organizations("EnableAWSServiceAccess", service).unwrap();
    let delegation = json!({"AccountId": id, "ServicePrincipal": "guardduty.amazonaws.com"});
    client.organizations("RegisterDelegatedAdministrator", delegation).unwrap();
    member.organizations("ListPolicies", list()).unwrap();
    let create = || json!({"Name": "A", "Description": "", "Type": "SERVICE_CONTROL_POLICY", "Content": super::ALLOW_ALL});
    assert_eq!(member.refused("CreatePolicy", create()), "AccessDeniedException");
    let content = format!(
        r#"{{"Statement":[{{"Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::{id}:root"}},"Action":["organizations:CreatePolicy","organizations:Describe*"],"Resource":"*"}}]}}"#
    );
    client.organizations("PutResourcePolicy", json!({ "Content": content })).unwrap();
    member.organizations("CreatePolicy", create()).unwrap();
    assert_eq!(member.refused("CreateOrganizationalUnit", json!({})), "AccessDeniedException");
}
