use serde_json::{Value, json};

use super::{Client, text};

fn policy(account: &str, action: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"AWS":"{account}"}},"Action":"{action}","Resource":"*"}}}}"#
    )
}

fn content(content: &str) -> Value {
    json!({ "Content": content })
}

#[test]
fn a_delegation_policy_is_made_replaced_and_deleted() {
    let client = Client::managing();
    let account = client.open("security");
    let none = client.refused("DescribeResourcePolicy", json!({}));
    assert_eq!(none, "ResourcePolicyNotFoundException");
    let first = policy(&account, "organizations:ListPolicies");
    let made = client.organizations("PutResourcePolicy", content(&first)).unwrap();
    let id = text(&made["ResourcePolicy"]["ResourcePolicySummary"]["Id"]);
    assert!(id.starts_with("rp-"), "{id}");
    let arn = format!("arn:aws:iam::{account}:root");
    let second = policy(&arn, "organizations:AttachPolicy");
    client.organizations("PutResourcePolicy", content(&second)).unwrap();
    let read = client.organizations("DescribeResourcePolicy", json!({})).unwrap();
    assert_eq!(read["ResourcePolicy"]["Content"], second);
    assert_eq!(read["ResourcePolicy"]["ResourcePolicySummary"]["Id"], id);
    let tagged = json!({"Content": second, "Tags": [{"Key": "a", "Value": "b"}]});
    assert!(client.refused("PutResourcePolicy", tagged).starts_with("ConstraintViolationException"));
    client.organizations("DeleteResourcePolicy", json!({})).unwrap();
    assert_eq!(client.refused("DeleteResourcePolicy", json!({})), "ResourcePolicyNotFoundException");
}

#[test]
fn what_cannot_be_delegated_is_refused_with_its_reason() {
    let client = Client::managing();
    let account = client.open("security");
    let cases = [
        ("{".to_owned(), "INVALID_RESOURCE_POLICY_JSON"),
        (policy("999999999999", "organizations:ListPolicies"), "INVALID_PRINCIPAL"),
        (policy("111111111111", "organizations:ListPolicies"), "INVALID_PRINCIPAL"),
        (policy(&account, "organizations:MoveAccount"), "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY"),
        (
            policy(&account, "organizations:ListPolicies").replace("Action", "NotAction"),
            "INVALID_RESOURCE_POLICY_JSON",
        ),
    ];
    for (policy, reason) in cases {
        assert_eq!(
            client.refused("PutResourcePolicy", content(&policy)),
            format!("InvalidInputException {reason}")
        );
    }
}

#[test]
fn an_account_leaves_after_four_days_and_with_everything_of_the_organization() {
    let client = Client::managing();
    let account = client.open("spun-off");
    let leave = json!({"AccountId": account});
    let remove = "RemoveAccountFromOrganization";
    assert_eq!(client.refused(remove, leave.clone()), "ConstraintViolationException WAIT_PERIOD_ACTIVE");
    let management = json!({"AccountId": "111111111111"});
    assert_eq!(client.refused(remove, management), "MasterCannotLeaveOrganizationException");
    client.advance(4 * 24 * 3600);
    let service = "guardduty.amazonaws.com";
    client.organizations("EnableAWSServiceAccess", json!({"ServicePrincipal": service})).unwrap();
    let delegation = json!({"AccountId": account, "ServicePrincipal": service});
    client.organizations("RegisterDelegatedAdministrator", delegation.clone()).unwrap();
    let reason = "ConstraintViolationException CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG";
    assert_eq!(client.refused(remove, leave.clone()), reason);
    client.organizations("DeregisterDelegatedAdministrator", delegation).unwrap();
    client.organizations(remove, leave.clone()).unwrap();
    assert_eq!(client.refused(remove, leave.clone()), "AccountNotFoundException");
    assert_eq!(
        client.refused("ListTagsForResource", json!({"ResourceId": account})),
        "TargetNotFoundException"
    );
    let again = client.request_account("spun-off");
    client.advance(20);
    assert_eq!(client.creation(&again)["FailureReason"], "EMAIL_ALREADY_EXISTS");
}
