//! The records that reads answer with.

use serde_json::{Map, Value, json};

use crate::state::organization::{Account, Creation, CreationOutcome, Node, Organization, TypeStatus, Unit};
use crate::state::policy::Policy;

pub(super) fn organization(organization: &Organization) -> Value {
    let management = &organization.management_account_id;
    let email = organization.accounts.get(management).map(|account| account.email.clone());
    json!({
        "Id": organization.id,
        "Arn": organization.organization_arn(),
        "FeatureSet": if organization.all_features { "ALL" } else { "CONSOLIDATED_BILLING" },
        "MasterAccountId": management,
        "MasterAccountArn": organization.node_arn(Node::Account, management),
        "MasterAccountEmail": email,
        "AvailablePolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}],
    })
}

pub(super) fn root(organization: &Organization) -> Value {
    let types: Vec<Value> = organization
        .policy_types
        .iter()
        .map(|(policy_type, status)| json!({"Type": policy_type, "Status": type_status(*status)}))
        .collect();
    json!({
        "Id": organization.root_id,
        "Arn": organization.node_arn(Node::Root, &organization.root_id),
        "Name": "Root",
        "PolicyTypes": types,
    })
}

fn type_status(status: TypeStatus) -> &'static str {
    match status {
        TypeStatus::PendingEnable => "PENDING_ENABLE",
        TypeStatus::Enabled => "ENABLED",
        TypeStatus::PendingDisable => "PENDING_DISABLE",
    }
}

pub(super) fn unit(organization: &Organization, id: &str, unit: &Unit) -> Value {
    json!({
        "Id": id,
        "Arn": organization.node_arn(Node::Unit, id),
        "Name": unit.name,
        "Path": organization.path(id),
    })
}

pub(super) fn account(organization: &Organization, id: &str, account: &Account) -> Value {
    json!({
        "Id": id,
        "Arn": organization.node_arn(Node::Account, id),
        "Email": account.email,
        "Name": account.name,
        "Status": account.state.status(),
        "State": account.state.state(),
        "Paths": [organization.path(id)],
        "JoinedMethod": if account.invited { "INVITED" } else { "CREATED" },
        "JoinedTimestamp": account.joined.epoch_seconds(),
    })
}

pub(super) fn creation(id: &str, creation: &Creation) -> Value {
    let mut shape = Map::new();
    shape.insert("Id".to_owned(), id.into());
    shape.insert("AccountName".to_owned(), creation.name.clone().into());
    shape.insert("State".to_owned(), creation_state(creation).into());
    shape.insert("RequestedTimestamp".to_owned(), creation.requested.epoch_seconds());
    if let Some(completed) = creation.completed {
        shape.insert("CompletedTimestamp".to_owned(), completed.epoch_seconds());
        match &creation.outcome {
            CreationOutcome::InProgress => None,
            CreationOutcome::Succeeded { account } => {
                if let Some(twin) = &creation.gov_cloud {
                    shape.insert("GovCloudAccountId".to_owned(), twin.clone().into());
                }
                shape.insert("AccountId".to_owned(), account.clone().into())
            }
            CreationOutcome::Failed { reason } => {
                shape.insert("FailureReason".to_owned(), reason.clone().into())
            }
        };
    }
    Value::Object(shape)
}

/// The state as AWS shows it: what a creation will fail of is not known before its time.
pub(super) fn creation_state(creation: &Creation) -> &'static str {
    match (creation.completed, &creation.outcome) {
        (None, _) | (_, CreationOutcome::InProgress) => "IN_PROGRESS",
        (Some(_), CreationOutcome::Succeeded { .. }) => "SUCCEEDED",
        (Some(_), CreationOutcome::Failed { .. }) => "FAILED",
    }
}

pub(super) fn policy_summary(organization: &Organization, policy: &Policy) -> Value {
    json!({
        "Id": policy.id,
        "Arn": organization.policy_arn(policy),
        "Name": policy.name,
        "Description": policy.description,
        "Type": policy.policy_type,
        "AwsManaged": policy.aws_managed,
    })
}

pub(super) fn policy(organization: &Organization, policy: &Policy) -> Value {
    json!({"Policy": {"PolicySummary": policy_summary(organization, policy), "Content": policy.content}})
}

pub(super) fn target(organization: &Organization, id: &str) -> Value {
    let (node, kind, name) = match organization.node(id) {
        Some(Node::Unit) => (Node::Unit, "ORGANIZATIONAL_UNIT", unit_name(organization, id)),
        Some(Node::Account) => (Node::Account, "ACCOUNT", account_name(organization, id)),
        Some(Node::Root) | None => (Node::Root, "ROOT", "Root"),
    };
    json!({"TargetId": id, "Arn": organization.node_arn(node, id), "Name": name, "Type": kind})
}

fn unit_name<'a>(organization: &'a Organization, id: &str) -> &'a str {
    organization.units.get(id).map_or("", |unit| unit.name.as_str())
}

fn account_name<'a>(organization: &'a Organization, id: &str) -> &'a str {
    organization.accounts.get(id).map_or("", |account| account.name.as_str())
}
