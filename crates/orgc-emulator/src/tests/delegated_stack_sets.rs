use serde_json::json;

use super::stack_sets::{BASE, deploy, instances, with_base};
use super::{Client, texts};

const AS_DELEGATE: (&str, &str) = ("CallAs", "DELEGATED_ADMIN");
const PRINCIPAL: &str = "member.org.stacksets.cloudformation.amazonaws.com";

/// An organization with the set `base` and a member that administers stack sets.
fn delegated() -> (Client, Client) {
    let client = with_base();
    let account = client.open("tooling");
    let input = json!({"AccountId": account, "ServicePrincipal": PRINCIPAL});
    client.organizations("RegisterDelegatedAdministrator", input).unwrap();
    let delegate = client.by(&account);
    (client, delegate)
}

fn refused(client: &Client, operation: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let failure = client.cloudformation(operation, fields).unwrap_err();
    (failure.status, failure.code)
}

#[test]
fn a_delegate_operates_service_managed_sets_of_the_management_account() {
    let (client, delegate) = delegated();
    let created: Vec<_> =
        BASE.into_iter().map(|(name, value)| (name, if value == "base" { "mine" } else { value })).collect();
    let created = [&created[..], &[AS_DELEGATE]].concat();
    delegate.cloudformation("CreateStackSet", &created).unwrap();
    let seen = client.cloudformation("DescribeStackSet", &[("StackSetName", "mine")]).unwrap();
    assert!(texts(&seen, "StackSetARN")[0].contains(":111111111111:stackset/mine:"));
    deploy(&delegate, &client.root(), &[AS_DELEGATE]).unwrap();
    client.advance(20);
    assert_eq!(instances(&client).len(), 1, "`base`, which the management account made");
    let listed = delegate.cloudformation("ListStackSets", &[AS_DELEGATE]).unwrap();
    assert_eq!(texts(&listed, "StackSetName"), ["base", "mine"]);
    let of_mine = [("StackSetName", "mine"), AS_DELEGATE];
    delegate.cloudformation("DetectStackSetDrift", &of_mine).unwrap();
    client.advance(20);
    delegate.cloudformation("DeleteStackSet", &of_mine).unwrap();
    let access = delegate.cloudformation("DescribeOrganizationsAccess", &[AS_DELEGATE]).unwrap();
    assert_eq!(texts(&access, "Status"), ["ENABLED"]);
}

#[test]
fn self_managed_sets_are_not_there_for_a_delegate() {
    let (client, delegate) = delegated();
    let own = [("StackSetName", "own"), ("TemplateBody", "{}")];
    client.cloudformation("CreateStackSet", &own).unwrap();
    let as_delegate = [own[0], AS_DELEGATE];
    let not_found = (404, "StackSetNotFoundException".to_owned());
    for operation in ["DescribeStackSet", "DeleteStackSet", "DetectStackSetDrift", "ListStackInstances"] {
        assert_eq!(refused(&delegate, operation, &as_delegate), not_found, "{operation}");
    }
    let listed = delegate.cloudformation("ListStackSets", &[AS_DELEGATE]).unwrap();
    assert_eq!(texts(&listed, "StackSetName"), ["base"]);
    let invalid = (400, "ValidationError".to_owned());
    let another = [("StackSetName", "another"), own[1], AS_DELEGATE];
    assert_eq!(refused(&delegate, "CreateStackSet", &another), invalid, "self-managed is the default");
    let taken = [&BASE[1..], &[own[0], AS_DELEGATE]].concat();
    assert_eq!(refused(&delegate, "CreateStackSet", &taken).1, "NameAlreadyExistsException");
    let update = [("StackSetName", "base"), own[1], ("PermissionModel", "SELF_MANAGED"), AS_DELEGATE];
    assert_eq!(refused(&delegate, "UpdateStackSet", &update), invalid);
}

#[test]
fn only_who_is_registered_is_a_delegate() {
    let (client, delegate) = delegated();
    let base = [("StackSetName", "base"), AS_DELEGATE];
    let invalid = (400, "ValidationError".to_owned());
    assert_eq!(refused(&client, "DescribeStackSet", &base), invalid, "the management account is none");
    let other = client.by(&client.open("other"));
    assert_eq!(refused(&other, "DescribeStackSet", &base), invalid);
    assert_eq!(refused(&other, "DescribeStackSet", &base[..1]), (403, "AccessDenied".to_owned()));
    assert_eq!(refused(&delegate, "DescribeStackSet", &base[..1]), (403, "AccessDenied".to_owned()));
    assert_eq!(refused(&delegate, "ListStackSets", &[("CallAs", "ROOT")]), invalid);
    assert_eq!(refused(&delegate, "ListStackSets", &[("CallAs.Key", "x")]), invalid);
    for operation in ["ActivateOrganizationsAccess", "DeactivateOrganizationsAccess"] {
        assert_eq!(refused(&delegate, operation, &[AS_DELEGATE]), (403, "AccessDenied".to_owned()));
    }
    assert_eq!(refused(&client, "DeactivateOrganizationsAccess", &[]).1, "InvalidOperationException");
    let account = delegate.access_key.clone();
    let input = json!({"AccountId": account, "ServicePrincipal": PRINCIPAL});
    client.organizations("DeregisterDelegatedAdministrator", input).unwrap();
    assert_eq!(refused(&delegate, "DescribeStackSet", &base), invalid);
    client.cloudformation("DescribeStackSet", &[base[0], ("CallAs", "SELF")]).unwrap();
}
