//! The plugin as orgc calls it, without the sandbox.

use crate::SecurityBaseline;
use orgc_plugin_sdk::testing::{Case, shown};
use orgc_plugin_sdk::{Target, Value, value};

/// A good block.
fn block() -> Case<SecurityBaseline> {
    let everywhere = value!({ "target": (Value::entity("organization/Acme")) });
    let regions = value!(["eu-central-1", "eu-west-1"]);
    Case::new("Security", value!({ "regions": regions })).with("deployments", vec![everywhere])
}

fn names(case: &Case<SecurityBaseline>) -> Vec<String> {
    case.expand().unwrap().resources.into_iter().map(|one| one.name).collect()
}

#[test]
fn each_part_goes_through_its_own_mechanism() {
    let case = block();
    assert_eq!(case.findings(), [] as [&str; 0]);
    assert_eq!(names(&case), ["stack-set", "guardduty", "buckets", "instances", "lock"]);
    let set = case.stack_set("stack-set");
    assert_eq!(set.deployments[0].regions, ["eu-central-1", "eu-west-1"]);
    assert!(set.template.contains(r#""IsHome":{"Fn::Equals":[{"Ref":"AWS::Region"},"eu-central-1"]}"#));
    assert!(set.template.contains(r#""ExpirationInDays":365"#));
    for (name, policy_type) in [
        ("guardduty", "GUARDDUTY_POLICY"),
        ("buckets", "S3_POLICY"),
        ("instances", "DECLARATIVE_POLICY_EC2"),
        ("lock", "SERVICE_CONTROL_POLICY"),
    ] {
        let policy = case.policy(name);
        assert_eq!((policy.policy_type.as_str(), policy.attach_to), (policy_type, vec![Target::Root]));
    }
}

#[test]
fn what_is_left_out_is_neither_made_nor_locked() {
    let case = block().with("config", false).with("encrypt-volumes", false).with("guardduty", false);
    assert_eq!(names(&case), ["stack-set", "buckets", "instances", "lock"]);
    assert!(!case.stack_set("stack-set").template.contains("AWS::Config"));
    let lock = shown(&case.policy("lock").document);
    assert!(lock.contains("cloudtrail:StopLogging") && !lock.contains("config:"), "{lock}");
    let case = case.with("cloudtrail", false);
    assert_eq!(names(&case), ["buckets", "instances"]);
}

#[test]
fn the_lock_lets_the_stacks_and_the_exceptions_through() {
    let case = block().with("except", value!(["arn:aws:iam::*:role/BreakGlass"]));
    let lock = shown(&case.policy("lock").document);
    let principals = r#"["arn:aws:iam::*:role/stacksets-exec-*","arn:aws:iam::*:role/BreakGlass"]"#;
    assert!(lock.contains(principals), "{lock}");
}

#[test]
fn buckets_keep_whole_days() {
    let said = ["error kept-too-short at keep: a bucket keeps things for whole days"];
    assert_eq!(block().with("keep", 3_600).findings(), said);
}
