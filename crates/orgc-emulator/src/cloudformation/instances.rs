//! Requests to create, update and delete stack instances.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use super::fields::{Parameter, flag, list};
use super::launch::{Launch, check_slot, start};
use super::pending::{self, Target};
use super::preferences::OperationPreferences;
use super::targets::{Purpose, Scope, Where};
use super::{Session, perform, template};
use crate::refusal::{Answer, Refusal};
use crate::state::stack_set::{Action, StackSet};

pub(super) fn answer(session: &mut Session<'_>, operation: &str, input: &Value) -> Option<Answer> {
    Some(match operation {
        "CreateStackInstances" => perform(session, input, create),
        "UpdateStackInstances" => perform(session, input, update),
        "DeleteStackInstances" => perform(session, input, delete),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct InstancesRequest {
    stack_set_name: String,
    #[serde(flatten)]
    place: Where,
    #[serde(default, deserialize_with = "list")]
    parameter_overrides: Option<Vec<Parameter>>,
    #[serde(default)]
    operation_preferences: OperationPreferences,
    operation_id: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    retain_stacks: Option<bool>,
}

fn create(session: &mut Session<'_>, input: &InstancesRequest) -> Answer {
    let scope = checked_scope(session, input, Purpose::Create)?;
    let targets = every_instance(&scope);
    let set = session.find_mut(&input.stack_set_name)?;
    // An account filter chooses among the accounts of today; accounts that join later are deployed to all the same.
    for unit in &scope.units {
        set.targets.entry(unit.clone()).or_default().extend(scope.regions.iter().cloned());
    }
    launch(session, input, Action::Create, scope.units, targets)
}

fn update(session: &mut Session<'_>, input: &InstancesRequest) -> Answer {
    let scope = checked_scope(session, input, Purpose::Other)?;
    let targets = existing_instances(session.find(&input.stack_set_name)?, &scope);
    if targets.is_empty() && !scope.accounts.is_empty() {
        let message = "the stack set has no instance in these accounts and Regions";
        return Err(Refusal::new("StackInstanceNotFoundException", message).with_status(404));
    }
    launch(session, input, Action::Update, scope.units, targets)
}

fn delete(session: &mut Session<'_>, input: &InstancesRequest) -> Answer {
    let scope = checked_scope(session, input, Purpose::Other)?;
    let targets = existing_instances(session.find(&input.stack_set_name)?, &scope);
    if scope.whole_units {
        forget_targets(session, &input.stack_set_name, &scope)?;
    }
    launch(session, input, Action::Delete, scope.units, targets)
}

/// The scope of a request that passes all checks but those of its action.
fn checked_scope(
    session: &Session<'_>,
    input: &InstancesRequest,
    purpose: Purpose,
) -> Result<Scope, Refusal> {
    let set = session.find(&input.stack_set_name)?;
    session.check_access(set.permission_model)?;
    check_slot(set, input.operation_id.as_deref())?;
    let names = input.parameter_overrides.iter().flatten().map(|parameter| &parameter.parameter_key);
    template::check_overrides(&set.definition.template, &set.definition.parameters, names)?;
    input.operation_preferences.checked()?;
    let scope = session.scope(set, &input.place, purpose)?;
    if scope.regions.is_empty() {
        return Err(Refusal::validation("Regions must name at least one Region"));
    }
    Ok(scope)
}

fn every_instance(scope: &Scope) -> Vec<Target> {
    let regions = scope.regions.iter();
    regions
        .flat_map(|region| scope.accounts.iter().map(move |(account, unit)| (account, region, unit)))
        .map(|(account, region, unit)| (account.clone(), region.clone(), unit.clone()))
        .collect()
}

pub(super) fn existing_instances(set: &StackSet, scope: &Scope) -> Vec<Target> {
    let mut targets = every_instance(scope);
    targets.retain(|(account, region, _)| set.instance(account, region).is_some());
    targets
}

/// Deleting from an OU also ends its being a target, and that of the OUs below it.
fn forget_targets(session: &mut Session<'_>, name: &str, scope: &Scope) -> Result<(), Refusal> {
    let organization = session.state.organization.as_ref();
    let is_below = |target: &String| {
        scope.units.contains(target)
            || organization.is_some_and(|found| {
                found.ancestors(target).any(|above| scope.units.iter().any(|unit| unit == above))
            })
    };
    let targets = session.find(name)?.targets.keys();
    let gone: BTreeSet<String> = targets.filter(|target| is_below(target)).cloned().collect();
    let set = session.find_mut(name)?;
    for target in gone {
        if let Some(regions) = set.targets.get_mut(&target) {
            regions.retain(|region| !scope.regions.contains(region));
        }
    }
    set.targets.retain(|_, regions| !regions.is_empty());
    Ok(())
}

fn launch(
    session: &mut Session<'_>,
    input: &InstancesRequest,
    action: Action,
    units: Vec<String>,
    targets: Vec<Target>,
) -> Answer {
    let id = input.operation_id.clone().unwrap_or_else(|| session.state.ids.uuid());
    let set = session.find_mut(&input.stack_set_name)?;
    let name = set.name.clone();
    pending::prepare(set, action, &targets, input.parameter_overrides.as_deref(), &id);
    let launch = Launch {
        id: Some(id),
        action,
        retain_stacks: input.retain_stacks.unwrap_or_default(),
        preferences: input.operation_preferences.checked()?,
        units,
        targets,
    };
    let id = start(session.state, session.region, &name, launch);
    Ok(json!({ "OperationId": id }))
}
