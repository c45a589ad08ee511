//! Attachments. Those of a declared policy are wholly the source's; the AWS-managed policies that
//! AWS attaches everywhere stay until a sentence detaches them; all others are left alone.

use crate::diagnostics;
use crate::draft::{self, Draft};
use crate::ownership::PROTECT;
use crate::plan::{Action, Reason, Verb};
use orgc_ir::desired::{Attachment, Body, RemovalVerb, Resource};
use orgc_ir::{Address, Text};
use orgc_policy::{DefaultPolicy, PolicyType};

pub(super) fn compare(draft: &mut Draft<'_>, address: &Address, resource: &Resource, body: &Attachment) {
    let (policy, target) = (draft.matched.id(&body.policy), draft.matched.container(&body.target));
    let missing = match draft.matched.default_policy(&body.policy) {
        // AWS attaches it by itself to what is made or when the type is enabled.
        Some(default) => is_missing(draft, default, &target),
        None => !is_live(draft, &policy, &target),
    };
    if missing {
        let changes =
            vec![draft::new("policy", body.policy.as_str()), draft::new("target", body.target.as_str())];
        draft.push(Verb::Attach, address, resource, Action::AttachPolicy { policy, target }, changes);
    }
}

/// `detach FullAWSAccess`.
pub(super) fn compare_detachment(
    draft: &mut Draft<'_>,
    address: &Address,
    resource: &Resource,
    body: &Attachment,
) {
    let Some(default) = draft.matched.default_policy(&body.policy) else { return };
    if !default.detachable {
        return draft.diagnostics.push(diagnostics::not_detachable(&default.name, resource));
    }
    let target = draft.matched.container(&body.target);
    if !allows_without(draft, &target, default) {
        return draft
            .diagnostics
            .push(diagnostics::no_allow_left(&format!("`{}`", body.target), resource.cause.origin()));
    }
    let attached = match target.known().filter(|_| is_enabled(draft, default)) {
        Some(live) => draft.matched.attachments.contains(&default.id, live),
        None => is_enabled(draft, default) || is_declared(draft, default),
    };
    if !attached {
        return;
    }
    if is_protected_root(draft, &target) {
        return refuse_at_root(draft, &default.name);
    }
    let action = Action::DetachPolicy { policy: default.id.as_str().into(), target };
    let changes =
        vec![draft::gone("policy", body.policy.as_str()), draft::gone("target", body.target.as_str())];
    draft.push(Verb::Detach, address, resource, action, changes);
}

/// Attachments of declared policies that nobody wrote.
pub(super) fn compare_unwritten(draft: &mut Draft<'_>) {
    let matched = draft.matched;
    for (owner, resource) in &matched.desired.resources {
        let Body::Policy(_) = resource.body else { continue };
        let policy = matched.id(owner);
        for live in policy.known().map_or(&[][..], |id| matched.attachments.of(id)) {
            if !draft.guards.is_written(&live.policy, &live.target) && !leaves(draft, &live.target) {
                detach_unwritten(draft, owner, &policy, &live.target);
            }
        }
    }
}

/// Whether a target takes its attachments with it: an account that is let go or closed.
fn leaves(draft: &Draft<'_>, target: &str) -> bool {
    let departure = draft.matched.departure("account", target);
    departure.is_some_and(|one| one.verb() != RemovalVerb::Forget)
}

fn detach_unwritten<'a>(draft: &mut Draft<'a>, owner: &Address, policy: &Text, target: &'a str) {
    if is_protected_root(draft, &target.into()) {
        return refuse_at_root(draft, owner.name());
    }
    let place = draft.matched.place_name(target);
    let address = Address::attachment_at(owner, &place);
    let changes = vec![draft::gone("policy", owner.as_str()), draft::gone("target", &place)];
    let action = Action::DetachPolicy { policy: policy.clone(), target: target.into() };
    draft.push_because(
        Verb::Detach,
        &address,
        Reason::NoLongerWritten { owner: owner.clone() },
        action,
        changes,
    );
}

