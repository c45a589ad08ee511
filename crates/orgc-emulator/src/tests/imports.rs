use super::stack_sets::{BASE, deploy, instances, status, with_base};
use super::{Client, texts};

/// An organization whose set `base` has given up the stack of one account.
fn given_up() -> (Client, String, String) {
    let client = with_base();
    let (root, account) = (client.root(), client.open("dev"));
    deploy(&client, &root, &[]).unwrap();
    client.advance(20);
    let listed = client.cloudformation("ListStackInstances", &[("StackSetName", "base")]).unwrap();
    let fields = [
        ("StackSetName", "base"),
        ("DeploymentTargets.OrganizationalUnitIds.member.1", root.as_str()),
        ("Regions.member.1", "eu-central-1"),
        ("RetainStacks", "true"),
    ];
    client.cloudformation("DeleteStackInstances", &fields).unwrap();
    client.advance(20);
    assert!(instances(&client).is_empty());
    (client, account, texts(&listed, "StackId").remove(0))
}

#[test]
fn a_retained_stack_returns() {
    let (client, account, stack) = given_up();
    let root = client.root();
    let fields = [
        ("StackSetName", "base"),
        ("StackIds.member.1", stack.as_str()),
        ("OrganizationalUnitIds.member.1", root.as_str()),
    ];
    let operation = client.cloudformation("ImportStacksToStackSet", &fields).unwrap();
    let operation = texts(&operation, "OperationId").remove(0);
    client.advance(20);
    assert_eq!(status(&client, &operation), "SUCCEEDED");
    assert_eq!(instances(&client), [(account, "eu-central-1".to_owned(), "CURRENT".to_owned())]);
    let listed = client.cloudformation("ListStackInstances", &[("StackSetName", "base")]).unwrap();
    assert_eq!(
        (texts(&listed, "StackId"), texts(&listed, "OrganizationalUnitId")),
        (vec![stack.clone()], vec![root.clone()])
    );
    let again = client.cloudformation("ImportStacksToStackSet", &fields).unwrap_err();
    assert_eq!(
        (again.status, again.code.as_str()),
        (404, "StackNotFoundException"),
        "it belongs to a set now"
    );
}

#[test]
fn a_stack_of_another_template_fails_to_be_imported() {
    let (client, account, stack) = given_up();
    let other = [
        ("StackSetName", "other"),
        ("TemplateBody", r#"{"Resources":{}}"#),
        ("PermissionModel", "SERVICE_MANAGED"),
        ("AutoDeployment.Enabled", "false"),
    ];
    client.cloudformation("CreateStackSet", &other).unwrap();
    let root = client.root();
    let fields =
        [other[0], ("StackIds.member.1", stack.as_str()), ("OrganizationalUnitIds.member.1", root.as_str())];
    client.cloudformation("ImportStacksToStackSet", &fields).unwrap();
    client.advance(20);
    let listed = client.cloudformation("ListStackInstances", &other[..1]).unwrap();
    assert_eq!(
        (texts(&listed, "Account"), texts(&listed, "DetailedStatus")),
        (vec![account], vec!["FAILED_IMPORT".to_owned()])
    );
    assert!(listed.contains("<Status>INOPERABLE</Status>"), "{listed}");
}

#[test]
fn what_cannot_be_imported_is_refused() {
    let (client, _, stack) = given_up();
    let (root, empty) = (client.root(), client.unit(&client.root(), "Empty"));
    let refused = |set: &str, stack: (&str, &str), unit: &str| {
        let mut fields = vec![("StackSetName", set), stack];
        if !unit.is_empty() {
            fields.push(("OrganizationalUnitIds.member.1", unit));
        }
        client.cloudformation("ImportStacksToStackSet", &fields).unwrap_err().code
    };
    let known = ("StackIds.member.1", stack.as_str());
    let arn =
        "arn:aws:cloudformation:eu-central-1:222222222222:stack/other/11111111-2222-3333-4444-555555555555";
    assert_eq!(refused("base", ("StackIds.member.1", arn), &root), "StackNotFoundException");
    assert_eq!(refused("none", known, &root), "StackSetNotFoundException");
    assert_eq!(refused("base", known, ""), "ValidationError", "OUs are missing");
    assert_eq!(refused("base", ("StackIds", ""), &root), "ValidationError");
    assert_eq!(refused("base", ("StackIdsUrl", "https://x"), &root), "ValidationError");
    assert_eq!(refused("base", known, &empty), "InvalidOperationException", "the account is elsewhere");
    client.cloudformation("CreateStackSet", &[("StackSetName", "own"), BASE[1], BASE[4], BASE[5]]).unwrap();
    assert_eq!(refused("own", known, &root), "ValidationError", "OUs are of service-managed sets");
    client.cloudformation("ImportStacksToStackSet", &[("StackSetName", "own"), known]).unwrap();
}
