//! Which policies hang where.

use serde::Deserialize;
use serde_json::Value;

use super::policies::{find, type_rules};
use super::{pages::Paging, perform, shapes};
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::{Organization, TypeStatus};
use crate::state::policy::{Policy, RESOURCE_FULL_ACCESS, SERVICE_CONTROL};

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "AttachPolicy" => perform(state, call, attach),
        "DetachPolicy" => perform(state, call, detach),
        "ListPoliciesForTarget" => perform(state, call, list_policies),
        "ListTargetsForPolicy" => perform(state, call, list_targets),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attachment {
    policy_id: String,
    target_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PoliciesForTarget {
    target_id: String,
    filter: String,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TargetsForPolicy {
    policy_id: String,
    #[serde(flatten)]
    paging: Paging,
}

fn attach(state: &mut State, input: &Attachment) -> Answer {
    let organization = state.organization_mut()?;
    let policy = find(organization, &input.policy_id)?;
    check_target(organization, &input.target_id)?;
    check_is_enabled(organization, policy)?;
    let rules = type_rules(&policy.policy_type)?;
    let attached: Vec<&Policy> = of_type(organization, &input.target_id, &policy.policy_type).collect();
    if attached.iter().any(|other| other.id == policy.id) {
        return Err(Refusal::new(
            "DuplicatePolicyAttachmentException",
            "the policy is attached to the target already",
        ));
    }
    if attached.len() >= rules.maximum_attached {
        let message = format!("a target may have {} policies of this type", rules.maximum_attached);
        return Err(Refusal::constraint("MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", message));
    }
    let attached = organization.attachments.entry(input.target_id.clone()).or_default();
    attached.push(input.policy_id.clone());
    Ok(Value::Null)
}

fn check_target(organization: &Organization, id: &str) -> Result<(), Refusal> {
    organization.node(id).map(|_| ()).ok_or_else(|| Refusal::not_found("Target", id))
}

fn check_is_enabled(organization: &Organization, policy: &Policy) -> Result<(), Refusal> {
    let policy_type = &policy.policy_type;
    match organization.policy_types.get(policy_type) {
        Some(TypeStatus::Enabled) => Ok(()),
        Some(TypeStatus::PendingDisable) => {
            let message = format!("{policy_type} is being disabled. Try again later.");
            Err(Refusal::new("PolicyChangesInProgressException", message))
        }
        Some(TypeStatus::PendingEnable) | None => {
            let message = format!("{policy_type} is not enabled in the root");
            Err(Refusal::new("PolicyTypeNotEnabledException", message))
        }
    }
}

fn of_type<'a>(
    organization: &'a Organization,
    target: &str,
    policy_type: &str,
) -> impl Iterator<Item = &'a Policy> {
    organization.attached(target).filter(move |policy| policy.policy_type == policy_type)
}

fn detach(state: &mut State, input: &Attachment) -> Answer {
    let organization = state.organization_mut()?;
    let policy = find(organization, &input.policy_id)?;
    check_target(organization, &input.target_id)?;
    let attached: Vec<&Policy> = of_type(organization, &input.target_id, &policy.policy_type).collect();
    if !attached.iter().any(|other| other.id == policy.id) {
        return Err(Refusal::new("PolicyNotAttachedException", "the policy is not attached to the target"));
    }
    if policy.id == RESOURCE_FULL_ACCESS {
        return Err(Refusal::invalid("NON_DETACHABLE_POLICY", "RCPFullAWSAccess cannot be detached"));
    }
    if policy.policy_type == SERVICE_CONTROL && attached.len() == 1 {
        let message = "You cannot remove the last policy attached to the specified target. \
                       You must have at least one attached at all times.";
        return Err(Refusal::constraint("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", message));
    }
    if let Some(attached) = organization.attachments.get_mut(&input.target_id) {
        attached.retain(|id| *id != input.policy_id);
    }
    Ok(Value::Null)
}

fn list_policies(state: &mut State, input: &PoliciesForTarget) -> Answer {
    let organization = state.organization()?;
    check_target(organization, &input.target_id)?;
    let attached = of_type(organization, &input.target_id, &input.filter);
    input.paging.answer("Policies", attached, |policy| shapes::policy_summary(organization, policy))
}

fn list_targets(state: &mut State, input: &TargetsForPolicy) -> Answer {
    let organization = state.organization()?;
    find(organization, &input.policy_id)?;
    let holders = organization.attachments.iter().filter(|(_, attached)| attached.contains(&input.policy_id));
    input.paging.answer("Targets", holders, |(target, _)| shapes::target(organization, target))
}
