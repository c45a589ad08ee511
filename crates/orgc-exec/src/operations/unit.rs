//! Organizational units.

use crate::task::{Stop, Task};
use crate::{Backend, FaultKind, Journal, call};
use orgc_ir::Text;
use orgc_plan::plan::Binding;
use std::collections::BTreeMap;

pub(super) async fn create<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    parent: &Text,
    name: &str,
    tags: &BTreeMap<String, String>,
) -> Result<Binding, Stop> {
    let (backend, parent) = (task.run.backend, task.text(parent)?);
    let is_there = async || {
        let found = task.find(async || backend.find_unit(&parent, name).await).await?;
        let Some(found) = found else { return Ok(None) };
        let live = task.read(async || backend.tags(&found.id).await).await?;
        Ok(task.is_ours(&live, tags).then_some(found))
    };
    task.write_unless(
        call::CREATE_UNIT,
        async || backend.create_unit(&parent, name, tags).await,
        async |fault| if fault.kind == FaultKind::Duplicate { is_there().await } else { Ok(None) },
    )
    .await
}

pub(super) async fn rename<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    unit: &Text,
    name: &str,
) -> Result<(), Stop> {
    let (backend, unit) = (task.run.backend, task.text(unit)?);
    task.write_unless(
        call::UPDATE_UNIT,
        async || backend.rename_unit(&unit, name).await,
        async |fault| {
            if fault.kind != FaultKind::Duplicate {
                return Ok(None);
            }
            let live = task.read(async || backend.unit_name(&unit).await).await?;
            Ok((live == name).then_some(()))
        },
    )
    .await
}

pub(super) async fn delete<B: Backend, J: Journal>(task: &Task<'_, B, J>, unit: &Text) -> Result<(), Stop> {
    let (backend, unit) = (task.run.backend, task.text(unit)?);
    task.write_unless(
        call::DELETE_UNIT,
        async || backend.delete_unit(&unit).await,
        async |fault| Ok((fault.kind == FaultKind::NotFound).then_some(())),
    )
    .await
}
