//! The statements of the service control policy, one for each fence.

use crate::AiSandbox;
use orgc_plugin_sdk::{Located, Region, Value, value};

/// How the names of accelerated instance families begin: GPUs, Trainium, Inferentia, Gaudi, video
/// and FPGA cards.
pub const FAMILIES: [&str; 7] = ["p", "g", "trn", "inf", "dl", "vt", "f"];

/// Families without accelerators that SageMaker may always start. `ml.trn1` begins with a `t` as
/// well, so those are named with their generation.
const PLAIN_FAMILIES: [&str; 5] = ["ml.t2.*", "ml.t3.*", "ml.m*", "ml.c*", "ml.r*"];

/// Services without a Region, or with all of their calls in `us-east-1`.
const GLOBAL_SERVICES: [&str; 17] = [
    "account:*",
    "aws-portal:*",
    "billing:*",
    "budgets:*",
    "ce:*",
    "cloudfront:*",
    "globalaccelerator:*",
    "health:*",
    "iam:*",
    "organizations:*",
    "route53:*",
    "route53domains:*",
    "shield:*",
    "sts:*",
    "support:*",
    "tag:*",
    "wafv2:*",
];

/// Whether an instance type belongs to an accelerated family.
pub fn is_accelerated(instance_type: &str) -> bool {
    // Behind the family stands its generation: `g6.xlarge`, but `gr6.4xlarge` and `dl2q.24xlarge`.
    let generation = |rest: &str| rest.starts_with(|next: char| next.is_ascii_digit() || "*r".contains(next));
    FAMILIES.iter().filter_map(|family| instance_type.strip_prefix(family)).any(generation)
}

/// All fences of the sandbox.
pub fn of(sandbox: &AiSandbox) -> Vec<Value> {
    let mut statements = Vec::new();
    if let Some(regions) = &sandbox.regions {
        statements.push(region_fence(regions, sandbox));
    }
    if let Some(models) = &sandbox.models {
        statements.push(model_list(models, sandbox));
    }
    if let Some(accelerators) = &sandbox.accelerators {
        statements.push(ec2_list(accelerators, sandbox));
        statements.push(sagemaker_list(accelerators, sandbox));
    }
    statements
}

fn region_fence(regions: &[Region], sandbox: &AiSandbox) -> Value {
    let regions: Value = regions.iter().map(Region::as_str).collect();
    let condition = value!({ "StringNotEquals": { "aws:RequestedRegion": regions } });
    let services: Value = GLOBAL_SERVICES.into_iter().collect();
    value!({
        "Sid": "Regions",
        "Effect": "Deny",
        "NotAction": services,
        "Resource": "*",
        "Condition": (except(condition, sandbox)),
    })
}

/// Invoking through an inference profile asks for the profile and for its models, so profiles are let
/// through and the models decide.
fn model_list(models: &[Located<String>], sandbox: &AiSandbox) -> Value {
    let mut allowed: Vec<Value> = models
        .iter()
        .map(|model| format!("arn:aws:bedrock:*::foundation-model/{}", model.as_str()).into())
        .collect();
    allowed.push("arn:aws:bedrock:*:*:inference-profile/*".into());
    allowed.push("arn:aws:bedrock:*:*:application-inference-profile/*".into());
    let mut statement = value!({
        "Sid": "Models",
        "Effect": "Deny",
        "Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
        "NotResource": allowed,
    });
    if !sandbox.except.is_empty() {
        statement.insert("Condition", except(value!({}), sandbox));
    }
    statement
}

fn ec2_list(accelerators: &[Located<String>], sandbox: &AiSandbox) -> Value {
    let families: Value = FAMILIES.iter().map(|family| format!("{family}*")).collect();
    let mut condition = value!({ "StringLike": { "ec2:InstanceType": families } });
    if !accelerators.is_empty() {
        let allowed: Value = accelerators.iter().map(|one| one.as_str()).collect();
        condition.insert("StringNotLike", value!({ "ec2:InstanceType": allowed }));
    }
    value!({
        "Sid": "Instances",
        "Effect": "Deny",
        "Action": "ec2:RunInstances",
        "Resource": "arn:aws:ec2:*:*:instance/*",
        "Condition": (except(condition, sandbox)),
    })
}

/// SageMaker asks for a list of types, of which every one must be plain or allowed.
fn sagemaker_list(accelerators: &[Located<String>], sandbox: &AiSandbox) -> Value {
    let allowed = accelerators.iter().map(|one| format!("ml.{}", one.as_str()));
    let types: Value = allowed.chain(PLAIN_FAMILIES.map(str::to_owned)).collect();
    let condition = value!({ "ForAnyValue:StringNotLike": { "sagemaker:InstanceTypes": types } });
    value!({
        "Sid": "Training",
        "Effect": "Deny",
        "Action": [
            "sagemaker:CreateEndpointConfig",
            "sagemaker:CreateHyperParameterTuningJob",
            "sagemaker:CreateNotebookInstance",
            "sagemaker:CreateProcessingJob",
            "sagemaker:CreateTrainingJob",
            "sagemaker:CreateTransformJob",
        ],
        "Resource": "*",
        "Condition": (except(condition, sandbox)),
    })
}

/// The condition with the principals that are left alone.
fn except(mut condition: Value, sandbox: &AiSandbox) -> Value {
    if !sandbox.except.is_empty() {
        let principals: Value = sandbox.except.iter().collect();
        condition.insert("ArnNotLike", value!({ "aws:PrincipalArn": principals }));
    }
    condition
}
