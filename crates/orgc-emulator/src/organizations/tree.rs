//! Reading the tree: children and parents.

use serde::Deserialize;
use serde_json::json;

use super::{pages::Paging, perform, shapes};
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::Organization;

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "ListChildren" => perform(state, call, list_children),
        "ListParents" => perform(state, call, list_parents),
        "ListOrganizationalUnitsForParent" => perform(state, call, list_units),
        "ListAccountsForParent" => perform(state, call, list_accounts),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OfParent {
    parent_id: String,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListChildren {
    child_type: String,
    #[serde(flatten)]
    of: OfParent,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListParents {
    child_id: String,
    #[serde(flatten)]
    paging: Paging,
}

/// Refuses what is neither the root nor an OU.
pub(super) fn check_parent(organization: &Organization, id: &str) -> Result<(), Refusal> {
    if organization.is_container(id) { Ok(()) } else { Err(Refusal::not_found("Parent", id)) }
}

fn list_children(state: &mut State, input: &ListChildren) -> Answer {
    let organization = state.organization()?;
    let parent = &input.of.parent_id;
    check_parent(organization, parent)?;
    let ids: Vec<&String> = if input.child_type == "ACCOUNT" {
        organization.accounts_of(parent).map(|(id, _)| id).collect()
    } else {
        organization.units_of(parent).map(|(id, _)| id).collect()
    };
    let shape = |id: &String| json!({"Id": id, "Type": input.child_type});
    input.of.paging.answer("Children", ids.into_iter(), shape)
}

fn list_parents(state: &mut State, input: &ListParents) -> Answer {
    let organization = state.organization()?;
    let parent =
        organization.parent(&input.child_id).ok_or_else(|| Refusal::not_found("Child", &input.child_id))?;
    let kind = if parent == organization.root_id { "ROOT" } else { "ORGANIZATIONAL_UNIT" };
    input.paging.answer("Parents", std::iter::once(parent), |id| json!({"Id": id, "Type": kind}))
}

fn list_units(state: &mut State, input: &OfParent) -> Answer {
    let organization = state.organization()?;
    check_parent(organization, &input.parent_id)?;
    let shape = |(id, unit): (&String, _)| shapes::unit(organization, id, unit);
    input.paging.answer("OrganizationalUnits", organization.units_of(&input.parent_id), shape)
}

fn list_accounts(state: &mut State, input: &OfParent) -> Answer {
    let organization = state.organization()?;
    check_parent(organization, &input.parent_id)?;
    let shape = |(id, account): (&String, _)| shapes::account(organization, id, account);
    input.paging.answer("Accounts", organization.accounts_of(&input.parent_id), shape)
}
