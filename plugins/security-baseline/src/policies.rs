//! What policies say better than stacks: they hold for accounts that join, in all Regions, and nobody
//! in the account can change them.

use crate::SecurityBaseline;
use orgc_plugin_sdk::{Policy, Value, value};

/// The policies of the block with their names.
pub fn of(block: &SecurityBaseline) -> Vec<(&'static str, Policy)> {
    let mut policies = Vec::new();
    if block.guardduty {
        policies.push(("guardduty", guardduty()));
    }
    if block.block_public_buckets {
        policies.push(("buckets", buckets()));
    }
    if block.imdsv2 {
        policies.push(("instances", instances()));
    }
    if block.locked {
        policies.extend(lock(block).map(|policy| ("lock", policy)));
    }
    policies
}

fn guardduty() -> Policy {
    let feature = || value!({ "status": { "@@assign": "enabled" } });
    let content = value!({ "guardduty": { "enablement": { "default": {
        "foundational": (feature()),
        "s3_data_events": (feature()),
    } } } });
    Policy::of_type("GUARDDUTY_POLICY", "GuardDuty looks for threats", &content)
}

fn buckets() -> Policy {
    let content = value!({ "s3_attributes": { "public_access_block_configuration": { "@@assign": "all" } } });
    Policy::of_type("S3_POLICY", "No bucket is public", &content)
}

fn instances() -> Policy {
    let content = value!({ "ec2_attributes": { "instance_metadata_defaults": {
        "http_tokens": { "@@assign": "required" },
        "http_endpoint": { "@@assign": "enabled" },
    } } });
    Policy::of_type("DECLARATIVE_POLICY_EC2", "New instances answer only IMDSv2", &content)
}

/// Denies what would switch off the parts that stacks make. The role with which CloudFormation makes
/// them is let through.
fn lock(block: &SecurityBaseline) -> Option<Policy> {
    let mut actions = Vec::new();
    if block.cloudtrail {
        actions.extend(["cloudtrail:DeleteTrail", "cloudtrail:StopLogging", "cloudtrail:UpdateTrail"]);
        actions.push("cloudtrail:PutEventSelectors");
    }
    if block.config {
        actions.extend(["config:DeleteConfigurationRecorder", "config:DeleteDeliveryChannel"]);
        actions.extend(["config:PutConfigurationRecorder", "config:StopConfigurationRecorder"]);
    }
    if block.encrypt_volumes {
        actions.push("ec2:DisableEbsEncryptionByDefault");
    }
    if actions.is_empty() {
        return None;
    }
    let stacks = "arn:aws:iam::*:role/stacksets-exec-*";
    let principals: Value = std::iter::once(stacks).chain(block.except.iter().map(String::as_str)).collect();
    let actions: Value = actions.into_iter().collect();
    let statement = value!({
        "Sid": "Lock",
        "Effect": "Deny",
        "Action": actions,
        "Resource": "*",
        "Condition": { "ArnNotLike": { "aws:PrincipalArn": principals } },
    });
    Some(Policy::service_control("Nobody switches off the security baseline", vec![statement]))
}
