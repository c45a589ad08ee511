//! The organization itself.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{pages::Paging, perform, shapes};
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::invalid::InvalidPolicies;
use crate::state::organization::{Account, AccountState, Organization, TypeStatus};
use crate::state::placed::Placed;
use crate::state::policy::{SERVICE_CONTROL, aws_managed};

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "CreateOrganization" => perform(state, call, create),
        "DescribeOrganization" => describe(state),
        "DeleteOrganization" => delete(state),
        "ListRoots" => perform(state, call, list_roots),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateOrganization {
    feature_set: Option<String>,
}

fn create(state: &mut State, input: &CreateOrganization) -> Answer {
    let feature_set = input.feature_set.as_deref().unwrap_or("ALL");
    if state.organization.is_some() {
        return Err(Refusal::new(
            "AlreadyInOrganizationException",
            "your account is in an organization already",
        ));
    }
    let mut organization = found(state, feature_set == "ALL");
    if organization.all_features {
        organization.policy_types.insert(SERVICE_CONTROL.to_owned(), TypeStatus::Enabled);
        for target in organization.targets() {
            organization.guard(&target);
        }
    }
    let shape = shapes::organization(&organization);
    state.organization = Some(organization);
    Ok(json!({ "Organization": shape }))
}

/// A new organization with the calling account in its root.
fn found(state: &mut State, all_features: bool) -> Organization {
    let root_id = state.ids.text("r-", 4);
    let settings = &state.settings;
    let management = Account {
        name: settings.management_account_name.clone(),
        email: settings.management_account_email.clone(),
        parent: root_id.clone(),
        state: AccountState::Active,
        joined: state.now,
        invited: true,
    };
    Organization {
        id: state.ids.text("o-", 10),
        root_id,
        all_features,
        created: state.now,
        management_account_id: settings.management_account_id.clone(),
        units: Placed::default(),
        accounts: Placed::from_iter([(settings.management_account_id.clone(), management)]),
        spent_emails: BTreeSet::new(),
        creations: BTreeMap::new(),
        handshakes: BTreeMap::new(),
        transfers: BTreeMap::new(),
        closures: Vec::new(),
        policies: aws_managed().into_iter().map(|policy| (policy.id.clone(), policy)).collect(),
        attachments: BTreeMap::new(),
        policies_changed: None,
        invalid_policies: InvalidPolicies::default(),
        policy_types: BTreeMap::new(),
        tags: BTreeMap::new(),
        trusted_services: BTreeMap::new(),
        administrators: BTreeMap::new(),
        resource_policy: None,
    }
}

fn describe(state: &State) -> Answer {
    Ok(json!({ "Organization": shapes::organization(state.organization()?) }))
}

fn delete(state: &mut State) -> Answer {
    let organization = state.organization()?;
    let is_empty = organization.accounts.len() == 1 && organization.units.is_empty();
    let has_policies = organization.policies.values().any(|policy| !policy.aws_managed);
    if !is_empty || has_policies {
        let message = "the organization still has accounts, organizational units or policies";
        return Err(Refusal::new("OrganizationNotEmptyException", message));
    }
    if organization.transfers.values().any(|transfer| transfer.status.is_active()) {
        let message = "a responsibility transfer is not at its end";
        return Err(Refusal::constraint("ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS", message));
    }
    state.organization = None;
    state.stack_sets.activated = false;
    Ok(Value::Null)
}

fn list_roots(state: &mut State, paging: &Paging) -> Answer {
    let organization = state.organization()?;
    paging.answer("Roots", std::iter::once(organization), shapes::root)
}
