//! AWS refuses to take the last service control policy off a target.

use crate::diagnostics;
use crate::draft::Draft;
use crate::plan::{Action, Operation};
use orgc_ir::Text;
use orgc_policy::PolicyType;
use std::collections::{BTreeMap, BTreeSet};

/// Refuses detachments that would leave a live target without any policy of a type that has a default.
pub(super) fn check(draft: &mut Draft<'_>) {
    let mut findings = Vec::new();
    for (target, detaches) in detaches(draft) {
        for policy_type in PolicyType::all().iter().filter(|one| one.default_policy.is_some()) {
            findings.extend(refusal(draft, target, &policy_type.aws_name, &detaches));
        }
    }
    draft.diagnostics.extend(findings);
}

fn detaches<'d>(draft: &'d Draft<'_>) -> BTreeMap<&'d str, Vec<&'d Operation>> {
    let mut all: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in &draft.operations {
        if let Action::DetachPolicy { target, .. } = &operation.action
            && let Some(target) = target.known()
        {
            all.entry(target).or_default().push(operation);
        }
    }
    all
}

fn refusal(
    draft: &Draft<'_>,
    target: &str,
    policy_type: &str,
    detaches: &[&Operation],
) -> Option<orgc_diag::Diagnostic> {
    let live = draft.matched.attachments.at(target).iter().filter(|one| one.policy_type == policy_type);
    let live: BTreeSet<&str> = live.map(|one| one.policy.as_str()).collect();
    let going = |operation: &&&Operation| match &operation.action {
        Action::DetachPolicy { policy, .. } => policy.known().is_some_and(|policy| live.contains(policy)),
        _ => false,
    };
    let going: Vec<&&Operation> = detaches.iter().filter(going).collect();
    if going.is_empty() || going.len() < live.len() || is_attached_to(draft, target, policy_type) {
        return None;
    }
    let origin = going.iter().find_map(|one| one.reason.origin()).or_else(|| {
        let organization = draft.matched.organization();
        draft.matched.resource(&organization).map(|one| one.cause.origin())
    })?;
    Some(diagnostics::no_allow_left(target, origin))
}

/// Whether something of the type comes.
fn is_attached_to(draft: &Draft<'_>, target: &str, policy_type: &str) -> bool {
    let comes = |policy: &Text| {
        draft.guards.desired(&policy.to_string()).is_some_and(|guard| guard.policy_type == policy_type)
    };
    draft.operations.iter().any(|one| match &one.action {
        Action::AttachPolicy { policy, target: at } => at.known() == Some(target) && comes(policy),
        _ => false,
    })
}
