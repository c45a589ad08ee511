//! Trusted access of AWS services.

use serde::Deserialize;
use serde_json::{Value, json};

use super::constraints::check_all_features;
use super::{pages::Paging, perform};
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::Organization;
use crate::state::policy::types_of_service;

/// The principal under which ActivateOrganizationsAccess of CloudFormation is recorded.
pub(crate) const STACK_SETS: &str = "member.org.stacksets.cloudformation.amazonaws.com";

/// The services that integrate with Organizations (Services that integrate, 2023), without `.amazonaws.com`.
const SERVICES: [&str; 39] = [
    "access-analyzer",
    "account",
    "auditmanager",
    "aws-artifact-account-sync",
    "backup",
    "cloudtrail",
    "compute-optimizer",
    "config",
    "config-multiaccountsetup",
    "controltower",
    "detective",
    "devops-guru",
    "ds",
    "fms",
    "guardduty",
    "malware-protection.guardduty",
    "health",
    "inspector2",
    "ipam",
    "license-manager",
    "license-manager.member-account",
    "license-manager-linux-subscriptions",
    "license-management.marketplace",
    "macie",
    "member.org.stacksets.cloudformation",
    "mgn",
    "networkmanager",
    "ram",
    "reachabilityanalyzer.networkinsights",
    "reporting.trustedadvisor",
    "securityhub",
    "securitylake",
    "servicecatalog",
    "servicequotas",
    "sso",
    "ssm",
    "storage-lens.s3",
    "tagpolicies.tag",
    "wellarchitected",
];

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "EnableAWSServiceAccess" => perform(state, call, enable),
        "DisableAWSServiceAccess" => perform(state, call, disable),
        "ListAWSServiceAccessForOrganization" => perform(state, call, list),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Service {
    service_principal: String,
}

fn enable(state: &mut State, input: &Service) -> Answer {
    let now = state.now;
    let organization = state.organization_mut()?;
    check_service(organization, &input.service_principal)?;
    organization.trusted_services.entry(input.service_principal.clone()).or_insert(now);
    Ok(Value::Null)
}

/// Refuses principals that no service has, and organizations that services cannot be trusted in.
pub(super) fn check_service(organization: &Organization, principal: &str) -> Result<(), Refusal> {
    check_all_features(organization, "trusted access needs")?;
    let known = principal.strip_suffix(".amazonaws.com").is_some_and(|name| SERVICES.contains(&name));
    if known {
        return Ok(());
    }
    let message = format!("no service that works with Organizations has this principal: {principal}");
    Err(Refusal::invalid("UNRECOGNIZED_SERVICE_PRINCIPAL", message))
}

fn disable(state: &mut State, input: &Service) -> Answer {
    let organization = state.organization_mut()?;
    let principal = &input.service_principal;
    check_service(organization, principal)?;
    if let Some(policy_type) =
        types_of_service(principal).find(|name| organization.policy_types.contains_key(*name))
    {
        let message = format!("{policy_type} is enabled and needs the service");
        return Err(Refusal::constraint("POLICY_TYPE_ENABLED_FOR_THIS_SERVICE", message));
    }
    organization.trusted_services.remove(principal);
    if principal == STACK_SETS {
        state.stack_sets.activated = false;
    }
    Ok(Value::Null)
}

fn list(state: &mut State, paging: &Paging) -> Answer {
    let organization = state.organization()?;
    check_all_features(organization, "trusted access needs")?;
    paging.answer(
        "EnabledServicePrincipals",
        organization.trusted_services.iter(),
        |(principal, enabled)| json!({"ServicePrincipal": principal, "DateEnabled": enabled.epoch_seconds()}),
    )
}
