//! The records that reads answer with; absent members are null and are left out of the XML.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::fields::pairs;
use super::{drift, preferences};
use crate::state::drift::{DriftStatus, Finding};
use crate::state::stack_set::{
    Action, Instance, InstanceResult, Operation, OperationStatus, ResultStatus, StackSet,
};

pub(super) fn stack_set(set: &StackSet) -> Value {
    let definition = &set.definition;
    let regions: BTreeSet<&String> = set.all_instances().map(|(_, region, _)| region).collect();
    json!({
        "StackSetName": set.name,
        "StackSetId": set.id,
        "StackSetARN": set.arn,
        "Status": "ACTIVE",
        "Description": definition.description,
        "TemplateBody": definition.template,
        "Parameters": pairs(&definition.parameters, "ParameterKey", "ParameterValue"),
        "Capabilities": definition.capabilities,
        "Tags": pairs(&definition.tags, "Key", "Value"),
        "AdministrationRoleARN": definition.administration_role,
        "ExecutionRoleName": definition.execution_role,
        "PermissionModel": set.permission_model,
        "AutoDeployment": auto_deployment(set),
        "ManagedExecution": {"Active": set.managed_execution},
        "OrganizationalUnitIds": set.targets.keys().collect::<Vec<_>>(),
        "Regions": regions,
        "StackSetDriftDetectionDetails":
            drift::last(set).map_or_else(|| json!({"DriftStatus": DriftStatus::NotChecked}), drift::details),
    })
}

pub(super) fn summary(set: &StackSet, status: &str) -> Value {
    let last = drift::last(set);
    json!({
        "StackSetName": set.name,
        "StackSetId": set.id,
        "Status": status,
        "Description": set.definition.description,
        "PermissionModel": set.permission_model,
        "AutoDeployment": auto_deployment(set),
        "ManagedExecution": {"Active": set.managed_execution},
        "DriftStatus": last.map_or(DriftStatus::NotChecked, drift::drift_status),
        "LastDriftCheckTimestamp": last.map(|operation| operation.created.iso8601()),
    })
}

fn auto_deployment(set: &StackSet) -> Value {
    set.auto_deployment.map_or(
        Value::Null,
        |setting| json!({"Enabled": setting.enabled, "RetainStacksOnAccountRemoval": setting.retain_stacks}),
    )
}

pub(super) fn instance(set: &StackSet, account: &str, region: &str, instance: &Instance) -> Value {
    let mut shape = instance_summary(set, account, region, instance);
    if let Some(members) = shape.as_object_mut() {
        let overrides = pairs(&instance.overrides, "ParameterKey", "ParameterValue");
        members.insert("ParameterOverrides".to_owned(), overrides);
    }
    shape
}

pub(super) fn instance_summary(set: &StackSet, account: &str, region: &str, instance: &Instance) -> Value {
    json!({
        "StackSetId": set.id,
        "Account": account,
        "Region": region,
        "StackId": instance.stack_id,
        "Status": instance.status,
        "StackInstanceStatus": {"DetailedStatus": instance.detailed_status},
        "StatusReason": instance.status_reason,
        "OrganizationalUnitId": instance.unit,
        "DriftStatus": drift_status(instance),
        "LastDriftCheckTimestamp": instance.finding.as_ref().map(|found| found.checked.iso8601()),
        "LastOperationId": instance.last_operation,
    })
}

pub(super) fn drift_status(instance: &Instance) -> Value {
    json!(instance.finding.as_ref().map_or(DriftStatus::NotChecked, Finding::status))
}

pub(super) fn operation(set: &StackSet, operation: &Operation) -> Value {
    let mut shape = operation_summary(operation);
    if let Some(members) = shape.as_object_mut() {
        members.insert("StackSetId".to_owned(), set.id.clone().into());
        members.insert("RetainStacks".to_owned(), operation.retain_stacks.into());
        members.insert("DeploymentTargets".to_owned(), json!({"OrganizationalUnitIds": operation.units}));
        if operation.action == Action::DetectDrift {
            members.insert("StackSetDriftDetectionDetails".to_owned(), drift::details(operation));
        }
    }
    shape
}

pub(super) fn operation_summary(operation: &Operation) -> Value {
    let failed = operation.results.iter().filter(|result| result.status == ResultStatus::Failed).count();
    json!({
        "OperationId": operation.id,
        "Action": operation.action,
        "Status": operation.status,
        "StatusReason": status_reason(operation, failed),
        "CreationTimestamp": operation.created.iso8601(),
        "EndTimestamp": operation.ended.map(|ended| ended.iso8601()),
        "OperationPreferences": preferences::shape(&operation.preferences),
        "StatusDetails": {"FailedStackInstancesCount": failed},
    })
}

fn status_reason(operation: &Operation, failed: usize) -> Option<String> {
    let is_failed = operation.status == OperationStatus::Failed;
    is_failed.then(|| format!("{failed} stack instances failed, more than are tolerated"))
}

pub(super) fn result(result: &InstanceResult) -> Value {
    json!({
        "Account": result.account,
        "Region": result.region,
        "Status": result.status,
        "StatusReason": result.reason,
        "AccountGateResult": {"Status": "SKIPPED"},
        "OrganizationalUnitId": result.unit,
    })
}
