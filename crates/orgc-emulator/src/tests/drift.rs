use std::collections::BTreeMap;

use super::stack_sets::{deploy, status};
use super::{Client, Failure, texts};
use crate::{Difference, ResourceDrift};

const TEMPLATE: &str =
    r#"{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"},"Queue":{"Type":"AWS::SQS::Queue"}}}"#;

/// The set `base` of a template with two resources, with instances in two accounts.
fn deployed() -> (Client, [String; 2]) {
    let client = Client::managing();
    client.cloudformation("ActivateOrganizationsAccess", &[]).unwrap();
    let fields = [
        ("StackSetName", "base"),
        ("TemplateBody", TEMPLATE),
        ("PermissionModel", "SERVICE_MANAGED"),
        ("AutoDeployment.Enabled", "false"),
    ];
    client.cloudformation("CreateStackSet", &fields).unwrap();
    let accounts = [client.open("one"), client.open("two")];
    deploy(&client, &client.root(), &[]).unwrap();
    client.advance(40);
    (client, accounts)
}

fn detect(client: &Client, more: &[(&str, &str)]) -> Result<String, Failure> {
    let reply = client.cloudformation("DetectStackSetDrift", &[&[("StackSetName", "base")], more].concat());
    reply.map(|xml| texts(&xml, "OperationId").remove(0))
}

