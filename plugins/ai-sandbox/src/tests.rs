//! The plugin as orgc calls it, without the sandbox.

use crate::AiSandbox;
use orgc_plugin_sdk::testing::{Case, shown};
use orgc_plugin_sdk::{Target, Value, value};

fn block(config: Value) -> Case<AiSandbox> {
    let target = value!({ "target": (Value::entity("ou/Labs")) });
    Case::new("Playground", config).with("deployments", vec![target])
}

#[test]
fn a_block_becomes_one_service_control_policy_and_an_opt_out() {
    let case = block(value!({
        "regions": ["eu-central-1"],
        "models": ["anthropic.claude-*"],
        "accelerators": ["g6.xlarge"],
        "except": ["arn:aws:iam::*:role/BreakGlass"],
    }));
    assert_eq!(case.findings(), [] as [&str; 0]);
    let guardrails = case.policy("guardrails");
    assert_eq!(guardrails.policy_type, "SERVICE_CONTROL_POLICY");
    assert_eq!(guardrails.attach_to, [Target::OrganizationalUnit("ou/Labs".into())]);
    let text = shown(&guardrails.document);
    for part in [
        r#""StringNotEquals":{"aws:RequestedRegion":["eu-central-1"]},"ArnNotLike":{"aws:PrincipalArn":["arn:aws:iam::*:role/BreakGlass"]}"#,
        r#""NotResource":["arn:aws:bedrock:*::foundation-model/anthropic.claude-*","#,
        r#""StringLike":{"ec2:InstanceType":["p*","g*","trn*","inf*","dl*","vt*","f*"]},"StringNotLike":{"ec2:InstanceType":["g6.xlarge"]}"#,
        r#""sagemaker:InstanceTypes":["ml.g6.xlarge","ml.t2.*","ml.t3.*","ml.m*","ml.c*","ml.r*"]"#,
    ] {
        assert!(text.contains(part), "{part}\nin {text}");
    }
    assert_eq!(
        shown(&case.policy("opt-out").document),
        r#"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}"#
    );
}

#[test]
fn an_empty_list_allows_nothing_and_no_list_allows_all() {
    let text = |config| shown(&block(config).policy("guardrails").document);
    let none = text(value!({ "models": [], "accelerators": [] }));
    assert!(!none.contains("foundation-model") && !none.contains("\"StringNotLike\""), "{none}");
    assert!(none.contains(r#"["ml.t2.*","ml.t3.*","ml.m*","ml.c*","ml.r*"]"#), "{none}");
    let all = block(value!({ "regions": ["eu-west-1"], "opt-out": false })).expand().unwrap();
    let [only] = all.resources.as_slice() else { panic!("one policy") };
    assert_eq!(only.name, "guardrails");
    let text = text(value!({ "regions": ["eu-west-1"] }));
    assert!(!text.contains("bedrock") && !text.contains("ec2:"), "{text}");
}

#[test]
fn what_would_have_no_effect_is_found() {
    let case = block(value!({ "opt-out": false }));
    assert_eq!(case.findings(), ["error guards-nothing at .: this sandbox guards nothing"]);
    assert_eq!(case.expand().unwrap_err(), case.findings());
    let case = block(value!({
        "models": ["amazon.nova-lite-v1:0", "arn:aws:bedrock:*::foundation-model/x"],
        "accelerators": ["g6.*", "m7i.large", "trn1.2xlarge", "dl1.24xlarge"],
    }));
    assert_eq!(
        case.findings(),
        [
            "error no-model at models[1]: `arn:aws:bedrock:*::foundation-model/x` is no id of a model",
            "warning no-accelerator at accelerators[1]: `m7i.large` has no accelerator, so it may be started \
             anyway",
        ]
    );
}

#[test]
fn a_guardrail_has_no_regions_of_deployment() {
    let deployment = value!({ "target": (Value::entity("ou/Labs")), "regions": ["eu-west-1"] });
    assert_eq!(
        block(value!({})).with("deployments", vec![deployment]).findings(),
        [
            "error no-regions at deployments[0].regions[0]: `in eu-west-1` means nothing: a guardrail holds in \
             all Regions"
        ]
    );
}
