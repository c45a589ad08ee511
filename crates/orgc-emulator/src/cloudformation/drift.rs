//! Drift detection: an operation that changes nothing and remembers what it saw.
//!
//! There are no resources here, so a stack is in sync unless it was ordered to have drifted.

use serde::Deserialize;
use serde_json::{Value, json};

use super::fields::{Paging, list};
use super::launch::{Launch, check_slot, in_progress, start};
use super::preferences::OperationPreferences;
use super::{Session, operations, perform, reads, template};
use crate::refusal::{Answer, Refusal};
use crate::state::drift::{DriftStatus, ResourceDrift};
use crate::state::stack_set::{Action, Instance, Operation, OperationStatus, ResultStatus, StackSet};

pub(super) fn answer(session: &mut Session<'_>, operation: &str, input: &Value) -> Option<Answer> {
    Some(match operation {
        "DetectStackSetDrift" => perform(session, input, detect),
        "ListStackInstanceResourceDrifts" => perform(session, input, list_resources),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Detect {
    stack_set_name: String,
    #[serde(default)]
    operation_preferences: OperationPreferences,
    operation_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListResources {
    stack_set_name: String,
    stack_instance_account: String,
    stack_instance_region: String,
    operation_id: String,
    #[serde(default, deserialize_with = "list")]
    stack_instance_resource_drift_statuses: Option<Vec<String>>,
    #[serde(flatten)]
    paging: Paging,
}

/// Looks at every instance of the set.
fn detect(session: &mut Session<'_>, input: &Detect) -> Answer {
    let set = session.find(&input.stack_set_name)?;
    session.check_access(set.permission_model)?;
    check_slot(set, input.operation_id.as_deref()).map_err(used_id_is_invalid)?;
    let is_looking = |one: &&Operation| one.action == Action::DetectDrift && one.ended.is_none();
    if let Some(running) = set.operations.iter().find(is_looking) {
        return Err(in_progress(set, running));
    }
    let preferences = input.operation_preferences.checked()?;
    let id = input.operation_id.clone().unwrap_or_else(|| session.state.ids.uuid());
    let set = session.find_mut(&input.stack_set_name)?;
    let name = set.name.clone();
    let targets = set
        .all_instances()
        .map(|(account, region, found)| (account.clone(), region.clone(), found.unit.clone()))
        .collect();
    for instance in set.instances.values_mut().flat_map(|regions| regions.values_mut()) {
        id.clone_into(&mut instance.last_operation);
    }
    let units = set.targets.keys().cloned().collect();
    let action = Action::DetectDrift;
    let launch = Launch { id: Some(id), action, retain_stacks: false, preferences, units, targets };
    Ok(json!({ "OperationId": start(session.state, session.region, &name, launch) }))
}

/// The model gives DetectStackSetDrift no error of its own for an id that is used.
fn used_id_is_invalid(refusal: Refusal) -> Refusal {
    match refusal.code.as_str() {
        "OperationIdAlreadyExistsException" | "StaleRequestException" => {
            Refusal::new("InvalidOperationException", refusal.message)
        }
        _ => refusal,
    }
}

/// What a drift operation saw; nothing while it has not come to the instance, or when a later one has.
fn list_resources(session: &mut Session<'_>, input: &ListResources) -> Answer {
    let set = session.find(&input.stack_set_name)?;
    let (account, region) = (&input.stack_instance_account, &input.stack_instance_region);
    let instance = reads::find_instance(set, account, region)?;
    let operation = operations::find(set, &input.operation_id)?;
    if operation.action != Action::DetectDrift {
        return Err(operations::not_found(&operation.id));
    }
    let wanted = input.stack_instance_resource_drift_statuses.as_ref();
    let resources = seen(set, instance, operation).into_iter();
    let resources = resources.filter(|resource| {
        let status = resource.get("StackResourceDriftStatus").and_then(Value::as_str);
        wanted.is_none_or(|wanted| wanted.iter().any(|one| Some(one.as_str()) == status))
    });
    input.paging.answer("drifts", resources, |resource| resource)
}

/// The resources that the template declares, and those beside them that have drifted.
fn seen(set: &StackSet, instance: &Instance, operation: &Operation) -> Vec<Value> {
    let Some(finding) = instance.finding.as_ref().filter(|found| found.operation == operation.id) else {
        return Vec::new();
    };
    let mut resources = template::resources(&set.definition.template);
    resources.extend(finding.drifts.iter().map(|(name, drift)| (name.clone(), drift.r#type.clone())));
    let shape = |(name, kind): (String, String)| {
        let status = finding.drifts.get(&name).map_or(json!("IN_SYNC"), status);
        json!({
            "StackId": instance.stack_id,
            "LogicalResourceId": name,
            "ResourceType": kind,
            "StackResourceDriftStatus": status,
            "Timestamp": finding.checked.iso8601(),
        })
    };
    resources.into_iter().map(shape).collect()
}

fn status(drift: &ResourceDrift) -> Value {
    json!(drift.status)
}

/// The last drift operation that has ended.
pub(super) fn last(set: &StackSet) -> Option<&Operation> {
    let is_drift = |one: &&Operation| one.action == Action::DetectDrift && one.ended.is_some();
    set.operations.iter().rfind(is_drift)
}

/// What a drift operation found in the whole set.
pub(super) fn details(operation: &Operation) -> Value {
    let count = |is_counted: &dyn Fn(ResultStatus) -> bool| {
        operation.results.iter().filter(|result| is_counted(result.status)).count()
    };
    let failed = count(&|status| status == ResultStatus::Failed);
    json!({
        "DriftStatus": drift_status(operation),
        "DriftDetectionStatus": detection_status(operation.status, failed),
        "LastDriftCheckTimestamp": operation.created.iso8601(),
        "TotalStackInstancesCount": operation.results.len(),
        "DriftedStackInstancesCount": found(operation, DriftStatus::Drifted),
        "InSyncStackInstancesCount": found(operation, DriftStatus::InSync),
        "InProgressStackInstancesCount":
            count(&|status| matches!(status, ResultStatus::Pending | ResultStatus::Running)),
        "FailedStackInstancesCount": failed,
    })
}

/// One drifted instance is enough; where none was looked at, nothing is known.
pub(super) fn drift_status(operation: &Operation) -> DriftStatus {
    if found(operation, DriftStatus::Drifted) > 0 {
        DriftStatus::Drifted
    } else if found(operation, DriftStatus::InSync) > 0 {
        DriftStatus::InSync
    } else {
        DriftStatus::NotChecked
    }
}

fn found(operation: &Operation, status: DriftStatus) -> usize {
    operation.results.iter().filter(|result| result.drift == Some(status)).count()
}

fn detection_status(status: OperationStatus, failed: usize) -> &'static str {
    match status {
        OperationStatus::Queued | OperationStatus::Running | OperationStatus::Stopping => "IN_PROGRESS",
        OperationStatus::Succeeded if failed > 0 => "PARTIAL_SUCCESS",
        OperationStatus::Succeeded => "COMPLETED",
        OperationStatus::Failed => "FAILED",
        OperationStatus::Stopped => "STOPPED",
    }
}
