use serde_json::{Value, json};

use super::Client;

const STACK_SETS: &str = "member.org.stacksets.cloudformation.amazonaws.com";

fn service(principal: &str) -> Value {
    json!({"ServicePrincipal": principal})
}

fn trusted(client: &Client) -> Vec<String> {
    let listed = client.organizations("ListAWSServiceAccessForOrganization", json!({})).unwrap();
    let principals = listed["EnabledServicePrincipals"].as_array().unwrap();
    principals.iter().map(|item| super::text(&item["ServicePrincipal"])).collect()
}

#[test]
fn services_are_trusted_by_their_principal() {
    let client = Client::managing();
    client.organizations("EnableAWSServiceAccess", service("ram.amazonaws.com")).unwrap();
    client.organizations("EnableAWSServiceAccess", service("ram.amazonaws.com")).unwrap();
    assert_eq!(trusted(&client), ["ram.amazonaws.com"]);
    for wrong in ["stacksets.cloudformation.amazonaws.com", "nothing.amazonaws.com"] {
        let refusal = client.refused("EnableAWSServiceAccess", service(wrong));
        assert_eq!(refusal, "InvalidInputException UNRECOGNIZED_SERVICE_PRINCIPAL");
    }
    client.organizations("DisableAWSServiceAccess", service("ram.amazonaws.com")).unwrap();
    assert!(trusted(&client).is_empty());
}

#[test]
fn activating_stack_sets_is_recorded_as_trusted_access_but_not_the_reverse() {
    let client = Client::managing();
    let status =
        || super::texts(&client.cloudformation("DescribeOrganizationsAccess", &[]).unwrap(), "Status");
    client.organizations("EnableAWSServiceAccess", service(STACK_SETS)).unwrap();
    assert_eq!(status(), ["DISABLED"]);
    client.organizations("DisableAWSServiceAccess", service(STACK_SETS)).unwrap();
    client.cloudformation("ActivateOrganizationsAccess", &[]).unwrap();
    assert_eq!(status(), ["ENABLED"]);
    assert_eq!(trusted(&client), [STACK_SETS]);
    client.cloudformation("DeactivateOrganizationsAccess", &[]).unwrap();
    assert_eq!(status(), ["DISABLED"]);
    assert!(trusted(&client).is_empty());
}

#[test]
fn a_lone_account_cannot_activate_stack_sets() {
    let refusal = Client::new().cloudformation("ActivateOrganizationsAccess", &[]).unwrap_err();
    assert_eq!(refusal.code, "InvalidOperationException");
}

#[test]
fn administrators_are_members_of_trusted_services() {
    let client = Client::managing();
    let account = client.open("audit");
    let delegation = |account: &str| json!({"AccountId": account, "ServicePrincipal": STACK_SETS});
    let refusal = client.refused("RegisterDelegatedAdministrator", delegation(&account));
    assert_eq!(refusal, "ConstraintViolationException SERVICE_ACCESS_NOT_ENABLED");
    client.cloudformation("ActivateOrganizationsAccess", &[]).unwrap();
    let refusal = client.refused("RegisterDelegatedAdministrator", delegation("111111111111"));
    assert_eq!(refusal, "ConstraintViolationException CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR");
    let services = json!({"AccountId": account});
    let none = client.refused("ListDelegatedServicesForAccount", services.clone());
    assert_eq!(none, "AccountNotRegisteredException");
    client.organizations("RegisterDelegatedAdministrator", delegation(&account)).unwrap();
    let again = client.refused("RegisterDelegatedAdministrator", delegation(&account));
    assert_eq!(again, "AccountAlreadyRegisteredException");
    let listed = client.organizations("ListDelegatedAdministrators", json!({})).unwrap();
    assert_eq!(listed["DelegatedAdministrators"][0]["Id"], account);
    let listed = client.organizations("ListDelegatedServicesForAccount", services).unwrap();
    assert_eq!(listed["DelegatedServices"][0]["ServicePrincipal"], STACK_SETS);
    let refusal = client.cloudformation("DeactivateOrganizationsAccess", &[]).unwrap_err();
    assert_eq!(refusal.code, "InvalidOperationException");
    client.organizations("DeregisterDelegatedAdministrator", delegation(&account)).unwrap();
    client.cloudformation("DeactivateOrganizationsAccess", &[]).unwrap();
}
