//! Tags, without which nothing says what is ours: one call for each thing that can carry them.

use crate::AwsBackend;
use crate::organizations::read;
use futures_util::future::{try_join_all, try_join4};
use orgc_exec::Fault;
use orgc_ir::Observed;
use orgc_ir::observed::LiveOrganization;
use std::collections::BTreeMap;

/// The snapshot with the tags of the root, the units, the accounts and the customer's policies.
pub(super) async fn read(
    aws: &AwsBackend,
    organization: LiveOrganization,
    mut observed: Observed,
) -> Result<Observed, Fault> {
    let (root, units, accounts, policies) = try_join4(
        read::tags(aws, &organization.root_id),
        of_all(aws, &observed.units),
        of_all(aws, &observed.accounts),
        of_all(aws, &observed.policies),
    )
    .await?;
    observed.organization = Some(LiveOrganization { tags: root, ..organization });
    observed.units.values_mut().zip(units).for_each(|(unit, tags)| unit.tags = tags);
    observed.accounts.values_mut().zip(accounts).for_each(|(account, tags)| account.tags = tags);
    observed.policies.values_mut().zip(policies).for_each(|(policy, tags)| policy.tags = tags);
    Ok(observed)
}

/// The tags of each key, in the order of the keys.
async fn of_all<T>(
    aws: &AwsBackend,
    things: &BTreeMap<String, T>,
) -> Result<Vec<BTreeMap<String, String>>, Fault> {
    try_join_all(things.keys().map(|id| read::tags(aws, id))).await
}
