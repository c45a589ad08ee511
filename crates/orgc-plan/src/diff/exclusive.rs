//! What `only` makes complete: what is live and not in the sources is taken away.

use super::attachment::{is_protected_root, refuse_at_root};
use crate::draft::{self, Draft};
use crate::plan::{Action, Reason, Verb};
use orgc_ir::Address;
use orgc_ir::desired::{Account, Body, Origin};
use orgc_ir::observed::LiveAttachment;
use orgc_policy::{PolicyType, service_name, service_principal};
use std::collections::BTreeSet;

/// Compares the complete lists.
pub(super) fn compare(draft: &mut Draft<'_>) {
    let exclusive = &draft.matched.desired.exclusive;
    for (target, types) in &exclusive.attach {
        for (policy_type, origin) in types {
            detach_others(draft, target, policy_type, origin);
        }
    }
    for (principal, origin) in &exclusive.delegate {
        deregister_others(draft, principal, origin);
    }
    if let Some(origin) = &exclusive.trust {
        disable_others(draft, origin);
    }
}

/// Foreign policies at a target; those of declared policies are compared with what is written anyway.
fn detach_others(draft: &mut Draft<'_>, target: &Address, policy_type: &str, origin: &Origin) {
    let matched = draft.matched;
    let place = matched.place(target);
    for live in matched.attachments.at(&place) {
        let foreign = live.policy_type == policy_type
            && matched.address_of("policy", &live.policy).is_none()
            && matched.departure("policy", &live.policy).is_none();
        if foreign && let Some(policy) = matched.observed.policies.get(&live.policy) {
            detach(draft, target, live, &policy.name, origin);
        }
    }
}

fn detach(draft: &mut Draft<'_>, target: &Address, live: &LiveAttachment, name: &str, origin: &Origin) {
    if is_protected_root(draft, &live.target.as_str().into()) {
        return refuse_at_root(draft, name);
    }
    let changes = vec![draft::gone("policy", name), draft::gone("target", target.as_str())];
    let action =
        Action::DetachPolicy { policy: live.policy.as_str().into(), target: live.target.as_str().into() };
    let address = Address::attachment(&Address::policy(name), target);
    let reason = not_named(target, "`attach only` does not name it", origin);
    draft.push_because(Verb::Detach, &address, reason, action, changes);
}

fn not_named(by: &Address, because: &str, origin: &Origin) -> Reason {
    Reason::Implied { by: by.clone(), because: because.to_owned(), origin: origin.clone() }
}

fn deregister_others(draft: &mut Draft<'_>, principal: &str, origin: &Origin) {
    let matched = draft.matched;
    let written: BTreeSet<String> = matched
        .desired
        .resources
        .values()
        .filter_map(|one| match &one.body {
            Body::DelegatedAdministrator(body) if body.principal == principal => {
                Some(matched.id(&body.account).to_string())
            }
            _ => None,
        })
        .collect();
    for account in matched.observed.administrators.get(principal).into_iter().flatten() {
        // Whose account leaves is deregistered for that reason.
        if !written.contains(account) && matched.departure("account", account).is_none() {
            let place = matched.place_name(account);
            let reason = not_named(&matched.organization(), "`delegate only` does not name it", origin);
            deregister(draft, principal, account, &place, reason);
        }
    }
}

/// Takes a delegation away.
pub(super) fn deregister(draft: &mut Draft<'_>, principal: &str, account: &str, place: &str, reason: Reason) {
    let address = Address::new("delegate", &format!("{}@{place}", short(principal)));
    let changes = vec![draft::gone("service", principal), draft::gone("account", account)];
    let action = Action::DeregisterAdministrator { account: account.into(), principal: principal.to_owned() };
    draft.push_because(Verb::Deregister, &address, reason, action, changes);
}

/// The short name of a service.
fn short(principal: &str) -> &str {
    service_name(principal).unwrap_or_else(|| principal.strip_suffix(".amazonaws.com").unwrap_or(principal))
}

fn disable_others(draft: &mut Draft<'_>, origin: &Origin) {
    let needed = needed(draft);
    let by = draft.matched.organization();
    for principal in draft.matched.observed.trusted_services.difference(&needed) {
        let address = Address::new("trust", short(principal));
        let reason = not_named(&by, "`trust only` does not name it, and nothing here needs it", origin);
        let action = Action::DisableServiceAccess { principal: principal.clone() };
        draft.push_because(
            Verb::Disable,
            &address,
            reason,
            action,
            vec![draft::gone("principal", principal)],
        );
    }
}

/// The services that are written, that CloudFormation's access or an enabled policy type stands on,
/// and the one through which accounts are renamed and have their contacts.
fn needed(draft: &Draft<'_>) -> BTreeSet<String> {
    let live = draft.matched.observed.organization.as_ref();
    let mut types: BTreeSet<&str> =
        live.iter().flat_map(|one| &one.policy_types).map(String::as_str).collect();
    let mut needed = BTreeSet::new();
    for resource in draft.matched.desired.resources.values() {
        let service = match &resource.body {
            Body::TrustedService(body) => Some(body.principal.as_str()),
            Body::DelegatedAdministrator(body) => Some(body.principal.as_str()),
            Body::OrganizationsAccess(_) => service_principal("stacksets"),
            Body::Account(Account { management: false, .. }) => service_principal("account"),
            Body::PolicyType(body) => {
                types.insert(&body.policy_type);
                None
            }
            _ => None,
        };
        needed.extend(service.map(str::to_owned));
    }
    let of_types = types.iter().filter_map(|one| PolicyType::aws_named(one)?.trusted_service.clone());
    needed.extend(of_types);
    needed
}
