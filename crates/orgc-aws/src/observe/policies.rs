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

/// The customer's policies of the enabled types, without their texts.
pub(super) async fn summaries(aws: &AwsBackend, root: &LiveRoot) -> Result<Vec<PolicySummary>, Fault> {
    let lists = try_join_all(root.policy_types.iter().map(|one| read::policies(aws, one))).await?;
    Ok(lists.into_iter().flatten().filter(|one| !one.aws_managed()).collect())
}

/// The same with their texts, and still without tags. A policy's text costs a call of its own.
pub(super) async fn read(
    aws: &AwsBackend,
    summaries: &[PolicySummary],
) -> Result<BTreeMap<String, LivePolicy>, Fault> {
    let documents = summaries.iter().map(|policy| read::document(aws, policy.id().unwrap_or_default()));
    let documents = try_join_all(documents).await?;
    let pairs = summaries.iter().zip(documents);
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

/// Attachments of the types for which asking each policy is cheaper than asking each target, by type. The root and
/// the accounts are targets; units that are not known yet make asking targets dearer still.
///
/// AWS answers where a policy is, with many pages for a policy that is everywhere, and what a target has.
pub(super) async fn attachments_by_policy(
    aws: &AwsBackend,
    root: &LiveRoot,
    summaries: &[PolicySummary],
    accounts: usize,
) -> Result<BTreeMap<String, Vec<LiveAttachment>>, Fault> {
    let targets = accounts + 1;
    let of_type = async |policy_type: &String| {
        let customer =
            summaries.iter().filter(|one| one.r#type().is_some_and(|it| it.as_str() == policy_type));
        let customer: Vec<&str> = customer.filter_map(PolicySummary::id).collect();
        let managed = MANAGED.iter().filter(|(of, _)| of == policy_type).map(|(_, id)| *id);
        let pages = customer.len() + managed.clone().count() * targets.div_ceil(PAGE);
        if pages > targets {
            return Ok(None);
        }
        let policies: Vec<&str> = customer.into_iter().chain(managed).collect();
        let found = try_join_all(policies.iter().map(|policy| read::targets(aws, policy))).await?;
        let pairs = policies.iter().zip(&found);
        let all = pairs.flat_map(|(policy, at)| at.iter().map(|one| attachment(policy_type, policy, one)));
        Ok(Some((policy_type.clone(), all.collect())))
    };
    let all = try_join_all(root.policy_types.iter().map(of_type)).await?;
    Ok(all.into_iter().flatten().collect())
}

/// Direct attachments of the enabled types: those that are known, and those of the other types from each target.
pub(super) async fn attachments(
    aws: &AwsBackend,
    root: &LiveRoot,
    observed: &Observed,
    known: BTreeMap<String, Vec<LiveAttachment>>,
) -> Result<BTreeSet<LiveAttachment>, Fault> {
    let targets: Vec<&String> =
        std::iter::once(&root.id).chain(observed.units.keys()).chain(observed.accounts.keys()).collect();
    let rest = root.policy_types.iter().filter(|one| !known.contains_key(*one));
    let asked = rest.flat_map(|policy_type| targets.iter().map(move |target| (policy_type, *target)));
    let asked = asked.map(async |(policy_type, target)| {
        let has = read::policies_of(aws, target, policy_type).await?;
        Ok(has.iter().map(|policy| attachment(policy_type, policy, target)).collect::<Vec<_>>())
    });
    let asked = try_join_all(asked).await?;
    Ok(known.into_values().chain(asked).flatten().collect())
}

fn attachment(policy_type: &str, policy: &str, target: &str) -> LiveAttachment {
    LiveAttachment {
        policy: policy.to_owned(),
        policy_type: policy_type.to_owned(),
        target: target.to_owned(),
    }
}
