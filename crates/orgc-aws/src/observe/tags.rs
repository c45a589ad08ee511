//! Tags, without which nothing says what is ours.
//!
//! One call tells the tags of a hundred things that carry the project's tag; but whether it tells those of all is not
//! promised, and it lags behind. So it may confirm what the sources say and nothing else: what it does not list, or lists with
//! other tags than those that are declared, is asked for by itself.

use super::lists::Lists;
use crate::AwsBackend;
use crate::organizations::read;
use crate::tagging;
use futures_util::future::try_join_all;
use orgc_exec::{Fault, FaultKind, Interest};
use orgc_ir::observed::LiveOrganization;
use std::collections::BTreeMap;
use tokio::try_join;

pub(super) type Tags = BTreeMap<String, String>;

/// The tags of the root, the units, the accounts and the customer's policies, by id.
pub(super) async fn read(
    aws: &AwsBackend,
    interest: &Interest,
    organization: &LiveOrganization,
    lists: &Lists<'_>,
) -> Result<BTreeMap<String, Tags>, Fault> {
    let (confirmed, units, accounts, policies) =
        try_join!(confirmed(aws, interest), lists.units(), lists.accounts(), lists.policies())?;
    let root = std::iter::once((organization.root_id.as_str(), organization.root_arn.as_str()));
    let units = units.iter().map(|(id, unit)| (id.as_str(), unit.arn.as_str()));
    let accounts = accounts.iter().filter_map(|account| account.id().zip(account.arn()));
    let policies = policies.iter().filter_map(|policy| policy.id().zip(policy.arn()));
    let tags = root.chain(units).chain(accounts).chain(policies).map(async |(id, arn)| {
        let tags = match confirmed.get(arn) {
            Some(tags) => tags.clone(),
            None => read::tags(aws, id).await?,
        };
        Ok((id.to_owned(), tags))
    });
    Ok(try_join_all(tags).await?.into_iter().collect())
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
