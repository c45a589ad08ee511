use serde_json::json;

use super::{Client, texts};

const TEMPLATE: &str =
    r#"{"Parameters":{"Bucket":{"Type":"String"},"Days":{"Type":"String","Default":"7"}},"Resources":{}}"#;

/// The fields of a service-managed set named `base`.
pub(super) const BASE: [(&str, &str); 6] = [
    ("StackSetName", "base"),
    ("TemplateBody", TEMPLATE),
    ("PermissionModel", "SERVICE_MANAGED"),
    ("AutoDeployment.Enabled", "true"),
    ("Parameters.member.1.ParameterKey", "Bucket"),
    ("Parameters.member.1.ParameterValue", "logs"),
];

/// An organization whose stack sets are activated, with the set `base`.
pub(super) fn with_base() -> Client {
    let client = Client::managing();
    client.cloudformation("ActivateOrganizationsAccess", &[]).unwrap();
    client.cloudformation("CreateStackSet", &BASE).unwrap();
    client
}

/// Deploys `base` to an OU in one Region and says the operation's id.
pub(super) fn deploy(client: &Client, unit: &str, more: &[(&str, &str)]) -> Result<String, super::Failure> {
    let fields = [
        ("StackSetName", "base"),
        ("DeploymentTargets.OrganizationalUnitIds.member.1", unit),
        ("Regions.member.1", "eu-central-1"),
    ];
    let reply = client.cloudformation("CreateStackInstances", &[&fields, more].concat());
    reply.map(|xml| texts(&xml, "OperationId").remove(0))
}

pub(super) fn status(client: &Client, operation: &str) -> String {
    let fields = [("StackSetName", "base"), ("OperationId", operation)];
    texts(&client.cloudformation("DescribeStackSetOperation", &fields).unwrap(), "Status").remove(0)
}

/// Account, Region and status of every instance.
pub(super) fn instances(client: &Client) -> Vec<(String, String, String)> {
    let xml = client.cloudformation("ListStackInstances", &[("StackSetName", "base")]).unwrap();
    let (accounts, regions) = (texts(&xml, "Account"), texts(&xml, "Region"));
    let statuses = texts(&xml, "Status");
    accounts
        .into_iter()
        .zip(regions)
        .zip(statuses)
        .map(|((account, region), status)| (account, region, status))
        .collect()
}

fn code(client: &Client, operation: &str, fields: &[(&str, &str)]) -> String {
    client.cloudformation(operation, fields).unwrap_err().code
}

/// The fields with one replaced or, when `value` is empty, left out.
fn with<'a>(fields: &[(&'a str, &'a str)], name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<_> = fields.iter().copied().filter(|(field, _)| *field != name).collect();
    if !value.is_empty() {
        fields.push((name, value));
    }
    fields
}

#[test]
fn a_service_managed_set_needs_access_and_its_fields() {
    let client = Client::managing();
    assert_eq!(code(&client, "CreateStackSet", &BASE), "ValidationError");
    client.cloudformation("ActivateOrganizationsAccess", &[]).unwrap();
    let large = "x".repeat(51_201);
    let cases = [
        (with(&BASE, "TemplateBody", &large), "ValidationError"),
        (with(&BASE, "TemplateBody", ""), "ValidationError"),
        (with(&BASE, "AutoDeployment.Enabled", ""), "ValidationError"),
        (with(&BASE, "StackSetName", "1base"), "ValidationError"),
        (with(&BASE, "Parameters.member.1.ParameterKey", "Other"), "ValidationError"),
        (with(&BASE, "PermissionModel", "SELF_MANAGED"), "ValidationError"),
        (with(&BASE[..4], "Description", "no parameters"), "ValidationError"),
        (with(&BASE, "TemplateBody", "Type: AWS::IAM::Role"), "InsufficientCapabilitiesException"),
    ];
    for (fields, expected) in cases {
        assert_eq!(code(&client, "CreateStackSet", &fields), expected, "{fields:?}");
    }
    let mut acknowledged = with(&BASE, "TemplateBody", "Type: AWS::IAM::Role");
    acknowledged.push(("Capabilities.member.1", "CAPABILITY_NAMED_IAM"));
    client.cloudformation("CreateStackSet", &acknowledged).unwrap();
    assert_eq!(code(&client, "CreateStackSet", &BASE), "NameAlreadyExistsException");
}

