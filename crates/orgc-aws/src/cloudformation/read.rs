//! The reads.

use crate::AwsBackend;
use crate::calls::pages;
use crate::fault;
use crate::organizations::given;
use aws_sdk_cloudformation::types::{
    OrganizationStatus, Parameter, StackInstanceSummary, StackSet, StackSetAutoDeploymentTargetSummary,
    StackSetOperationResultStatus, StackSetOperationStatus, StackSetStatus, Tag,
};
use orgc_exec::{Fault, FaultKind, InstanceFailure, SetOperation, SetState};
use orgc_plan::plan::Binding;
use std::collections::BTreeMap;

const DESCRIBE_STACK_SET: &str = "cloudformation:DescribeStackSet";
const DESCRIBE_OPERATION: &str = "cloudformation:DescribeStackSetOperation";

/// Whether CloudFormation may act in the organization.
pub(crate) async fn organizations_access(aws: &AwsBackend) -> Result<bool, Fault> {
    let send = || aws.cloudformation.describe_organizations_access().send();
    let answer = aws.calls.read("cloudformation:DescribeOrganizationsAccess", send, fault::plain).await?;
    Ok(answer.status() == Some(&OrganizationStatus::Enabled))
}

/// The names of the stack sets that are not deleted.
pub(crate) async fn stack_set_names(aws: &AwsBackend) -> Result<Vec<String>, Fault> {
    let summaries = pages(async |token| {
        let request = aws.cloudformation.list_stack_sets().status(StackSetStatus::Active);
        let send = || request.clone().set_next_token(token.clone()).send();
        let answer = aws.calls.read("cloudformation:ListStackSets", send, fault::plain).await?;
        Ok((answer.summaries.unwrap_or_default(), answer.next_token))
    });
    Ok(summaries.await?.iter().map(|set| given(set.stack_set_name())).collect())
}

/// A stack set.
pub(crate) async fn stack_set(aws: &AwsBackend, name: &str) -> Result<StackSet, Fault> {
    let send = || aws.cloudformation.describe_stack_set().stack_set_name(name).send();
    let answer = aws.calls.read(DESCRIBE_STACK_SET, send, fault::plain).await?;
    answer
        .stack_set
        .ok_or_else(|| Fault::new(FaultKind::NotFound, DESCRIBE_STACK_SET, "the answer has no stack set"))
}

pub(crate) async fn owned_stack_set(
    aws: &AwsBackend,
    name: &str,
) -> Result<(Binding, BTreeMap<String, String>), Fault> {
    let set = stack_set(aws, name).await?;
    let binding =
        Binding { id: given(set.stack_set_id()), arn: given(set.stack_set_arn()), ..Binding::default() };
    Ok((binding, tags(set.tags())))
}

pub(crate) fn parameters(parameters: &[Parameter]) -> BTreeMap<String, String> {
    parameters.iter().map(|one| (given(one.parameter_key()), given(one.parameter_value()))).collect()
}

pub(crate) fn tags(tags: &[Tag]) -> BTreeMap<String, String> {
    tags.iter().map(|tag| (given(tag.key()), given(tag.value()))).collect()
}

/// The instances of a stack set.
pub(crate) async fn instances(aws: &AwsBackend, set: &str) -> Result<Vec<StackInstanceSummary>, Fault> {
    pages(async |token| {
        let request = aws.cloudformation.list_stack_instances().stack_set_name(set);
        let send = || request.clone().set_next_token(token.clone()).send();
        let answer = aws.calls.read("cloudformation:ListStackInstances", send, fault::plain).await?;
        Ok((answer.summaries.unwrap_or_default(), answer.next_token))
    })
    .await
}

