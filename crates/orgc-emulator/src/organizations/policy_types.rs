//! Enabling and disabling policy types, which takes time.

use serde::Deserialize;
use serde_json::json;

use super::policies::{check_available, type_rules};
use super::{perform, shapes};
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::{Organization, TypeStatus};
use crate::state::policy::{TypeRules, full_access_of};
use crate::state::schedule::Event;

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "EnablePolicyType" => perform(state, call, enable),
        "DisablePolicyType" => perform(state, call, disable),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TypeInRoot {
    root_id: String,
    policy_type: String,
}

fn enable(state: &mut State, input: &TypeInRoot) -> Answer {
    let organization = state.organization()?;
    let rules = checked(organization, input)?;
    check_service(organization, rules)?;
    if let Some(status) = organization.policy_types.get(rules.name) {
        return Err(not_enableable(rules, *status));
    }
    change(state, rules.name, TypeStatus::PendingEnable)
}

fn not_enableable(rules: &TypeRules, status: TypeStatus) -> Refusal {
    if status == TypeStatus::PendingDisable {
        let message = format!("{} is being disabled. Try again later.", rules.name);
        return Refusal::new("PolicyChangesInProgressException", message);
    }
    Refusal::new("PolicyTypeAlreadyEnabledException", format!("{} is enabled already", rules.name))
}

fn disable(state: &mut State, input: &TypeInRoot) -> Answer {
    let organization = state.organization()?;
    let rules = checked(organization, input)?;
    match organization.policy_types.get(rules.name) {
        Some(TypeStatus::Enabled) => change(state, rules.name, TypeStatus::PendingDisable),
        Some(TypeStatus::PendingEnable) => {
            let message = format!("{} is being enabled. Try again later.", rules.name);
            Err(Refusal::new("PolicyChangesInProgressException", message))
        }
        Some(TypeStatus::PendingDisable) | None => {
            let message = format!("{} is not enabled in the root", rules.name);
            Err(Refusal::new("PolicyTypeNotEnabledException", message))
        }
    }
}

fn checked(organization: &Organization, input: &TypeInRoot) -> Result<&'static TypeRules, Refusal> {
    let rules = type_rules(&input.policy_type)?;
    if input.root_id != organization.root_id {
        return Err(Refusal::not_found("Root", &input.root_id));
    }
    check_available(organization, rules)?;
    Ok(rules)
}

fn check_service(organization: &Organization, rules: &TypeRules) -> Result<(), Refusal> {
    match rules.service {
        Some(service) if !organization.trusted_services.contains_key(service) => {
            let message = format!("{} needs trusted access for {service}", rules.name);
            Err(Refusal::constraint("SERVICE_ACCESS_NOT_ENABLED", message))
        }
        _ => Ok(()),
    }
}

fn change(state: &mut State, policy_type: &str, status: TypeStatus) -> Answer {
    let due = state.now.after(state.settings.policy_type_change);
    state.schedule.add(due, Event::PolicyTypeSettles { policy_type: policy_type.to_owned() });
    let organization = state.organization_mut()?;
    organization.policy_types.insert(policy_type.to_owned(), status);
    Ok(json!({ "Root": shapes::root(organization) }))
}

/// Ends a pending change: enabling attaches the full access policy everywhere, disabling detaches everything.
pub(crate) fn settle(state: &mut State, policy_type: &str) {
    let Some(organization) = &mut state.organization else { return };
    match organization.policy_types.get(policy_type) {
        Some(TypeStatus::PendingEnable) => {
            organization.policy_types.insert(policy_type.to_owned(), TypeStatus::Enabled);
            attach_everywhere(organization, policy_type);
        }
        Some(TypeStatus::PendingDisable) => {
            organization.policy_types.remove(policy_type);
            detach_everywhere(organization, policy_type);
        }
        Some(TypeStatus::Enabled) | None => {}
    }
}

fn attach_everywhere(organization: &mut Organization, policy_type: &str) {
    let Some(policy) = full_access_of(policy_type) else { return };
    for target in organization.targets() {
        organization.attachments.entry(target).or_default().push(policy.to_owned());
    }
}

fn detach_everywhere(organization: &mut Organization, policy_type: &str) {
    let Organization { attachments, policies, .. } = &mut *organization;
    let is_of_type = |id: &String| policies.get(id).is_some_and(|policy| policy.policy_type == policy_type);
    for attached in attachments.values_mut() {
        attached.retain(|id| !is_of_type(id));
    }
    organization.invalid_policies.remove_type(policy_type);
}