#[test]
fn a_set_lives_in_its_region_and_keeps_its_text() {
    let client = with_base();
    let other =
        Client { emulator: client.emulator.clone(), region: "eu-central-1", access_key: "x".to_owned() };
    assert_eq!(code(&other, "DescribeStackSet", &[("StackSetName", "base")]), "StackSetNotFoundException");
    other.cloudformation("CreateStackSet", &BASE).unwrap();
    let xml = other.cloudformation("DescribeStackSet", &[("StackSetName", "base")]).unwrap();
    assert_eq!(texts(&xml, "TemplateBody").remove(0).replace("&quot;", "\""), TEMPLATE);
    assert!(
        texts(&xml, "StackSetARN").remove(0).starts_with("arn:aws:cloudformation:eu-central-1:111111111111:")
    );
    assert_eq!(texts(&xml, "ParameterValue"), ["logs"]);
    other.cloudformation("DeleteStackSet", &[("StackSetName", "base")]).unwrap();
    let active = other.cloudformation("ListStackSets", &[("Status", "ACTIVE")]).unwrap();
    assert!(texts(&active, "StackSetName").is_empty());
    let all = other.cloudformation("ListStackSets", &[]).unwrap();
    assert_eq!(texts(&all, "Status"), ["DELETED"]);
}

#[test]
fn a_repeated_creation_is_known_by_its_token() {
    let client = with_base();
    let named = with(&with(&BASE, "StackSetName", "other"), "ClientRequestToken", "t1");
    let first = client.cloudformation("CreateStackSet", &named).unwrap();
    let again = client.cloudformation("CreateStackSet", &named).unwrap();
    assert_eq!(texts(&first, "StackSetId"), texts(&again, "StackSetId"));
    let changed = with(&named, "Description", "changed");
    assert_eq!(code(&client, "CreateStackSet", &changed), "CreatedButModifiedException");
    let other_token = with(&named, "ClientRequestToken", "t2");
    assert_eq!(code(&client, "CreateStackSet", &other_token), "NameAlreadyExistsException");
    let updated = [("StackSetName", "other"), ("TemplateBody", "{}")];
    client.cloudformation("UpdateStackSet", &updated).unwrap();
    assert_eq!(code(&client, "CreateStackSet", &named), "CreatedButModifiedException");
}

#[test]
fn an_operation_takes_its_time_and_the_slot() {
    let client = with_base();
    let root = client.root();
    let account = client.open("dev");
    let operation = deploy(&client, &root, &[("OperationId", "op-1")]).unwrap();
    assert_eq!((operation.as_str(), status(&client, "op-1")), ("op-1", "QUEUED".to_owned()));
    let outdated = (account.clone(), "eu-central-1".to_owned(), "OUTDATED".to_owned());
    assert_eq!(instances(&client), [outdated], "the management account is never a target");
    let running = deploy(&client, &root, &[("OperationId", "op-2")]).unwrap_err();
    assert_eq!((running.status, running.code.as_str()), (409, "OperationInProgressException"));
    client.advance(2);
    assert_eq!(status(&client, "op-1"), "RUNNING");
    client.advance(15);
    assert_eq!(status(&client, "op-1"), "SUCCEEDED");
    assert_eq!(instances(&client), [(account, "eu-central-1".to_owned(), "CURRENT".to_owned())]);
    let repeated = deploy(&client, &root, &[("OperationId", "op-1")]).unwrap_err();
    assert_eq!((repeated.status, repeated.code.as_str()), (409, "OperationIdAlreadyExistsException"));
    deploy(&client, &root, &[("OperationId", "op-2")]).unwrap();
    client.advance(20);
    let stale = deploy(&client, &root, &[("OperationId", "op-1")]).unwrap_err();
    assert_eq!(stale.code, "StaleRequestException");
}

