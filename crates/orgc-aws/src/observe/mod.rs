//! A snapshot of the live organization, with as few calls as its interfaces allow.
//!
//! Independent reads run at once; the buckets of [`rates`](crate::rates) keep them within bounds.

mod details;
mod policies;
mod stack_sets;
mod tags;
mod tree;

use crate::AwsBackend;
use crate::organizations::tree::accounts;
use crate::organizations::{administration, given, read};
use crate::sts;
use aws_sdk_organizations::types::{Organization, OrganizationFeatureSet};
use futures_util::future::{try_join3, try_join4};
use orgc_exec::{Fault, FaultKind, Interest, LiveRoot};
use orgc_ir::Observed;
use orgc_ir::observed::{LiveCreation, LiveOrganization};
use std::collections::BTreeMap;

/// The snapshot.
pub(crate) async fn observe(aws: &AwsBackend, interest: &Interest) -> Result<Observed, Fault> {
    let before = aws.calls();
    let mut observed = match read::organization(aws).await? {
        Some(organization) => match inside(aws, &organization, interest).await {
            Err(fault) if fault.kind == FaultKind::AccessDenied => {
                return Err(explain(aws, &organization, fault).await);
            }
            snapshot => snapshot?,
        },
        None => Observed::default(),
    };
    observed.calls = made_since(&before, aws.calls());
    Ok(observed)
}

/// A member account may describe its organization and read no more of it.
async fn explain(aws: &AwsBackend, live: &Organization, refused: Fault) -> Fault {
    let management = given(live.master_account_id());
    match sts::caller(aws).await {
        Ok(caller) if caller != management => {
            let id = given(live.id());
            let message = format!(
                "the credentials belong to account {caller}, and organization {id} is managed from account {management}"
            );
            Fault::new(FaultKind::WrongAccount, "", message)
        }
        _ => refused,
    }
}

async fn inside(aws: &AwsBackend, live: &Organization, interest: &Interest) -> Result<Observed, Fault> {
    let all_features = live.feature_set() == Some(&OrganizationFeatureSet::All);
    let root = read::root(aws).await?;
    let (accounts, summaries, trusted, creations) = try_join4(
        accounts(aws),
        policies::summaries(aws, &root),
        trusted_services(aws, all_features),
        read::creations(aws),
    )
    .await?;
    // Units, texts and attachments take longest, so they are read beside each other.
    let (tree, policies, by_policy) = try_join3(
        tree::read(aws, &root.id, &accounts),
        policies::read(aws, &summaries),
        policies::attachments_by_policy(aws, &root, &summaries, accounts.len()),
    )
    .await?;
    let mut observed = Observed {
        units: tree.units,
        accounts: tree.accounts,
        policies,
        trusted_services: trusted.into_iter().collect(),
        creations: creations
            .into_iter()
            .map(|one| LiveCreation { request: one.request, name: one.name.unwrap_or_default() })
            .collect(),
        ..Observed::default()
    };
    observed.attachments = policies::attachments(aws, &root, &observed, by_policy).await?;
    let organization = organization(live, root, all_features);
    stack_sets::read(aws, interest, &mut observed).await?;
    if interest.administrators && all_features {
        observed.administrators = administration::administrators(aws).await?;
    }
    if interest.delegation_policy && all_features {
        observed.delegation_policy = administration::policy(aws).await?;
    }
    if interest.invitations {
        observed.invitations = read::invitations(aws).await?;
    }
    let observed = tags::read(aws, interest, organization, observed).await?;
    details::read(aws, interest, observed).await
}

/// Only an organization with all features has trusted services; the others answer an error.
async fn trusted_services(aws: &AwsBackend, all_features: bool) -> Result<Vec<String>, Fault> {
    if all_features { read::trusted_services(aws).await } else { Ok(Vec::new()) }
}

fn organization(live: &Organization, root: LiveRoot, all_features: bool) -> LiveOrganization {
    LiveOrganization {
        id: given(live.id()),
        arn: given(live.arn()),
        all_features,
        management_account_id: given(live.master_account_id()),
        root_id: root.id,
        root_arn: root.arn,
        tags: BTreeMap::new(),
        policy_types: root.policy_types,
    }
}

fn made_since(before: &BTreeMap<String, u32>, after: BTreeMap<String, u32>) -> BTreeMap<String, u32> {
    let since = |(name, count): (String, u32)| {
        let made = count - before.get(&name).copied().unwrap_or(0);
        (made > 0).then_some((name, made))
    };
    after.into_iter().filter_map(since).collect()
}
