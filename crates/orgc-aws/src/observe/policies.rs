//! Policies of the enabled types, and where policies are attached.

use crate::AwsBackend;
use crate::organizations::{given, read};
use aws_sdk_organizations::types::PolicySummary;
use futures_util::future::try_join_all;
use orgc_exec::{Fault, LiveRoot};
use orgc_ir::Observed;
use orgc_ir::observed::{LiveAttachment, LivePolicy};
use std::collections::{BTreeMap, BTreeSet};

/// Targets on a page of an answer.
const PAGE: usize = 20;

/// The policies of AWS that are attached to everything of their type, and are not in the snapshot
/// themselves.
const MANAGED: [(&str, &str); 2] =
    [("SERVICE_CONTROL_POLICY", "p-FullAWSAccess"), ("RESOURCE_CONTROL_POLICY", "p-RCPFullAWSAccess")];

/// The customer's policies, still without tags. A policy's text costs a call of its own.
pub(super) async fn read(aws: &AwsBackend, root: &LiveRoot) -> Result<BTreeMap<String, LivePolicy>, Fault> {
    let lists = try_join_all(root.policy_types.iter().map(|one| read::policies(aws, one))).await?;
    let customer: Vec<PolicySummary> = lists.into_iter().flatten().filter(|one| !one.aws_managed()).collect();
    let documents = customer.iter().map(|policy| read::document(aws, policy.id().unwrap_or_default()));
    let documents = try_join_all(documents).await?;
    Ok(customer
        .iter()
        .zip(documents)
        .map(|(policy, document)| (given(policy.id()), live(policy, document)))
        .collect())
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
pub(super) async fn attachments(
    aws: &AwsBackend,
    root: &LiveRoot,
    observed: &Observed,
) -> Result<BTreeSet<LiveAttachment>, Fault> {
    let targets: Vec<&str> = std::iter::once(&root.id)
        .chain(observed.units.keys())
        .chain(observed.accounts.keys())
        .map(String::as_str)
        .collect();
    let all = root.policy_types.iter().map(|policy_type| of_type(aws, policy_type, &targets, observed));
    Ok(try_join_all(all).await?.into_iter().flatten().collect())
}

/// AWS answers where a policy is, and what a target has. One is asked for each policy, with many
/// pages for a policy that is everywhere; the other for each target. The cheaper way is taken.
async fn of_type(
    aws: &AwsBackend,
    policy_type: &str,
    targets: &[&str],
    observed: &Observed,
) -> Result<Vec<LiveAttachment>, Fault> {
    let customer = observed.policies.iter().filter(|(_, policy)| policy.policy_type == policy_type);
    let managed = MANAGED.iter().filter(|(of, _)| *of == policy_type).map(|(_, id)| *id);
    let everywhere = managed.clone().count();
    let policies: Vec<&str> = customer.map(|(id, _)| id.as_str()).chain(managed).collect();
    let by_policy = policies.len() - everywhere + everywhere * targets.len().div_ceil(PAGE);
    let attachment = |policy: &str, target: &str| LiveAttachment {
        policy: policy.to_owned(),
        policy_type: policy_type.to_owned(),
        target: target.to_owned(),
    };
    if by_policy <= targets.len() {
        let found = try_join_all(policies.iter().map(|policy| read::targets(aws, policy))).await?;
        let pairs = policies.iter().zip(&found);
        Ok(pairs.flat_map(|(policy, at)| at.iter().map(|target| attachment(policy, target))).collect())
    } else {
        let found =
            try_join_all(targets.iter().map(|target| read::policies_of(aws, target, policy_type))).await?;
        let pairs = targets.iter().zip(&found);
        Ok(pairs.flat_map(|(target, has)| has.iter().map(|policy| attachment(policy, target))).collect())
    }
}
