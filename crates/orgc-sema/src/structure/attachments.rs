//! What is attached and deployed where.

use super::diagnostics;
use crate::model::{Model, type_of};
use crate::scene::Scene;
use orgc_diag::{Diagnostic, Span};
use orgc_ir::Address;
use orgc_ir::desired::{Body, PermissionModel, Resource};
use orgc_policy::{PolicyType, QuotaKey};
use std::collections::{BTreeMap, BTreeSet};

/// The policies of one type at one target.
#[derive(Default)]
struct Slots<'m> {
    /// Attached by a sentence: the policy and the sentence.
    attached: Vec<(&'m Address, Span)>,
    /// Where the policy that AWS attaches by itself is detached.
    detached: Option<Span>,
}

/// Too many policies at a target, and targets that nothing allows anything.
pub(super) fn check(scene: &Scene<'_, '_>, model: &Model, reports: &mut Vec<Diagnostic>) {
    for ((target, name), slots) in &slots(model) {
        let Some(policy_type) = PolicyType::named(name).filter(|_| !model.failed_targets.contains(*target))
        else {
            continue;
        };
        let quota = scene.settings.quotas.get(QuotaKey::PolicyAttachedMax(policy_type));
        let managed = policy_type.default_policy.as_ref();
        let is_managed = |policy: &Address| managed.is_some_and(|one| one.name == policy.name());
        let written = slots.attached.iter().filter(|(policy, _)| !is_managed(policy)).count() as u64;
        let kept = u64::from(managed.is_some() && slots.detached.is_none());
        let count = written + kept;
        let last = slots.attached.iter().map(|(_, span)| *span).max();
        match last {
            Some(span) if count > quota.value => {
                reports.push(diagnostics::too_many_policies(target, policy_type, (count, kept), quota, span));
            }
            Some(span) if count * 10 > quota.value * 8 => {
                reports.push(diagnostics::nearly_full(target, policy_type, count, quota, span));
            }
            _ => {}
        }
        let allows = |(policy, _): &(&Address, Span)| {
            is_managed(policy) || model.policies.get(*policy).is_some_and(|facts| facts.allows)
        };
        if let Some(span) = slots.detached.filter(|_| !slots.attached.iter().any(allows)) {
            reports.push(diagnostics::no_allow_left(target, policy_type, span));
        }
    }
}

fn slots(model: &Model) -> BTreeMap<(&Address, &str), Slots<'_>> {
    let mut all: BTreeMap<(&Address, &str), Slots<'_>> = BTreeMap::new();
    for resource in model.resources.values() {
        let (Body::Attachment(relation) | Body::Detachment(relation)) = &resource.body else { continue };
        let policy_type = match model.policies.get(&relation.policy) {
            Some(facts) => Some(facts.policy_type),
            None => type_of(&relation.policy, &model.resources),
        };
        let (Some(policy_type), Some(span)) = (policy_type, resource.cause.origin().span) else { continue };
        let slots = all.entry((&relation.target, &policy_type.name)).or_default();
        match resource.body {
            Body::Attachment(_) => slots.attached.push((&relation.policy, span)),
            _ => slots.detached = Some(span),
        }
    }
    all
}

/// Said once: "every account" means every member account.
pub(super) fn management_excluded(model: &Model, reports: &mut Vec<Diagnostic>) {
    let managed: BTreeSet<&Address> = model
        .resources
        .iter()
        .filter(|(_, one)| is_service_managed(one))
        .map(|(address, _)| address)
        .collect();
    let first = model.resources.values().find_map(|resource| match &resource.body {
        Body::StackInstances(instances) if instances.target.kind() == "organization" => {
            managed.contains(&instances.stack_set).then(|| resource.cause.origin().span).flatten()
        }
        _ => None,
    });
    reports.extend(first.map(diagnostics::management_excluded));
}

fn is_service_managed(resource: &Resource) -> bool {
    matches!(&resource.body, Body::StackSet(set) if set.permission_model == PermissionModel::ServiceManaged)
}
