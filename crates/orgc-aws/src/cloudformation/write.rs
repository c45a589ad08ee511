//! The writes. All but the creation of a set start an operation that goes on after the answer.

use crate::AwsBackend;
use crate::fault;
use aws_sdk_cloudformation::types::{
    AccountFilterType, AutoDeployment, Capability, ConcurrencyMode, DeploymentTargets, Parameter,
    PermissionModels, RegionConcurrencyType, StackSetOperationPreferences, Tag,
};
use orgc_exec::{Fault, Instances, StackSetDefinition, call};
use orgc_ir::desired::{self, Amount, PermissionModel, Rollout};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) async fn activate_organizations_access(aws: &AwsBackend) -> Result<(), Fault> {
    let request = aws.cloudformation.activate_organizations_access();
    aws.calls.write(call::ACTIVATE_ORGANIZATIONS_ACCESS, request.send(), fault::plain).await.map(drop)
}

pub(crate) async fn create_stack_set(
    aws: &AwsBackend,
    set: &StackSetDefinition<'_>,
    token: &str,
) -> Result<(), Fault> {
    let request = aws
        .cloudformation
        .create_stack_set()
        .stack_set_name(set.name)
        .description(set.description)
        .template_body(set.template)
        .permission_model(permission_model(set.permission_model))
        .set_auto_deployment(set.auto_deployment.map(auto_deployment))
        .set_capabilities(unless_empty(capabilities(set.capabilities)))
        .set_parameters(unless_empty(parameters(&set.parameters)))
        .set_tags(unless_empty(tags(set.tags)))
        .client_request_token(token);
    aws.calls.write(call::CREATE_STACK_SET, request.send(), fault::plain).await.map(drop)
}

/// Everything is given each time: a parameter left out falls back to the template's default,
/// capabilities are not remembered, and an empty list of tags removes those that are there.
pub(crate) async fn update_stack_set(
    aws: &AwsBackend,
    set: &StackSetDefinition<'_>,
    rollout: Option<&Rollout>,
    operation: &str,
) -> Result<(), Fault> {
    let request = aws
        .cloudformation
        .update_stack_set()
        .stack_set_name(set.name)
        .description(set.description)
        .template_body(set.template)
        .permission_model(permission_model(set.permission_model))
        .set_auto_deployment(set.auto_deployment.map(auto_deployment))
        .set_capabilities(unless_empty(capabilities(set.capabilities)))
        .set_parameters(unless_empty(parameters(&set.parameters)))
        .set_tags(Some(tags(set.tags)))
        .set_operation_preferences(rollout.map(preferences))
        .operation_id(operation);
    aws.calls.write(call::UPDATE_STACK_SET, request.send(), fault::plain).await.map(drop)
}

pub(crate) async fn delete_stack_set(aws: &AwsBackend, name: &str) -> Result<(), Fault> {
    let request = aws.cloudformation.delete_stack_set().stack_set_name(name);
    aws.calls.write(call::DELETE_STACK_SET, request.send(), fault::plain).await.map(drop)
}

pub(crate) async fn create_stack_instances(
    aws: &AwsBackend,
    instances: &Instances<'_>,
    operation: &str,
) -> Result<(), Fault> {
    let request = aws
        .cloudformation
        .create_stack_instances()
        .stack_set_name(instances.stack_set)
        .deployment_targets(targets(instances))
        .set_regions(Some(instances.regions.iter().cloned().collect()))
        .set_parameter_overrides(unless_empty(parameters(&instances.overrides)))
        .set_operation_preferences(instances.rollout.map(preferences))
        .operation_id(operation);
    aws.calls.write(call::CREATE_STACK_INSTANCES, request.send(), fault::plain).await.map(drop)
}

