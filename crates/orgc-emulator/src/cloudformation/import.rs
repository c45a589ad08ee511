//! Importing stacks that a set has given up.
//!
//! The only stacks here are those that instances left behind when they were deleted with RetainStacks. Any other
//! stack does not exist.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use super::fields::list;
use super::launch::{Launch, check_slot, start};
use super::pending::{self, Target};
use super::preferences::OperationPreferences;
use super::{Session, perform};
use crate::refusal::{Answer, Refusal};
use crate::state::stack_set::{Action, PermissionModel, Retained, StackSet};

const LARGEST_LIST: usize = 10;

pub(super) fn answer(session: &mut Session<'_>, operation: &str, input: &Value) -> Option<Answer> {
    Some(match operation {
        "ImportStacksToStackSet" => perform(session, input, import),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Import {
    stack_set_name: String,
    #[serde(default, deserialize_with = "list")]
    stack_ids: Option<Vec<String>>,
    stack_ids_url: Option<String>,
    #[serde(default, deserialize_with = "list")]
    organizational_unit_ids: Option<Vec<String>>,
    #[serde(default)]
    operation_preferences: OperationPreferences,
    operation_id: Option<String>,
}

fn import(session: &mut Session<'_>, input: &Import) -> Answer {
    let set = session.find(&input.stack_set_name)?;
    session.check_access(set.permission_model)?;
    check_slot(set, input.operation_id.as_deref())?;
    let preferences = input.operation_preferences.checked()?;
    let units = checked_units(set, input)?;
    let stacks = stacks(session, input)?;
    let targets = targets(session, set, &units, &stacks)?;
    let id = input.operation_id.clone().unwrap_or_else(|| session.state.ids.uuid());
    let set = session.find_mut(&input.stack_set_name)?;
    let name = set.name.clone();
    for (_, region, unit) in &targets {
        if let Some(unit) = unit {
            set.targets.entry(unit.clone()).or_default().insert(region.clone());
        }
    }
    pending::prepare(set, Action::Create, &targets, None, &id);
    for (stack, found) in stacks {
        if let Some(instance) = set.instance_mut(&found.account, &found.region) {
            instance.stack_id = Some(stack);
        }
    }
    let action = Action::Create;
    let launch = Launch { id: Some(id), action, retain_stacks: false, preferences, units, targets };
    Ok(json!({ "OperationId": start(session.state, session.region, &name, launch) }))
}

fn checked_units(set: &StackSet, input: &Import) -> Result<Vec<String>, Refusal> {
    let units = input.organizational_unit_ids.clone().unwrap_or_default();
    match set.permission_model {
        PermissionModel::SelfManaged if !units.is_empty() => {
            Err(Refusal::validation("OrganizationalUnitIds are for SERVICE_MANAGED stack sets"))
        }
        PermissionModel::ServiceManaged if units.is_empty() => {
            Err(Refusal::validation("OrganizationalUnitIds must be given for a SERVICE_MANAGED stack set"))
        }
        _ => Ok(units),
    }
}

fn stacks(session: &Session<'_>, input: &Import) -> Result<BTreeMap<String, Retained>, Refusal> {
    let (ids, url) = (input.stack_ids.as_deref().unwrap_or_default(), input.stack_ids_url.as_ref());
    if ids.is_empty() == url.is_none() {
        return Err(Refusal::validation("either StackIds or StackIdsUrl must be given"));
    }
    if url.is_some() {
        return Err(Refusal::validation("this emulator does not read StackIdsUrl"));
    }
    if ids.len() > LARGEST_LIST {
        return Err(Refusal::validation(format!("StackIds may name {LARGEST_LIST} stacks")));
    }
    let found = |id: &String| {
        let retained = session.state.stack_sets.retained.get(id).cloned();
        retained.map(|stack| (id.clone(), stack)).ok_or_else(|| no_stack(id))
    };
    ids.iter().map(found).collect()
}

/// Where the stacks are, each with the OU that it is mapped to.
fn targets(
    session: &Session<'_>,
    set: &StackSet,
    units: &[String],
    stacks: &BTreeMap<String, Retained>,
) -> Result<Vec<Target>, Refusal> {
    let inside = if units.is_empty() { BTreeMap::new() } else { session.accounts_in(units)? };
    let mut taken = BTreeSet::new();
    let mut targets = Vec::new();
    for stack in stacks.values() {
        let Retained { account, region, .. } = stack;
        if set.instance(account, region).is_some() || !taken.insert((account, region)) {
            let message = format!("the stack set has an instance in {account} and {region}");
            return Err(Refusal::new("InvalidOperationException", message));
        }
        let unit = inside.get(account).cloned().flatten();
        if !units.is_empty() && unit.is_none() {
            let message = format!("account {account} is in none of the OrganizationalUnitIds");
            return Err(Refusal::new("InvalidOperationException", message));
        }
        targets.push((account.clone(), region.clone(), unit));
    }
    Ok(targets)
}

fn no_stack(id: &str) -> Refusal {
    Refusal::new("StackNotFoundException", format!("Stack {id} not found")).with_status(404)
}