/// The parameters that an instance has with values of its own.
pub(crate) async fn overrides(
    aws: &AwsBackend,
    set: &str,
    account: &str,
    region: &str,
) -> Result<BTreeMap<String, String>, Fault> {
    let request = aws.cloudformation.describe_stack_instance().stack_set_name(set);
    let request = request.stack_instance_account(account).stack_instance_region(region);
    let send = || request.clone().send();
    let answer = aws.calls.read("cloudformation:DescribeStackInstance", send, fault::plain).await?;
    Ok(answer.stack_instance().map(|one| parameters(one.parameter_overrides())).unwrap_or_default())
}

/// The units that are targets of a stack set, with their Regions.
pub(crate) async fn targets(
    aws: &AwsBackend,
    set: &str,
) -> Result<Vec<StackSetAutoDeploymentTargetSummary>, Fault> {
    pages(async |token| {
        let request = aws.cloudformation.list_stack_set_auto_deployment_targets().stack_set_name(set);
        let send = || request.clone().set_next_token(token.clone()).send();
        let name = "cloudformation:ListStackSetAutoDeploymentTargets";
        let answer = aws.calls.read(name, send, fault::plain).await?;
        Ok((answer.summaries.unwrap_or_default(), answer.next_token))
    })
    .await
}

/// The operations that a stack set has had.
pub(crate) async fn operations(aws: &AwsBackend, set: &str) -> Result<Vec<SetOperation>, Fault> {
    let summaries = pages(async |token| {
        let request = aws.cloudformation.list_stack_set_operations().stack_set_name(set);
        let send = || request.clone().set_next_token(token.clone()).send();
        let answer = aws.calls.read("cloudformation:ListStackSetOperations", send, fault::plain).await?;
        Ok((answer.summaries.unwrap_or_default(), answer.next_token))
    });
    let operation = |id, status, reason: Option<&str>| SetOperation {
        id: given(id),
        state: state(status),
        reason: reason.map(str::to_owned),
    };
    let summaries = summaries.await?;
    Ok(summaries.iter().map(|one| operation(one.operation_id(), one.status(), one.status_reason())).collect())
}

/// One operation of a stack set.
pub(crate) async fn operation(aws: &AwsBackend, set: &str, id: &str) -> Result<SetOperation, Fault> {
    let send =
        || aws.cloudformation.describe_stack_set_operation().stack_set_name(set).operation_id(id).send();
    let answer = aws.calls.read(DESCRIBE_OPERATION, send, fault::plain).await?;
    let operation = answer.stack_set_operation();
    Ok(SetOperation {
        id: id.to_owned(),
        state: state(operation.and_then(|one| one.status())),
        reason: operation.and_then(|one| one.status_reason()).map(str::to_owned),
    })
}

/// A state that we do not know is one that may still change.
fn state(status: Option<&StackSetOperationStatus>) -> SetState {
    match status {
        Some(StackSetOperationStatus::Succeeded) => SetState::Succeeded,
        Some(StackSetOperationStatus::Failed | StackSetOperationStatus::Stopped) => SetState::Failed,
        _ => SetState::Running,
    }
}

/// The instances that an operation left failed.
pub(crate) async fn failures(
    aws: &AwsBackend,
    set: &str,
    operation: &str,
) -> Result<Vec<InstanceFailure>, Fault> {
    let results = pages(async |token| {
        let request =
            aws.cloudformation.list_stack_set_operation_results().stack_set_name(set).operation_id(operation);
        let send = || request.clone().set_next_token(token.clone()).send();
        let answer =
            aws.calls.read("cloudformation:ListStackSetOperationResults", send, fault::plain).await?;
        Ok((answer.summaries.unwrap_or_default(), answer.next_token))
    });
    let results = results.await?;
    let failed = results.iter().filter(|one| one.status() == Some(&StackSetOperationResultStatus::Failed));
    let failure = |one: &aws_sdk_cloudformation::types::StackSetOperationResultSummary| InstanceFailure {
        account: given(one.account()),
        region: given(one.region()),
        reason: given(one.status_reason()),
    };
    Ok(failed.map(failure).collect())
}