#[test]
fn a_filter_chooses_among_the_accounts() {
    let client = with_base();
    let root = client.root();
    let (one, two) = (client.open("one"), client.open("two"));
    let account = ("DeploymentTargets.Accounts.member.1", one.as_str());
    assert_eq!(deploy(&client, &root, &[account]).unwrap_err().code, "ValidationError");
    let filter = |kind| [account, ("DeploymentTargets.AccountFilterType", kind)];
    assert_eq!(deploy(&client, &root, &filter("UNION")).unwrap_err().code, "ValidationError");
    deploy(&client, &root, &filter("INTERSECTION")).unwrap();
    client.advance(20);
    let accounts = || instances(&client).into_iter().map(|(account, ..)| account).collect::<Vec<_>>();
    assert_eq!(accounts(), std::slice::from_ref(&one));
    deploy(&client, &root, &filter("DIFFERENCE")).unwrap();
    client.advance(20);
    let mut both = vec![one, two];
    both.sort();
    assert_eq!(accounts(), both);
    assert_eq!(deploy(&client, "ou-abcd-12345678", &[]).unwrap_err().code, "ValidationError");
    let direct =
        [("StackSetName", "base"), ("Accounts.member.1", "111111111111"), ("Regions.member.1", "us-east-1")];
    assert_eq!(code(&client, "CreateStackInstances", &direct), "ValidationError");
}

/// The fields that override one parameter.
fn overriding<'a>(key: &'a str, value: &'a str) -> [(&'a str, &'a str); 2] {
    [("ParameterOverrides.member.1.ParameterKey", key), ("ParameterOverrides.member.1.ParameterValue", value)]
}

#[test]
fn overrides_are_kept_until_they_are_listed_anew() {
    let client = with_base();
    let (root, account) = (client.root(), client.open("dev"));
    let target = [
        ("StackSetName", "base"),
        ("DeploymentTargets.OrganizationalUnitIds.member.1", root.as_str()),
        ("Regions.member.1", "eu-central-1"),
    ];
    let overrides = || {
        let fields = [
            ("StackSetName", "base"),
            ("StackInstanceAccount", account.as_str()),
            ("StackInstanceRegion", "eu-central-1"),
        ];
        texts(&client.cloudformation("DescribeStackInstance", &fields).unwrap(), "ParameterValue")
    };
    let none = code(&client, "UpdateStackInstances", &target);
    assert_eq!(none, "StackInstanceNotFoundException");
    deploy(&client, &root, &overriding("Bucket", "mine")).unwrap();
    client.advance(20);
    assert_eq!(overrides(), ["mine"]);
    client.cloudformation("UpdateStackInstances", &target).unwrap();
    client.advance(20);
    assert_eq!(overrides(), ["mine"]);
    client.cloudformation("UpdateStackInstances", &[&target[..], &overriding("Days", "9")].concat()).unwrap();
    client.advance(20);
    assert_eq!(overrides(), ["9"]);
    assert_eq!(
        code(&client, "UpdateStackInstances", &[&target[..], &overriding("Other", "9")].concat()),
        "ValidationError"
    );
    client
        .cloudformation("UpdateStackInstances", &[&target[..], &[("ParameterOverrides", "")]].concat())
        .unwrap();
    client.advance(20);
    assert!(overrides().is_empty());
}

#[test]
fn an_update_replaces_what_it_names() {
    let client = with_base();
    client.open("dev");
    deploy(&client, &client.root(), &[]).unwrap();
    client.advance(20);
    let tagged = [
        ("StackSetName", "base"),
        ("UsePreviousTemplate", "true"),
        ("Parameters.member.1.ParameterKey", "Bucket"),
        ("Parameters.member.1.UsePreviousValue", "true"),
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "platform"),
        ("Description", "first"),
    ];
    client.cloudformation("UpdateStackSet", &tagged).unwrap();
    assert_eq!(instances(&client)[0].2, "OUTDATED");
    client.advance(20);
    assert_eq!(instances(&client)[0].2, "CURRENT");
    let untouched = &tagged[..4];
    client.cloudformation("UpdateStackSet", untouched).unwrap();
    client.advance(20);
    let describe = || client.cloudformation("DescribeStackSet", &[("StackSetName", "base")]).unwrap();
    assert_eq!(texts(&describe(), "Key"), ["team"]);
    assert_eq!(texts(&describe(), "Description"), ["first"]);
    assert_eq!(texts(&describe(), "ParameterValue"), ["logs"]);
    client.cloudformation("UpdateStackSet", &[untouched, &[("Tags", "")]].concat()).unwrap();
    assert!(texts(&describe(), "Key").is_empty());
    let sources = [("StackSetName", "base"), ("UsePreviousTemplate", "true"), ("TemplateBody", "{}")];
    client.advance(20);
    assert_eq!(code(&client, "UpdateStackSet", &sources), "ValidationError");
    let without = [("StackSetName", "base"), ("UsePreviousTemplate", "true")];
    assert_eq!(code(&client, "UpdateStackSet", &without), "ValidationError", "`Bucket` has no default");
}

