//! Instances of stack sets.

use super::stack_set::operate;
use crate::task::{Stop, Task};
use crate::{Backend, Instances, Journal, call};
use orgc_plan::plan::InstancesSpec;

pub(super) async fn create<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    spec: &InstancesSpec,
) -> Result<(), Stop> {
    let (backend, instances) = (task.run.backend, instances(task, spec)?);
    operate(task, instances.stack_set, call::CREATE_STACK_INSTANCES, async |operation| {
        backend.create_stack_instances(&instances, operation).await
    })
    .await
}

pub(super) async fn update<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    spec: &InstancesSpec,
) -> Result<(), Stop> {
    let (backend, instances) = (task.run.backend, instances(task, spec)?);
    operate(task, instances.stack_set, call::UPDATE_STACK_INSTANCES, async |operation| {
        backend.update_stack_instances(&instances, operation).await
    })
    .await
}

pub(super) async fn delete<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    spec: &InstancesSpec,
) -> Result<(), Stop> {
    let (backend, instances) = (task.run.backend, instances(task, spec)?);
    operate(task, instances.stack_set, call::DELETE_STACK_INSTANCES, async |operation| {
        backend.delete_stack_instances(&instances, operation).await
    })
    .await
}

fn instances<'s, B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    spec: &'s InstancesSpec,
) -> Result<Instances<'s>, Stop> {
    Ok(Instances {
        stack_set: &spec.stack_set,
        unit: task.text(&spec.unit)?,
        accounts: spec.accounts.iter().map(|account| task.text(account)).collect::<Result<_, _>>()?,
        regions: &spec.regions,
        overrides: task.texts(&spec.overrides)?,
        rollout: spec.rollout.as_ref(),
    })
}