/// The list of overrides is given even when it is empty: what is not in it reverts to the set's value.
pub(crate) async fn update_stack_instances(
    aws: &AwsBackend,
    instances: &Instances<'_>,
    operation: &str,
) -> Result<(), Fault> {
    let request = aws
        .cloudformation
        .update_stack_instances()
        .stack_set_name(instances.stack_set)
        .deployment_targets(targets(instances))
        .set_regions(Some(instances.regions.iter().cloned().collect()))
        .set_parameter_overrides(Some(parameters(&instances.overrides)))
        .set_operation_preferences(instances.rollout.map(preferences))
        .operation_id(operation);
    aws.calls.write(call::UPDATE_STACK_INSTANCES, request.send(), fault::plain).await.map(drop)
}

pub(crate) async fn delete_stack_instances(
    aws: &AwsBackend,
    instances: &Instances<'_>,
    operation: &str,
) -> Result<(), Fault> {
    let request = aws
        .cloudformation
        .delete_stack_instances()
        .stack_set_name(instances.stack_set)
        .deployment_targets(targets(instances))
        .set_regions(Some(instances.regions.iter().cloned().collect()))
        .set_operation_preferences(instances.rollout.map(preferences))
        .retain_stacks(false)
        .operation_id(operation);
    aws.calls.write(call::DELETE_STACK_INSTANCES, request.send(), fault::plain).await.map(drop)
}

/// With accounts, the target is those of them that stand in the unit.
fn targets(instances: &Instances<'_>) -> DeploymentTargets {
    let targets = DeploymentTargets::builder().organizational_unit_ids(&instances.unit);
    match instances.accounts.is_empty() {
        true => targets.build(),
        false => targets
            .set_accounts(Some(instances.accounts.clone()))
            .account_filter_type(AccountFilterType::Intersection)
            .build(),
    }
}

fn permission_model(model: PermissionModel) -> PermissionModels {
    match model {
        PermissionModel::ServiceManaged => PermissionModels::ServiceManaged,
        PermissionModel::SelfManaged => PermissionModels::SelfManaged,
    }
}

/// Retaining is a member only where deployment is enabled.
fn auto_deployment(wanted: desired::AutoDeployment) -> AutoDeployment {
    let retain = wanted.enabled.then_some(wanted.retain_on_leave);
    AutoDeployment::builder().enabled(wanted.enabled).set_retain_stacks_on_account_removal(retain).build()
}

fn capabilities(wanted: &BTreeSet<String>) -> Vec<Capability> {
    wanted.iter().map(|one| Capability::from(one.as_str())).collect()
}

fn parameters(wanted: &BTreeMap<String, String>) -> Vec<Parameter> {
    wanted
        .iter()
        .map(|(key, value)| Parameter::builder().parameter_key(key).parameter_value(value).build())
        .collect()
}

fn tags(wanted: &BTreeMap<String, String>) -> Vec<Tag> {
    wanted.iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect()
}

fn preferences(rollout: &Rollout) -> StackSetOperationPreferences {
    let builder = StackSetOperationPreferences::builder()
        .region_concurrency_type(match rollout.regions_in_parallel {
            true => RegionConcurrencyType::Parallel,
            false => RegionConcurrencyType::Sequential,
        })
        .set_region_order(unless_empty(rollout.region_order.clone()))
        .set_concurrency_mode(rollout.concurrency_mode.as_deref().map(ConcurrencyMode::from));
    let builder = match rollout.max_concurrent {
        Amount::Count(count) => builder.max_concurrent_count(whole(count)),
        Amount::Percent(percent) => builder.max_concurrent_percentage(whole(percent)),
    };
    match rollout.failure_tolerance {
        Amount::Count(count) => builder.failure_tolerance_count(whole(count)).build(),
        Amount::Percent(percent) => builder.failure_tolerance_percentage(whole(percent)).build(),
    }
}

/// A list that is left out where it has nothing in it.
fn unless_empty<T>(list: Vec<T>) -> Option<Vec<T>> {
    Some(list).filter(|list| !list.is_empty())
}

fn whole(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