#[test]
fn failures_beyond_the_tolerance_end_the_operation() {
    let client = with_base();
    let (root, account) = (client.root(), client.open("dev"));
    client.emulator.fail_stack_instances(&account, "the role is missing");
    let second = ("Regions.member.2", "us-east-1");
    let operation = deploy(&client, &root, &[second]).unwrap();
    client.advance(60);
    assert_eq!(status(&client, &operation), "FAILED");
    let fields = [("StackSetName", "base"), ("OperationId", operation.as_str())];
    let results = client.cloudformation("ListStackSetOperationResults", &fields).unwrap();
    let statuses: Vec<String> =
        texts(&results, "Status").into_iter().filter(|status| status != "SKIPPED").collect();
    assert_eq!(statuses, ["FAILED", "CANCELLED"]);
    let reasons: Vec<_> =
        instances(&client).into_iter().map(|(_, region, status)| (region, status)).collect();
    let outdated = |region: &str| (region.to_owned(), "OUTDATED".to_owned());
    assert_eq!(reasons, [outdated("eu-central-1"), outdated("us-east-1")]);
    let tolerated = [second, ("OperationPreferences.FailureToleranceCount", "1")];
    let operation = deploy(&client, &root, &tolerated).unwrap();
    client.advance(60);
    assert_eq!(status(&client, &operation), "SUCCEEDED");
    client.emulator.clear_faults();
    deploy(&client, &root, &[second]).unwrap();
    client.advance(60);
    assert!(instances(&client).iter().all(|(_, _, status)| status == "CURRENT"));
}

#[test]
fn strict_tolerance_limits_what_goes_at_once() {
    let client = with_base();
    let root = client.root();
    for name in ["one", "two", "three", "four"] {
        client.open(&format!("acct-{name}"));
    }
    let seconds = |operation: &str| {
        let mut seconds = 0;
        while status(&client, operation) != "SUCCEEDED" {
            client.advance(1);
            seconds += 1;
        }
        seconds
    };
    let strict = deploy(&client, &root, &[("OperationPreferences.MaxConcurrentCount", "4")]).unwrap();
    assert_eq!(seconds(&strict), 2 + 4 * 15);
    let tolerant = [
        ("OperationPreferences.MaxConcurrentPercentage", "100"),
        ("OperationPreferences.FailureToleranceCount", "1"),
    ];
    let half = deploy(&client, &root, &tolerant).unwrap();
    assert_eq!(seconds(&half), 2 + 2 * 15);
    let soft = [tolerant[0], ("OperationPreferences.ConcurrencyMode", "SOFT_FAILURE_TOLERANCE")];
    let all = deploy(&client, &root, &soft).unwrap();
    assert_eq!(seconds(&all), 2 + 15);
}

#[test]
fn a_closed_account_is_skipped() {
    let client = with_base();
    let (root, account) = (client.root(), client.open("dev"));
    client.organizations("CloseAccount", json!({"AccountId": account})).unwrap();
    client.advance(60);
    let operation = deploy(&client, &root, &[]).unwrap();
    client.advance(20);
    assert_eq!(status(&client, &operation), "SUCCEEDED");
    let xml = client.cloudformation("ListStackInstances", &[("StackSetName", "base")]).unwrap();
    assert_eq!(texts(&xml, "DetailedStatus"), ["SKIPPED_SUSPENDED_ACCOUNT"]);
}

