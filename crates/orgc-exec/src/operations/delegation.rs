//! Delegated administrators, and the delegation policy.

use crate::task::{Stop, Task};
use crate::{Backend, FaultKind, Journal, call};
use orgc_ir::Text;

pub(super) async fn register<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: &Text,
    principal: &str,
) -> Result<(), Stop> {
    let (backend, account) = (task.run.backend, task.text(account)?);
    task.write_unless(
        call::REGISTER_ADMINISTRATOR,
        async || backend.register_administrator(&account, principal).await,
        async |fault| Ok((fault.kind == FaultKind::Duplicate).then_some(())),
    )
    .await
}

pub(super) async fn deregister<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    account: &Text,
    principal: &str,
) -> Result<(), Stop> {
    let (backend, account) = (task.run.backend, task.text(account)?);
    task.write_unless(
        call::DEREGISTER_ADMINISTRATOR,
        async || backend.deregister_administrator(&account, principal).await,
        async |fault| Ok((fault.kind == FaultKind::NotAttached).then_some(())),
    )
    .await
}

pub(super) async fn put_policy<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    document: &Text,
) -> Result<(), Stop> {
    let (backend, document) = (task.run.backend, task.text(document)?);
    task.write(call::PUT_RESOURCE_POLICY, async || backend.put_delegation_policy(&document).await).await
}
