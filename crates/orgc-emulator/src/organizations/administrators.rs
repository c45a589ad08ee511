//! Delegated administrators.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::service_access::{STACK_SETS, check_service};
use super::{accounts, pages::Paging, perform, shapes};
use crate::clock::Moment;
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::{AccountState, Organization};

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "RegisterDelegatedAdministrator" => perform(state, call, register),
        "DeregisterDelegatedAdministrator" => perform(state, call, deregister),
        "ListDelegatedAdministrators" => perform(state, call, list),
        "ListDelegatedServicesForAccount" => perform(state, call, list_services),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Delegation {
    account_id: String,
    service_principal: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListAdministrators {
    service_principal: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListServices {
    account_id: String,
    #[serde(flatten)]
    paging: Paging,
}

fn register(state: &mut State, input: &Delegation) -> Answer {
    let now = state.now;
    let organization = state.organization_mut()?;
    let Delegation { account_id, service_principal } = input;
    check_service(organization, service_principal)?;
    check_administrator(organization, account_id)?;
    if !organization.trusted_services.contains_key(service_principal) {
        let message = format!("enable trusted access for {service_principal} first");
        return Err(Refusal::constraint("SERVICE_ACCESS_NOT_ENABLED", message));
    }
    let maximum = maximum_administrators(service_principal);
    let administrators = organization.administrators.entry(service_principal.clone()).or_default();
    if administrators.contains_key(account_id) {
        return Err(Refusal::new("AccountAlreadyRegisteredException", "the account is registered already"));
    }
    if administrators.len() >= maximum {
        let message = format!("the service may have {maximum} delegated administrators");
        return Err(Refusal::constraint("MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED", message));
    }
    administrators.insert(account_id.clone(), now);
    Ok(Value::Null)
}

fn check_administrator(organization: &Organization, account_id: &str) -> Result<(), Refusal> {
    if account_id == organization.management_account_id {
        let message = "the management account cannot be a delegated administrator";
        return Err(Refusal::constraint("CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR", message));
    }
    if accounts::find(organization, account_id)?.state != AccountState::Active {
        let message = "a suspended account cannot be a delegated administrator";
        return Err(Refusal::constraint(
            "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
            message,
        ));
    }
    Ok(())
}

/// The limit is the service's own; of the ones here, only CloudFormation publishes it.
fn maximum_administrators(service_principal: &str) -> usize {
    if service_principal == STACK_SETS { 5 } else { usize::MAX }
}

fn deregister(state: &mut State, input: &Delegation) -> Answer {
    let organization = state.organization_mut()?;
    check_service(organization, &input.service_principal)?;
    accounts::find(organization, &input.account_id)?;
    let administrators = organization.administrators.get_mut(&input.service_principal);
    match administrators.and_then(|administrators| administrators.remove(&input.account_id)) {
        Some(_) => Ok(Value::Null),
        None => Err(not_registered(&input.account_id)),
    }
}

fn not_registered(account_id: &str) -> Refusal {
    let message = format!("the account is no delegated administrator: {account_id}");
    Refusal::new("AccountNotRegisteredException", message)
}

fn list(state: &mut State, input: &ListAdministrators) -> Answer {
    let organization = state.organization()?;
    let wanted = input.service_principal.as_ref();
    let services = organization.administrators.iter();
    let services = services.filter(|(service, _)| wanted.is_none_or(|wanted| wanted == *service));
    let mut first: BTreeMap<&String, Moment> = BTreeMap::new();
    for (account, enabled) in services.flat_map(|(_, accounts)| accounts) {
        let earliest = first.entry(account).or_insert(*enabled);
        *earliest = (*earliest).min(*enabled);
    }
    input.paging.answer("DelegatedAdministrators", first.into_iter(), |(id, enabled)| {
        administrator(organization, id, enabled)
    })
}

fn administrator(organization: &Organization, id: &str, enabled: Moment) -> Value {
    let account = organization.accounts.get(id);
    let mut shape = account.map_or(Value::Null, |account| shapes::account(organization, id, account));
    if let Some(members) = shape.as_object_mut() {
        members.remove("Paths");
        members.insert("DelegationEnabledDate".to_owned(), enabled.epoch_seconds());
    }
    shape
}

fn list_services(state: &mut State, input: &ListServices) -> Answer {
    let organization = state.organization()?;
    accounts::find(organization, &input.account_id)?;
    let services: Vec<(&String, &Moment)> = organization
        .administrators
        .iter()
        .filter_map(|(service, accounts)| Some((service, accounts.get(&input.account_id)?)))
        .collect();
    if services.is_empty() {
        return Err(not_registered(&input.account_id));
    }
    input.paging.answer("DelegatedServices", services.into_iter(), |(service, enabled)| {
        json!({"ServicePrincipal": service, "DelegationEnabledDate": enabled.epoch_seconds()})
    })
}