#[test]
fn a_set_is_deleted_after_its_instances() {
    let client = with_base();
    let (root, account) = (client.root(), client.open("dev"));
    deploy(&client, &root, &[]).unwrap();
    let delete = [("StackSetName", "base")];
    assert_eq!(code(&client, "DeleteStackSet", &delete), "OperationInProgressException");
    client.advance(20);
    assert_eq!(code(&client, "DeleteStackSet", &delete), "StackSetNotEmptyException");
    let targets = [
        ("StackSetName", "base"),
        ("DeploymentTargets.OrganizationalUnitIds.member.1", root.as_str()),
        ("Regions.member.1", "eu-central-1"),
    ];
    assert_eq!(code(&client, "DeleteStackInstances", &targets), "ValidationError", "RetainStacks is missing");
    client.emulator.fail_stack_instances(&account, "the bucket is not empty");
    client
        .cloudformation("DeleteStackInstances", &[&targets[..], &[("RetainStacks", "false")]].concat())
        .unwrap();
    client.advance(20);
    assert_eq!(instances(&client)[0].2, "INOPERABLE");
    client
        .cloudformation("DeleteStackInstances", &[&targets[..], &[("RetainStacks", "true")]].concat())
        .unwrap();
    client.advance(20);
    assert!(instances(&client).is_empty());
    let remembered = client.cloudformation("ListStackSetAutoDeploymentTargets", &delete).unwrap();
    assert!(texts(&remembered, "OrganizationalUnitId").is_empty());
    client.cloudformation("DeleteStackSet", &delete).unwrap();
    assert_eq!(code(&client, "DescribeStackSet", &delete), "StackSetNotFoundException");
}

#[test]
fn an_operation_can_be_stopped() {
    let client = with_base();
    let root = client.root();
    client.open("one");
    client.open("two");
    let operation = deploy(&client, &root, &[]).unwrap();
    client.advance(2);
    let fields = [("StackSetName", "base"), ("OperationId", operation.as_str())];
    client.cloudformation("StopStackSetOperation", &fields).unwrap();
    assert_eq!(status(&client, &operation), "STOPPING");
    client.advance(15);
    assert_eq!(status(&client, &operation), "STOPPED");
    let mut statuses: Vec<String> = instances(&client).into_iter().map(|(_, _, status)| status).collect();
    statuses.sort();
    assert_eq!(statuses, ["CURRENT", "OUTDATED"]);
    assert_eq!(code(&client, "StopStackSetOperation", &fields), "InvalidOperationException");
}

#[test]
fn managed_execution_queues_what_conflicts() {
    let client = Client::managing();
    client.cloudformation("ActivateOrganizationsAccess", &[]).unwrap();
    client.cloudformation("CreateStackSet", &with(&BASE, "ManagedExecution.Active", "true")).unwrap();
    let root = client.root();
    client.open("dev");
    let first = deploy(&client, &root, &[]).unwrap();
    let same = deploy(&client, &root, &[]).unwrap();
    client.advance(2);
    assert_eq!(
        (status(&client, &first), status(&client, &same)),
        ("RUNNING".to_owned(), "QUEUED".to_owned())
    );
    client.advance(15);
    assert_eq!(
        (status(&client, &first), status(&client, &same)),
        ("SUCCEEDED".to_owned(), "QUEUED".to_owned())
    );
    client.advance(17);
    assert_eq!(status(&client, &same), "SUCCEEDED");
}

#[test]
fn managed_execution_runs_what_does_not_conflict_and_lets_nothing_overtake() {
    let client = Client::managing();
    client.cloudformation("ActivateOrganizationsAccess", &[]).unwrap();
    client.cloudformation("CreateStackSet", &with(&BASE, "ManagedExecution.Active", "true")).unwrap();
    let (root, account) = (client.root(), client.open("dev"));
    let units = ["One", "Two"].map(|name| client.unit(&root, name));
    client.move_account(&account, &root, &units[0]);
    client.move_account(&client.open("staging"), &root, &units[1]);
    let operations =
        [&units[0], &units[1], &units[0], &units[1]].map(|unit| deploy(&client, unit, &[]).unwrap());
    client.advance(2);
    assert_eq!(
        operations.each_ref().map(|id| status(&client, id)),
        ["RUNNING", "RUNNING", "QUEUED", "QUEUED"]
    );
    client.advance(15 + 2 + 15);
    assert_eq!(operations.each_ref().map(|id| status(&client, id)), ["SUCCEEDED"; 4]);
}
