//! Policies of the enabled types, and where policies are attached.

use super::lists::Lists;
use crate::AwsBackend;
use crate::organizations::{given, read};
use aws_sdk_organizations::types::{Account, PolicySummary};
use futures_util::future::try_join_all;
use orgc_exec::Fault;
use orgc_ir::observed::{LiveAttachment, LiveOrganization, LivePolicy};
use std::collections::{BTreeMap, BTreeSet};
use tokio::try_join;

/// Targets on a page of an answer.
const PAGE: usize = 20;

/// The policies of AWS that are attached to everything of their type, and are not in the snapshot
/// themselves.
const MANAGED: [(&str, &str); 2] =
    [("SERVICE_CONTROL_POLICY", "p-FullAWSAccess"), ("RESOURCE_CONTROL_POLICY", "p-RCPFullAWSAccess")];

/// The customer's policies of the enabled types, still without tags. A policy's text costs a call of its own.
pub(super) async fn read(aws: &AwsBackend, lists: &Lists<'_>) -> Result<BTreeMap<String, LivePolicy>, Fault> {
    let policies = lists.policies().await?;
    let documents = policies.iter().map(|policy| read::document(aws, policy.id().unwrap_or_default()));
    let documents = try_join_all(documents).await?;
    let pairs = policies.iter().zip(documents);
    Ok(pairs.map(|(policy, document)| (given(policy.id()), live(policy, document))).collect())
}

fn live(policy: &PolicySummary, document: String) -> LivePolicy {
    LivePolicy {
        arn: given(policy.arn()),
        policy_type: given(policy.r#type().map(|one| one.as_str())),
        name: given(policy.name()),
        description: given(policy.description()),
        document,
        tags: BTreeMap::new(),
    }
}

/// Direct attachments of the enabled types.
///
/// AWS answers where a policy is, with many pages for a policy that is everywhere, and what a target has. The cheaper of
/// the two is asked for each type.
pub(super) async fn attachments(
    aws: &AwsBackend,
    organization: &LiveOrganization,
    lists: &Lists<'_>,
) -> Result<BTreeSet<LiveAttachment>, Fault> {
    let (policies, accounts) = try_join!(lists.policies(), lists.accounts())?;
    let of_type = async |policy_type: &String| {
        let customer =
            policies.iter().filter(|one| one.r#type().is_some_and(|it| it.as_str() == policy_type));
        let customer: Vec<&str> = customer.filter_map(PolicySummary::id).collect();
        let managed = MANAGED.iter().filter(|(of, _)| of == policy_type).map(|(_, id)| *id);
        // The root is a target. Units, which are not known yet, make asking targets dearer still.
        let targets = accounts.len() + 1;
        let pages = customer.len() + managed.clone().count() * targets.div_ceil(PAGE);
        match pages > targets {
            true => of_targets(aws, policy_type, organization, lists).await,
            false => of_policies(aws, policy_type, customer.into_iter().chain(managed).collect()).await,
        }
    };
    let all = try_join_all(organization.policy_types.iter().map(of_type)).await?;
    Ok(all.into_iter().flatten().collect())
}

async fn of_policies(
    aws: &AwsBackend,
    policy_type: &str,
    policies: Vec<&str>,
) -> Result<Vec<LiveAttachment>, Fault> {
    let found = try_join_all(policies.iter().map(|policy| read::targets(aws, policy))).await?;
    let pairs = policies.iter().zip(&found);
    Ok(pairs.flat_map(|(policy, at)| at.iter().map(|one| attachment(policy_type, policy, one))).collect())
}

async fn of_targets(
    aws: &AwsBackend,
    policy_type: &str,
    organization: &LiveOrganization,
    lists: &Lists<'_>,
) -> Result<Vec<LiveAttachment>, Fault> {
    let (units, accounts) = try_join!(lists.units(), lists.accounts())?;
    let accounts = accounts.iter().filter_map(Account::id);
    let root = std::iter::once(organization.root_id.as_str());
    let asked = root.chain(units.keys().map(String::as_str)).chain(accounts).map(async |target| {
        let has = read::policies_of(aws, target, policy_type).await?;
        Ok(has.iter().map(|policy| attachment(policy_type, policy, target)).collect::<Vec<_>>())
    });
    Ok(try_join_all(asked).await?.into_iter().flatten().collect())
}

fn attachment(policy_type: &str, policy: &str, target: &str) -> LiveAttachment {
    LiveAttachment {
        policy: policy.to_owned(),
        policy_type: policy_type.to_owned(),
        target: target.to_owned(),
    }
}
