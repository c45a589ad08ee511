//! Tags, without which nothing says what is ours.
//!
//! One call tells the tags of a hundred things that carry the project's tag; but whether it tells those of all is not
//! promised, and it lags behind. So it may confirm what the sources say and nothing else: what it does not list, or lists with
//! other tags than those that are declared, is asked for by itself.

use crate::AwsBackend;
use crate::organizations::read;
use crate::tagging;
use futures_util::future::{try_join_all, try_join4};
use orgc_exec::{Fault, FaultKind, Interest};
use orgc_ir::Observed;
use orgc_ir::observed::LiveOrganization;
use std::collections::BTreeMap;

type Tags = BTreeMap<String, String>;

/// The snapshot with the tags of the root, the units, the accounts and the customer's policies.
pub(super) async fn read(
    aws: &AwsBackend,
    interest: &Interest,
    organization: LiveOrganization,
    mut observed: Observed,
) -> Result<Observed, Fault> {
    let confirmed = confirmed(aws, interest).await?;
    let of = async |id: &str, arn: &str| match confirmed.get(arn) {
        Some(tags) => Ok(tags.clone()),
        None => read::tags(aws, id).await,
    };
    let units = observed.units.iter().map(|(id, one)| of(id, &one.arn));
    let accounts = observed.accounts.iter().map(|(id, one)| of(id, &one.arn));
    let policies = observed.policies.iter().map(|(id, one)| of(id, &one.arn));
    let (root, units, accounts, policies) = try_join4(
        of(&organization.root_id, &organization.root_arn),
        try_join_all(units),
        try_join_all(accounts),
        try_join_all(policies),
    )
    .await?;
    observed.organization = Some(LiveOrganization { tags: root, ..organization });
    observed.units.values_mut().zip(units).for_each(|(unit, tags)| unit.tags = tags);
    observed.accounts.values_mut().zip(accounts).for_each(|(account, tags)| account.tags = tags);
    observed.policies.values_mut().zip(policies).for_each(|(policy, tags)| policy.tags = tags);
    Ok(observed)
}

/// Tags by ARN, where they are those that the sources declare for what carries this address.
async fn confirmed(aws: &AwsBackend, interest: &Interest) -> Result<BTreeMap<String, Tags>, Fault> {
    if interest.tags.is_empty() {
        return Ok(BTreeMap::new());
    }
    let listed = match tagging::owned(aws, &interest.project).await {
        Err(fault) if fault.kind == FaultKind::Credentials => return Err(fault),
        // Whoever may not call it, and where there is no such service, all is asked one by one.
        listed => listed.unwrap_or_default(),
    };
    let declared = |tags: &Tags| tags.get("orgc:id").and_then(|address| interest.tags.get(address));
    let own = |(arn, mut tags): (String, Tags)| {
        tags.retain(|key, _| !key.starts_with("aws:"));
        (declared(&tags) == Some(&tags)).then_some((arn, tags))
    };
    Ok(listed.into_iter().filter_map(own).collect())
}