fn drift(client: &Client, account: &str, resource: &str) {
    let fields = [("StackSetName", "base"), ("StackInstanceAccount", account)];
    let stack = texts(&client.cloudformation("ListStackInstances", &fields).unwrap(), "StackId").remove(0);
    let drifted = ResourceDrift { r#type: "AWS::SNS::Topic".to_owned(), status: Difference::Modified };
    assert!(client.emulator.drift_stack(&stack, BTreeMap::from([(resource.to_owned(), drifted)])));
}

/// Drift status of the set, how far its detection is, and the numbers of all, drifted, equal, pending and failed.
fn details(client: &Client, operation: &str) -> (String, String, [usize; 5]) {
    let xml = if operation.is_empty() {
        client.cloudformation("DescribeStackSet", &[("StackSetName", "base")])
    } else {
        let fields = [("StackSetName", "base"), ("OperationId", operation)];
        client.cloudformation("DescribeStackSetOperation", &fields)
    };
    let details = texts(&xml.unwrap(), "StackSetDriftDetectionDetails").remove(0);
    let one = |name: &str| texts(&details, name).pop().unwrap_or_default();
    let count = |kind: &str| one(&format!("{kind}StackInstancesCount")).parse().unwrap_or_default();
    let counts = ["Total", "Drifted", "InSync", "InProgress", "Failed"].map(count);
    (one("DriftStatus"), one("DriftDetectionStatus"), counts)
}

fn drift_statuses(client: &Client) -> Vec<String> {
    texts(&client.cloudformation("ListStackInstances", &[("StackSetName", "base")]).unwrap(), "DriftStatus")
}

/// The logical ids and statuses that a drift operation saw in an account.
fn resources(
    client: &Client,
    account: &str,
    operation: &str,
    more: &[(&str, &str)],
) -> Vec<(String, String)> {
    let fields = [
        ("StackSetName", "base"),
        ("StackInstanceAccount", account),
        ("StackInstanceRegion", "eu-central-1"),
        ("OperationId", operation),
    ];
    let xml =
        client.cloudformation("ListStackInstanceResourceDrifts", &[&fields[..], more].concat()).unwrap();
    let names = texts(&xml, "LogicalResourceId").into_iter();
    names.zip(texts(&xml, "StackResourceDriftStatus")).collect()
}

fn seen(name: &str, status: &str) -> (String, String) {
    (name.to_owned(), status.to_owned())
}

#[test]
fn untouched_stacks_are_in_sync() {
    let (client, [one, _]) = deployed();
    assert_eq!(details(&client, ""), ("NOT_CHECKED".to_owned(), String::new(), [0; 5]));
    assert_eq!(drift_statuses(&client), ["NOT_CHECKED"; 2]);
    let operation = detect(&client, &[("OperationPreferences.MaxConcurrentCount", "1")]).unwrap();
    assert_eq!(detect(&client, &[]).unwrap_err().code, "OperationInProgressException");
    client.advance(2 + 15);
    assert_eq!(
        details(&client, &operation),
        ("IN_SYNC".to_owned(), "IN_PROGRESS".to_owned(), [2, 0, 1, 1, 0])
    );
    assert_eq!(details(&client, "").0, "NOT_CHECKED", "a set shows what has ended");
    client.advance(15);
    assert_eq!(status(&client, &operation), "SUCCEEDED");
    assert_eq!(details(&client, ""), ("IN_SYNC".to_owned(), "COMPLETED".to_owned(), [2, 0, 2, 0, 0]));
    assert_eq!(drift_statuses(&client), ["IN_SYNC"; 2]);
    let expected = [seen("Queue", "IN_SYNC"), seen("Topic", "IN_SYNC")];
    assert_eq!(resources(&client, &one, &operation, &[]), expected);
}

#[test]
fn an_ordered_drift_is_found_and_changes_nothing_else() {
    let (client, [one, two]) = deployed();
    drift(&client, &one, "Topic");
    assert_eq!(drift_statuses(&client), ["NOT_CHECKED"; 2], "nobody has looked yet");
    let operation = detect(&client, &[]).unwrap();
    client.advance(60);
    assert_eq!(details(&client, ""), ("DRIFTED".to_owned(), "COMPLETED".to_owned(), [2, 1, 1, 0, 0]));
    let expected = [seen("Queue", "IN_SYNC"), seen("Topic", "MODIFIED")];
    assert_eq!(resources(&client, &one, &operation, &[]), expected);
    let only = [("StackInstanceResourceDriftStatuses.member.1", "MODIFIED")];
    assert_eq!(resources(&client, &one, &operation, &only), [seen("Topic", "MODIFIED")]);
    assert!(resources(&client, &two, &operation, &only).is_empty());
    let filter = |wanted: &str| {
        let fields = [
            ("StackSetName", "base"),
            ("Filters.member.1.Name", "DRIFT_STATUS"),
            ("Filters.member.1.Values", wanted),
        ];
        texts(&client.cloudformation("ListStackInstances", &fields).unwrap(), "Account")
    };
    assert_eq!((filter("DRIFTED"), filter("IN_SYNC")), (vec![one], vec![two]));
    let xml = client.cloudformation("ListStackInstances", &[("StackSetName", "base")]).unwrap();
    assert_eq!(texts(&xml, "DetailedStatus"), ["SUCCEEDED"; 2]);
    assert_eq!(texts(&xml, "LastOperationId"), [operation.clone(), operation]);
    client.emulator.clear_faults();
    let later = detect(&client, &[]).unwrap();
    client.advance(60);
    assert_eq!((details(&client, "").0.as_str(), details(&client, &later).2), ("IN_SYNC", [2, 0, 2, 0, 0]));
}

#[test]
fn what_cannot_be_looked_at_fails() {
    let (client, [one, _]) = deployed();
    client.emulator.fail_stack_instances(&one, "the role is missing");
    let tolerant = [("OperationPreferences.FailureToleranceCount", "1")];
    detect(&client, &tolerant).unwrap();
    client.advance(60);
    assert_eq!(details(&client, ""), ("IN_SYNC".to_owned(), "PARTIAL_SUCCESS".to_owned(), [2, 0, 1, 0, 1]));
    let strict = detect(&client, &[]).unwrap();
    client.advance(60);
    assert_eq!(status(&client, &strict), "FAILED");
    assert_eq!(details(&client, "").1, "FAILED");
    let mut statuses = drift_statuses(&client);
    statuses.sort();
    assert_eq!(statuses, ["IN_SYNC", "NOT_CHECKED"], "what was known stays known");
    let stopped = detect(&client, &[]).unwrap();
    let fields = [("StackSetName", "base"), ("OperationId", stopped.as_str())];
    client.cloudformation("StopStackSetOperation", &fields).unwrap();
    assert_eq!(details(&client, &stopped), ("NOT_CHECKED".to_owned(), "STOPPED".to_owned(), [2, 0, 0, 0, 0]));
}

#[test]
fn drift_operations_are_refused_in_the_words_of_the_model() {
    let (client, [one, _]) = deployed();
    let of = |set: &str, account: &str, operation: &str| {
        let fields = [
            ("StackSetName", set),
            ("StackInstanceAccount", account),
            ("StackInstanceRegion", "eu-central-1"),
            ("OperationId", operation),
        ];
        let refused = client.cloudformation("ListStackInstanceResourceDrifts", &fields).unwrap_err();
        (refused.status, refused.code)
    };
    let created = deploy(&client, &client.root(), &[]).unwrap();
    client.advance(60);
    for operation in ["none", created.as_str()] {
        assert_eq!(of("base", &one, operation), (404, "OperationNotFoundException".to_owned()));
    }
    assert_eq!(of("base", "999999999999", &created), (404, "StackInstanceNotFoundException".to_owned()));
    assert_eq!(of("none", &one, &created), (404, "StackSetNotFoundException".to_owned()));
    let used = detect(&client, &[("OperationId", &created)]).unwrap_err();
    assert_eq!((used.status, used.code.as_str()), (400, "InvalidOperationException"));
    let none = client.cloudformation("DetectStackSetDrift", &[("StackSetName", "none")]).unwrap_err();
    assert_eq!(none.code, "StackSetNotFoundException");
    assert!(!client.emulator.drift_stack("arn:none", BTreeMap::new()));
}

#[test]
fn one_drift_detection_at_a_time_where_execution_is_managed() {
    let (client, _) = deployed();
    let managed =
        [("StackSetName", "base"), ("UsePreviousTemplate", "true"), ("ManagedExecution.Active", "true")];
    client.cloudformation("UpdateStackSet", &managed).unwrap();
    let first = detect(&client, &[]).unwrap();
    assert_eq!(detect(&client, &[]).unwrap_err().code, "OperationInProgressException");
    client.advance(2 * (2 + 30));
    assert_eq!(status(&client, &first), "SUCCEEDED");
    detect(&client, &[]).unwrap();
}
