//! The plugin as orgc calls it, without the sandbox.

use crate::Baseline;
use orgc_plugin_sdk::testing::{Case, shown};
use orgc_plugin_sdk::{Amount, Target, Value, value};

const TEMPLATE: &str = "Parameters:\n  Level: { Type: String, Default: low }\n  Days: { Type: Number }\n\
                        Resources:\n  Topic: { Type: AWS::SNS::Topic }\n";

/// A good block.
fn block() -> Case<Baseline> {
    Case::new(
        "Audit",
        value!({
            "template": { "path": "audit.yaml", "sha256": "00", "content": TEMPLATE },
            "regions": ["eu-west-1", "us-east-1"],
            "parameters": { "Days": 90 },
        }),
    )
}

fn deploy(target: &str, regions: &[&str], parameters: Value) -> Value {
    let regions = Value::from_iter(regions.iter().copied());
    value!({ "target": (Value::entity(target)), "regions": regions, "parameters": parameters })
}

#[test]
fn a_block_becomes_one_stack_set_with_its_deployments() {
    let high = || value!({ "Level": "high" });
    let set = block()
        .with("capabilities", value!(["named-iam", "iam"]))
        .with("on-leave", "retain")
        .with(
            "deployments",
            vec![
                deploy("organization/Acme", &[], value!({})),
                deploy("ou/Dev", &["us-west-2"], high()),
                deploy("ou/Dev", &["eu-north-1"], high()),
                deploy("account/log", &["eu-west-1"], value!({})),
            ],
        )
        .stack_set("stack-set");
    assert_eq!(set.description, "Baseline Audit");
    assert_eq!(set.template, TEMPLATE);
    assert_eq!(set.capabilities, ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]);
    let days = set.parameters.first().unwrap();
    assert_eq!((days.key.as_str(), shown(&days.value).as_str()), ("Days", "90"));
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
        let deployments = vec![deploy("ou/Dev", &[], value!({})), deploy(target, &[], value!({}))];
        let case = block().with("on-leave", "retain").with("deployments", deployments);
        case.stack_set("stack-set")
            .auto_deployment
            .map(|automatic| (automatic.enabled, automatic.keep_stacks_when_account_leaves))
    };
    assert_eq!(follows("ou/Prod"), Some((true, true)));
    assert_eq!(follows("account/log"), Some((false, false)));
}

#[test]
fn rollout_preferences_are_passed_on() {
    let rollout = value!({
        "max-concurrent": { "percent": 2_500 },
        "failure-tolerance": { "count": 1 },
        "region-order": ["us-east-1", "eu-west-1"],
        "concurrency": "soft",
    });
    let rollout = block().with("rollout", rollout).stack_set("stack-set").rollout.unwrap();
    assert_eq!(rollout.max_concurrent, Amount::Percent(25));
    assert_eq!(rollout.failure_tolerance, Amount::Count(1));
    assert_eq!(rollout.region_order, ["us-east-1", "eu-west-1"]);
    assert_eq!(rollout.concurrency_mode.as_deref(), Some("SOFT_FAILURE_TOLERANCE"));
}

#[test]
fn a_good_block_has_no_findings() {
    assert_eq!(block().findings(), [] as [&str; 0]);
}

#[test]
fn a_region_twice_is_an_error_and_nothing_is_expanded() {
    let twice = block().with("regions", value!(["eu-west-1", "eu-west-1"]));
    let said = ["error repeated-region at regions[1]: the Region `eu-west-1` is listed twice"];
    assert_eq!(twice.findings(), said);
    assert_eq!(twice.expand().unwrap_err(), said);
}

#[test]
fn a_target_and_region_twice_is_an_error() {
    let deployments = vec![
        deploy("ou/Dev", &["us-east-1"], value!({})),
        deploy("ou/Dev", &[], value!({})),
        deploy("ou/Dev", &["us-west-2"], value!({})),
    ];
    assert_eq!(
        block().with("deployments", deployments).findings(),
        ["error deployed-twice at deployments[1]: deployed to `ou/Dev` in `us-east-1` twice"]
    );
}

#[test]
fn what_cloudformation_would_ignore_is_a_warning() {
    let rollout = value!({ "max-concurrent": { "count": 5 }, "region-order": ["us-east-1", "sa-east-1"] });
    assert_eq!(
        block().with("auto-deploy", false).with("on-leave", "retain").with("rollout", rollout).findings(),
        [
            "warning on-leave-ignored at on-leave: `on-leave = retain` has no effect while `auto-deploy` is off",
            "error unused-region at rollout.region-order[1]: `region-order` names `sa-east-1`, where nothing is \
             deployed",
            "warning concurrency-capped at rollout.max-concurrent: `max-concurrent = 5` is more than runs: with \
             `failure-tolerance = 0` at most 1",
        ]
    );
}

#[test]
fn the_manifest_declares_what_is_read() {
    let kind = orgc_plugin_sdk::guest::declare::<Baseline>();
    assert_eq!((kind.name.as_str(), kind.emits.as_slice()), ("baseline", &["stack-set".to_owned()][..]));
}
