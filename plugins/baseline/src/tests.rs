//! The plugin as orgc calls it, without the sandbox.

use crate::BaselinePlugin;
use orgc_plugin_sdk::{
    Amount, Body, Diagnostic, Plugin, Request, Severity, StackSet, Step, Target, TextPart, Value,
};

const TEMPLATE: &str = "Parameters:\n  Level: { Type: String, Default: low }\n  Days: { Type: Number }\n\
                        Resources:\n  Topic: { Type: AWS::SNS::Topic }\n";

fn file(content: &str) -> Value {
    Value::mapping([
        ("path", Value::text("audit.yaml")),
        ("sha256", Value::text("00")),
        ("content", Value::text(content)),
    ])
}

fn deploy(target: &str, regions: &[&str], parameters: Vec<(&str, Value)>) -> Value {
    Value::mapping([
        ("target", Value::entity(target)),
        ("regions", Value::texts(regions.iter().copied())),
        ("parameters", Value::mapping(parameters)),
    ])
}

/// A good block, with some of its members replaced.
fn block(changes: impl IntoIterator<Item = (&'static str, Value)>) -> Request {
    let mut members = vec![
        ("template", file(TEMPLATE)),
        ("regions", Value::texts(["eu-west-1", "us-east-1"])),
        ("parameters", Value::mapping([("Days", Value::Integer(90))])),
    ];
    for (name, value) in changes {
        members.retain(|(before, _)| *before != name);
        members.push((name, value));
    }
    Request::new("baseline", "Audit", Value::mapping(members))
}

fn findings(changes: impl IntoIterator<Item = (&'static str, Value)>) -> Vec<(Severity, String, String)> {
    let found = BaselinePlugin::validate(&block(changes)).unwrap();
    found.into_iter().map(|one| (one.severity, one.code.clone(), place(&one))).collect()
}

fn place(finding: &Diagnostic) -> String {
    finding
        .at
        .iter()
        .map(|step| match step {
            Step::Key(key) => format!(".{key}"),
            Step::Index(index) => format!("[{index}]"),
        })
        .collect()
}

fn error(code: &str, place: &str) -> (Severity, String, String) {
    (Severity::Error, code.to_owned(), place.to_owned())
}

fn stack_set(request: &Request) -> StackSet {
    let expansion = BaselinePlugin::expand(request).unwrap();
    assert_eq!(expansion.resources.len(), 1);
    let resource = expansion.resources.into_iter().next().unwrap();
    assert_eq!(resource.name, "stack-set");
    match resource.body {
        Body::StackSet(stack_set) => stack_set,
        _ => panic!("a baseline is a stack set"),
    }
}

#[test]
fn a_block_becomes_one_stack_set_with_its_deployments() {
    let high = || vec![("Level", Value::text("high"))];
    let set = stack_set(&block([
        ("capabilities", Value::texts(["named-iam", "iam"])),
        ("on-leave", Value::text("retain")),
        (
            "deployments",
            Value::Sequence(vec![
                deploy("organization/Acme", &[], vec![]),
                deploy("ou/Dev", &["us-west-2"], high()),
                deploy("ou/Dev", &["eu-north-1"], high()),
                deploy("account/log", &["eu-west-1"], vec![]),
            ]),
        ),
    ]));
    assert_eq!(set.description, "Baseline Audit");
    assert_eq!(set.template, TEMPLATE);
    assert_eq!(set.capabilities, ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]);
    let days = set.parameters.first().unwrap();
    assert_eq!((days.key.as_str(), &days.value), ("Days", &vec![TextPart::Literal("90".into())]));
    let places: Vec<_> = set
        .deployments
        .iter()
        .map(|one| (one.targets.clone(), one.regions.join(" "), one.overrides.len()))
        .collect();
    assert_eq!(
        places,
        [
            (vec![Target::Root], "eu-west-1 us-east-1".to_owned(), 0),
            (vec![Target::OrganizationalUnit("ou/Dev".into())], "us-west-2".to_owned(), 1),
            (vec![Target::OrganizationalUnit("ou/Dev".into())], "eu-north-1".to_owned(), 1),
            (vec![Target::Account("account/log".into())], "eu-west-1".to_owned(), 0),
        ]
    );
}

#[test]
fn a_set_that_goes_to_a_single_account_follows_none() {
    let follows = |target: &str| {
        let deployments = Value::Sequence(vec![deploy("ou/Dev", &[], vec![]), deploy(target, &[], vec![])]);
        let retain = Value::text("retain");
        let auto = stack_set(&block([("on-leave", retain), ("deployments", deployments)])).auto_deployment;
        auto.map(|auto| (auto.enabled, auto.keep_stacks_when_account_leaves))
    };
    assert_eq!(follows("ou/Prod"), Some((true, true)));
    assert_eq!(follows("account/log"), Some((false, false)));
}

#[test]
fn rollout_preferences_are_passed_on() {
    let set = stack_set(&block([(
        "rollout",
        Value::mapping([
            ("max-concurrent", Value::mapping([("percent", Value::Integer(2_500))])),
            ("failure-tolerance", Value::mapping([("count", Value::Integer(1))])),
            ("region-order", Value::texts(["us-east-1", "eu-west-1"])),
            ("concurrency", Value::text("soft")),
        ]),
    )]));
    let rollout = set.rollout.unwrap();
    assert_eq!(rollout.max_concurrent, Amount::Percent(25));
    assert_eq!(rollout.failure_tolerance, Amount::Count(1));
    assert_eq!(rollout.region_order, ["us-east-1", "eu-west-1"]);
    assert_eq!(rollout.concurrency_mode.as_deref(), Some("SOFT_FAILURE_TOLERANCE"));
}

#[test]
fn a_good_block_has_no_findings() {
    assert_eq!(findings([]), []);
}

#[test]
fn a_region_twice_is_an_error_and_nothing_is_expanded() {
    let twice = || [("regions", Value::texts(["eu-west-1", "eu-west-1"]))];
    assert_eq!(findings(twice()), [error("repeated-region", ".regions[1]")]);
    let errors = BaselinePlugin::expand(&block(twice())).unwrap_err();
    assert_eq!(errors.len(), 1);
}

#[test]
fn a_target_and_region_twice_is_an_error() {
    let deployments = vec![
        deploy("ou/Dev", &["us-east-1"], vec![]),
        deploy("ou/Dev", &[], vec![]),
        deploy("ou/Dev", &["us-west-2"], vec![]),
    ];
    let found = findings([("deployments", Value::Sequence(deployments))]);
    assert_eq!(found, [error("deployed-twice", ".deployments[1]")]);
}

#[test]
fn what_cloudformation_would_ignore_is_a_warning() {
    let found = findings([
        ("auto-deploy", Value::Boolean(false)),
        ("on-leave", Value::text("retain")),
        (
            "rollout",
            Value::mapping([
                ("max-concurrent", Value::mapping([("count", Value::Integer(5))])),
                ("region-order", Value::texts(["us-east-1", "sa-east-1"])),
            ]),
        ),
    ]);
    assert_eq!(
        found,
        [
            (Severity::Warning, "on-leave-ignored".into(), ".on-leave".into()),
            error("unused-region", ".rollout.region-order[1]"),
            (Severity::Warning, "concurrency-capped".into(), ".rollout.max-concurrent".into()),
        ]
    );
}

#[test]
fn the_manifest_declares_what_is_read() {
    let info = orgc_plugin_sdk::describe::<BaselinePlugin>();
    let kind = info.kinds.first().unwrap();
    assert_eq!((kind.name.as_str(), kind.emits.as_slice()), ("baseline", &["stack-set".to_owned()][..]));
}
