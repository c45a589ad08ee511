//! Policies and the rules of their types.

use serde::{Deserialize, Serialize};

/// A policy of the organization.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Policy {
    pub id: String,
    pub name: String,
    pub description: String,
    pub policy_type: String,
    pub content: String,
    pub aws_managed: bool,
}

pub(crate) const SERVICE_CONTROL: &str = "SERVICE_CONTROL_POLICY";
pub(crate) const RESOURCE_CONTROL: &str = "RESOURCE_CONTROL_POLICY";
pub(crate) const FULL_ACCESS: &str = "p-FullAWSAccess";
pub(crate) const RESOURCE_FULL_ACCESS: &str = "p-RCPFullAWSAccess";

/// What AWS fixes for one policy type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TypeRules {
    pub name: &'static str,
    /// Characters of a policy's content.
    pub maximum_characters: usize,
    /// Policies attached directly to one target.
    pub maximum_attached: usize,
    /// Policies of this type in the organization.
    pub maximum_policies: usize,
    /// The outermost key of a management policy; `None` for the IAM grammar.
    pub root_key: Option<&'static str>,
    /// The service that must have trusted access before the type is enabled.
    pub service: Option<&'static str>,
}

const fn management(name: &'static str, maximum_attached: usize, root_key: &'static str) -> TypeRules {
    TypeRules {
        name,
        maximum_characters: 10_000,
        maximum_attached,
        maximum_policies: 1000,
        root_key: Some(root_key),
        service: None,
    }
}

/// The fifteen policy types (Organizations quotas and policy syntax pages, 2026).
const TYPES: [TypeRules; 15] = [
    TypeRules {
        name: SERVICE_CONTROL,
        maximum_characters: 10_240,
        maximum_attached: 10,
        maximum_policies: 10_000,
        root_key: None,
        service: None,
    },
    TypeRules {
        name: RESOURCE_CONTROL,
        maximum_characters: 5120,
        maximum_attached: 5,
        maximum_policies: 2000,
        root_key: None,
        service: None,
    },
    management("TAG_POLICY", 10, "tags"),
    management("BACKUP_POLICY", 10, "plans"),
    TypeRules { maximum_characters: 2500, ..management("AISERVICES_OPT_OUT_POLICY", 5, "services") },
    management("CHATBOT_POLICY", 5, "chatbot"),
    management("DECLARATIVE_POLICY_EC2", 10, "ec2_attributes"),
    TypeRules {
        service: Some("securityhub.amazonaws.com"),
        ..management("SECURITYHUB_POLICY", 10, "securityhub")
    },
    TypeRules {
        service: Some("securityhub.amazonaws.com"),
        ..management("SECURITYHUB_CSPM_POLICY", 10, "securityhub_cspm")
    },
    TypeRules {
        service: Some("inspector2.amazonaws.com"),
        ..management("INSPECTOR_POLICY", 10, "inspector")
    },
    management("UPGRADE_ROLLOUT_POLICY", 10, "upgrade_rollout"),
    management("BEDROCK_POLICY", 10, "bedrock"),
    management("S3_POLICY", 10, "s3_attributes"),
    management("NETWORK_SECURITY_DIRECTOR_POLICY", 10, "network_security_director"),
    TypeRules { service: Some("guardduty.amazonaws.com"), ..management("GUARDDUTY_POLICY", 10, "guardduty") },
];

/// The rules of a policy type, if AWS has it.
pub(crate) fn rules(policy_type: &str) -> Option<&'static TypeRules> {
    TYPES.iter().find(|rules| rules.name == policy_type)
}

/// The policy types that need trusted access for `service`.
pub(crate) fn types_of_service(service: &str) -> impl Iterator<Item = &'static str> {
    TYPES.iter().filter(move |rules| rules.service == Some(service)).map(|rules| rules.name)
}

/// The policy that AWS attaches everywhere when the type is enabled.
pub(crate) fn full_access_of(policy_type: &str) -> Option<&'static str> {
    match policy_type {
        SERVICE_CONTROL => Some(FULL_ACCESS),
        RESOURCE_CONTROL => Some(RESOURCE_FULL_ACCESS),
        _ => None,
    }
}

/// The policies that AWS owns and every organization has.
pub(crate) fn aws_managed() -> [Policy; 2] {
    [
        Policy {
            id: FULL_ACCESS.to_owned(),
            name: "FullAWSAccess".to_owned(),
            description: "Allows access to every operation".to_owned(),
            policy_type: SERVICE_CONTROL.to_owned(),
            content: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#.to_owned(),
            aws_managed: true,
        },
        Policy {
            id: RESOURCE_FULL_ACCESS.to_owned(),
            name: "RCPFullAWSAccess".to_owned(),
            description: "Allows access to every resource".to_owned(),
            policy_type: RESOURCE_CONTROL.to_owned(),
            content:
                r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#
                    .to_owned(),
            aws_managed: true,
        },
    ]
}
