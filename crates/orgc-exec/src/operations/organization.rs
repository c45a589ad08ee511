//! The organization, its policy types, and the services that may act in it.

use crate::task::{Rhythm, Stop, Task};
use crate::{Backend, Fault, FaultKind, Journal, call};
use orgc_ir::{Address, Text};
use orgc_plan::plan::Binding;

/// A policy type is enabled within seconds; after this long something is wrong.
const ENABLING: Rhythm = Rhythm::new(1, 10, 300);

/// The answer is the organization's binding; the management account is bound under its address.
pub(super) async fn create<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    management: Option<&Address>,
) -> Result<Binding, Stop> {
    let backend = task.run.backend;
    let made = task
        .write_unless(
            call::CREATE_ORGANIZATION,
            async || backend.create_organization().await,
            async |fault| {
                // An organization that was there before is not ours to take; one that appeared while a
                // reply was lost is.
                if fault.kind != FaultKind::Duplicate || !task.lost.get() {
                    return Ok(None);
                }
                task.read(async || backend.organization().await).await.map(Some)
            },
        )
        .await?;
    task.made_the_organization();
    let root = task.read(async || backend.root().await).await?;
    if let Some(address) = management {
        let account = task.read(async || backend.account(&made.management).await).await?;
        task.run.bind(address, account.binding);
    }
    Ok(Binding { root_id: Some(root.id), ..made.binding })
}

pub(super) async fn enable_policy_type<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    root: &Text,
    policy_type: &str,
) -> Result<(), Stop> {
    let (backend, root) = (task.run.backend, task.text(root)?);
    let enabled = task
        .write_unless(
            call::ENABLE_POLICY_TYPE,
            async || backend.enable_policy_type(&root, policy_type).await,
            async |fault| Ok((fault.kind == FaultKind::Duplicate).then_some(false)),
        )
        .await?;
    if enabled {
        return Ok(());
    }
    let is_enabled = async || Ok(backend.root().await?.policy_types.contains(policy_type).then_some(()));
    match task.read(is_enabled).await? {
        Some(()) => Ok(()),
        None => {
            task.wait_for("for the policy type to be enabled", ENABLING, is_enabled).await?.ok_or_else(|| {
                let message = format!("`{policy_type}` is still not enabled");
                Stop::Fault(Fault::new(FaultKind::Unfinished, call::ENABLE_POLICY_TYPE, message))
            })
        }
    }
}

pub(super) async fn enable_service_access<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    principal: &str,
) -> Result<(), Stop> {
    let backend = task.run.backend;
    task.write(call::ENABLE_SERVICE_ACCESS, async || backend.enable_service_access(principal).await).await
}

pub(super) async fn disable_service_access<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    principal: &str,
) -> Result<(), Stop> {
    let backend = task.run.backend;
    task.write(call::DISABLE_SERVICE_ACCESS, async || backend.disable_service_access(principal).await).await
}

pub(super) async fn activate_access<B: Backend, J: Journal>(task: &Task<'_, B, J>) -> Result<(), Stop> {
    let backend = task.run.backend;
    task.write(call::ACTIVATE_ORGANIZATIONS_ACCESS, async || backend.activate_organizations_access().await)
        .await
}
