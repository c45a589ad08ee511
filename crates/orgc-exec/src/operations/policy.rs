//! Policies and where they are attached.

use crate::task::{Stop, Task};
use crate::{Backend, FaultKind, Journal, NewPolicy, PolicyChange, call};
use orgc_ir::Text;
use orgc_plan::plan::Binding;

pub(super) async fn create<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    policy: &NewPolicy<'_>,
) -> Result<Binding, Stop> {
    let backend = task.run.backend;
    let is_there = async || {
        let found = task.find(async || backend.find_policy(policy.policy_type, policy.name).await).await?;
        let Some(found) = found else { return Ok(None) };
        let live = task.read(async || backend.tags(&found.id).await).await?;
        Ok(task.is_ours(&live, policy.tags).then_some(found))
    };
    task.write_unless(
        call::CREATE_POLICY,
        async || backend.create_policy(policy).await,
        async |fault| if fault.kind == FaultKind::Duplicate { is_there().await } else { Ok(None) },
    )
    .await
}

pub(super) async fn update<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    policy: &Text,
    change: &PolicyChange<'_>,
) -> Result<(), Stop> {
    let (backend, policy) = (task.run.backend, task.text(policy)?);
    task.write(call::UPDATE_POLICY, async || backend.update_policy(&policy, change).await).await
}

pub(super) async fn attach<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    policy: &Text,
    target: &Text,
) -> Result<(), Stop> {
    let (backend, policy, target) = (task.run.backend, task.text(policy)?, task.text(target)?);
    task.write_unless(
        call::ATTACH_POLICY,
        async || backend.attach_policy(&policy, &target).await,
        async |fault| Ok((fault.kind == FaultKind::Duplicate).then_some(())),
    )
    .await
}

pub(super) async fn detach<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    policy: &Text,
    target: &Text,
) -> Result<(), Stop> {
    let (backend, policy, target) = (task.run.backend, task.text(policy)?, task.text(target)?);
    task.write_unless(
        call::DETACH_POLICY,
        async || backend.detach_policy(&policy, &target).await,
        async |fault| Ok((fault.kind == FaultKind::NotAttached).then_some(())),
    )
    .await
}

pub(super) async fn delete<B: Backend, J: Journal>(task: &Task<'_, B, J>, policy: &Text) -> Result<(), Stop> {
    let (backend, policy) = (task.run.backend, task.text(policy)?);
    task.write_unless(
        call::DELETE_POLICY,
        async || backend.delete_policy(&policy).await,
        async |fault| Ok((fault.kind == FaultKind::NotFound).then_some(())),
    )
    .await
}
