//! Organizational units.

use serde::Deserialize;
use serde_json::{Value, json};

use super::constraints::{Tag, checked_tags};
use super::{perform, shapes, tree::check_parent};
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::{Organization, Unit};

/// Levels of OUs below the root.
const DEEPEST: usize = 5;

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "CreateOrganizationalUnit" => perform(state, call, create),
        "UpdateOrganizationalUnit" => perform(state, call, update),
        "DeleteOrganizationalUnit" => perform(state, call, delete),
        "DescribeOrganizationalUnit" => perform(state, call, describe),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateUnit {
    parent_id: String,
    name: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateUnit {
    organizational_unit_id: String,
    name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UnitId {
    organizational_unit_id: String,
}

fn create(state: &mut State, input: &CreateUnit) -> Answer {
    let quota = state.settings.unit_quota;
    let organization = state.organization()?;
    let tags = checked_tags(&input.tags)?;
    check_parent(organization, &input.parent_id)?;
    check_place(organization, &input.parent_id, quota)?;
    check_name_is_free(organization, &input.parent_id, &input.name)?;
    let prefix = format!("ou-{}-", organization.root_id.trim_start_matches("r-"));
    let id = state.ids.text(&prefix, 8);
    let organization = state.organization_mut()?;
    organization.units.insert(id.clone(), Unit { name: input.name.clone(), parent: input.parent_id.clone() });
    organization.guard(&id);
    if !tags.is_empty() {
        organization.tags.insert(id.clone(), tags);
    }
    described(organization, &id)
}

fn check_place(organization: &Organization, parent: &str, quota: usize) -> Result<(), Refusal> {
    if organization.depth(parent) >= DEEPEST {
        let message = format!("organizational units may be nested {DEEPEST} deep");
        return Err(Refusal::constraint("OU_DEPTH_LIMIT_EXCEEDED", message));
    }
    if organization.units.len() >= quota {
        let message = format!("an organization may have {quota} organizational units");
        return Err(Refusal::constraint("OU_NUMBER_LIMIT_EXCEEDED", message));
    }
    Ok(())
}

fn check_name_is_free(organization: &Organization, parent: &str, name: &str) -> Result<(), Refusal> {
    if organization.units_of(parent).any(|(_, unit)| unit.name == name) {
        let message = format!("the parent has an organizational unit of this name: {name}");
        return Err(Refusal::new("DuplicateOrganizationalUnitException", message));
    }
    Ok(())
}

fn update(state: &mut State, input: &UpdateUnit) -> Answer {
    let organization = state.organization_mut()?;
    let id = &input.organizational_unit_id;
    let parent = find(organization, id)?.parent.clone();
    if let Some(name) = &input.name {
        let is_new = find(organization, id)?.name != *name;
        if is_new {
            check_name_is_free(organization, &parent, name)?;
        }
        organization.units.get_mut(id).into_iter().for_each(|unit| unit.name.clone_from(name));
    }
    described(organization, id)
}

fn delete(state: &mut State, input: &UnitId) -> Answer {
    let organization = state.organization_mut()?;
    let id = &input.organizational_unit_id;
    find(organization, id)?;
    let has_children =
        organization.units_of(id).next().is_some() || organization.accounts_of(id).next().is_some();
    if has_children {
        let message = format!("the organizational unit has children: {id}");
        return Err(Refusal::new("OrganizationalUnitNotEmptyException", message));
    }
    organization.units.remove(id);
    organization.forget(id);
    Ok(Value::Null)
}

fn describe(state: &mut State, input: &UnitId) -> Answer {
    described(state.organization()?, &input.organizational_unit_id)
}

fn described(organization: &Organization, id: &str) -> Answer {
    let unit = find(organization, id)?;
    Ok(json!({ "OrganizationalUnit": shapes::unit(organization, id, unit) }))
}

fn find<'a>(organization: &'a Organization, id: &str) -> Result<&'a Unit, Refusal> {
    organization.units.get(id).ok_or_else(|| Refusal::not_found("OrganizationalUnit", id))
}
