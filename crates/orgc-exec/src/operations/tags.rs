//! Tags of the root, units, accounts and policies.

use crate::task::{Stop, Task};
use crate::{Backend, Journal, call};
use orgc_ir::Text;
use std::collections::{BTreeMap, BTreeSet};

pub(super) async fn change<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    resource: &Text,
    set: &BTreeMap<String, String>,
    remove: &BTreeSet<String>,
) -> Result<(), Stop> {
    let (backend, resource) = (task.run.backend, task.text(resource)?);
    // Keys go first: a full resource may have no room for the new ones before.
    if !remove.is_empty() {
        task.write(call::UNTAG_RESOURCE, async || backend.untag(&resource, remove).await).await?;
    }
    if !set.is_empty() {
        task.write(call::TAG_RESOURCE, async || backend.tag(&resource, set).await).await?;
    }
    Ok(())
}