/// Every declared target keeps the AWS-managed policies of the types that the sources use.
pub(super) fn compare_defaults(draft: &mut Draft<'_>) {
    let defaults = PolicyType::all().iter().filter_map(|one| one.default_policy.as_ref());
    let used: Vec<&DefaultPolicy> = defaults.filter(|default| is_declared(draft, default)).collect();
    if used.is_empty() {
        return;
    }
    for (target_address, resource) in &draft.matched.desired.resources {
        if !matches!(resource.body, Body::Organization(_) | Body::Unit(_) | Body::Account(_)) {
            continue;
        }
        let target = draft.matched.container(target_address);
        for default in &used {
            if is_missing(draft, default, &target) && !is_mentioned(draft, default, &target) {
                attach_default(draft, target_address, resource, default, target.clone());
            }
        }
    }
}

fn attach_default(
    draft: &mut Draft<'_>,
    target_address: &Address,
    resource: &Resource,
    default: &DefaultPolicy,
    target: Text,
) {
    let policy_address = Address::policy(&default.name);
    let reason = Reason::Implied {
        by: target_address.clone(),
        because: format!("every target keeps {} until `detach {}` is written", default.name, default.name),
        origin: resource.cause.origin().clone(),
    };
    let changes =
        vec![draft::new("policy", policy_address.as_str()), draft::new("target", target_address.as_str())];
    let action = Action::AttachPolicy { policy: default.id.as_str().into(), target };
    draft.push_because(
        Verb::Attach,
        &Address::attachment(&policy_address, target_address),
        reason,
        action,
        changes,
    );
}

fn is_live(draft: &Draft<'_>, policy: &Text, target: &Text) -> bool {
    match (policy.known(), target.known()) {
        (Some(policy), Some(target)) => draft.matched.attachments.contains(policy, target),
        _ => false,
    }
}

/// Whether someone has taken an AWS-managed policy off a live target.
fn is_missing(draft: &Draft<'_>, default: &DefaultPolicy, target: &Text) -> bool {
    let taken_off = |live: &str| !draft.matched.attachments.contains(&default.id, live);
    is_enabled(draft, default) && target.known().is_some_and(taken_off)
}

fn is_mentioned(draft: &Draft<'_>, default: &DefaultPolicy, target: &Text) -> bool {
    let target = target.to_string();
    draft.guards.is_written(&default.id, &target) || draft.guards.is_detached(&default.id, &target)
}

fn type_of(default: &DefaultPolicy) -> Option<&'static str> {
    let one = PolicyType::all().iter().find(|one| one.default_policy.as_ref() == Some(default))?;
    Some(&one.aws_name)
}

fn is_enabled(draft: &Draft<'_>, default: &DefaultPolicy) -> bool {
    let enabled = draft.matched.observed.organization.as_ref().map(|live| &live.policy_types);
    type_of(default).is_some_and(|one| enabled.is_some_and(|enabled| enabled.contains(one)))
}

fn is_declared(draft: &Draft<'_>, default: &DefaultPolicy) -> bool {
    let declares = |body: &Body| matches!(body, Body::PolicyType(one) if Some(one.policy_type.as_str()) == type_of(default));
    draft.matched.desired.resources.values().any(|one| declares(&one.body))
}

/// Whether a policy that allows something is at a target beside an AWS-managed one.
fn allows_without(draft: &Draft<'_>, target: &Text, default: &DefaultPolicy) -> bool {
    let key = target.to_string();
    let same_type = |policy: &str| {
        draft
            .guards
            .desired(policy)
            .is_some_and(|guard| guard.allows && Some(guard.policy_type.as_str()) == type_of(default))
    };
    let written = draft.guards.written_at(&key).any(|policy| policy != default.id && same_type(policy));
    let foreign = draft.matched.attachments.at(&key).iter().map(|one| one.policy.as_str());
    written
        || foreign
            .into_iter()
            .any(|policy| policy != default.id && !draft.guards.declares(policy) && same_type(policy))
}

/// `protect` on the organization is a tag of the root, and counts while it is live.
pub(super) fn is_protected_root(draft: &Draft<'_>, target: &Text) -> bool {
    let live = draft.matched.observed.organization.as_ref();
    live.is_some_and(|live| target.known() == Some(&live.root_id) && live.tags.contains_key(PROTECT))
}

pub(super) fn refuse_at_root(draft: &mut Draft<'_>, policy: &str) {
    let organization = draft.matched.organization();
    let resource = draft.matched.resource(&organization);
    draft.diagnostics.push(diagnostics::protected_root(policy, &organization, resource));
}
