//! What an operation cannot do without: ids, the organization, what has to be enabled.
//! A service is administered by another account when the one before is deregistered, as most
//! services have one administrator at most.

use super::table::{Index, Table, texts};
use crate::ownership::PROTECT;
use crate::plan::Action;
use orgc_policy::PolicyType;
use std::collections::BTreeMap;

/// Who mentions an id waits for what makes it, and for what its resource names as to be applied first.
pub(super) fn references(table: &mut Table<'_>) {
    for (index, operation) in table.all() {
        let mentioned = texts(&operation.action).into_iter().flat_map(|text| text.references());
        let makers: Vec<Index> =
            mentioned.filter_map(|one| table.makers.get(&one.address).copied()).collect();
        table.wait_all(index, makers);
        let after = table.matched.resource(&operation.address).map(|one| &one.after);
        let first: Vec<Index> =
            after.into_iter().flatten().filter_map(|one| table.about.get(one)).flatten().copied().collect();
        table.wait_all(index, first);
    }
}

/// What names no id of the organization needs one all the same.
pub(super) fn organization(table: &mut Table<'_>) {
    let Some((made, _)) =
        table.all().find(|(_, one)| matches!(one.action, Action::CreateOrganization { .. }))
    else {
        return;
    };
    for (index, operation) in table.all() {
        let mentions_none = texts(&operation.action).iter().all(|text| text.known().is_some());
        if mentions_none {
            table.wait(index, made);
        }
    }
}

/// A policy type before its policies, and a service before what needs it: the type that is bound to
/// it, its administrators, and what Account Management does in member accounts.
pub(super) fn enabling(table: &mut Table<'_>) {
    let (mut types, mut services) = (BTreeMap::new(), BTreeMap::new());
    for (index, operation) in table.all() {
        match &operation.action {
            Action::EnablePolicyType { policy_type, .. } => _ = types.insert(policy_type.as_str(), index),
            Action::EnableServiceAccess { principal } => _ = services.insert(principal.as_str(), index),
            _ => {}
        }
    }
    for (index, operation) in table.all() {
        let needed = match &operation.action {
            Action::EnablePolicyType { policy_type, .. } => {
                let service =
                    PolicyType::aws_named(policy_type).and_then(|one| one.trusted_service.as_deref());
                service.and_then(|service| services.get(service).copied())
            }
            Action::RegisterAdministrator { principal, .. } => services.get(principal.as_str()).copied(),
            Action::ChangeEmail { .. }
            | Action::RenameAccount { account: Some(_), .. }
            | Action::PutAlternateContact { account: Some(_), .. }
            | Action::PutPrimaryContact { account: Some(_), .. }
            | Action::EnableRegion { account: Some(_), .. } => {
                orgc_policy::service_principal("account").and_then(|service| services.get(service).copied())
            }
            Action::CreatePolicy { policy_type, .. } => types.get(policy_type.as_str()).copied(),
            Action::AttachPolicy { policy, .. }
            | Action::DetachPolicy { policy, .. }
            | Action::UpdatePolicy { policy, .. } => {
                let guard = table.guards.desired(&policy.to_string());
                guard.and_then(|guard| types.get(guard.policy_type.as_str()).copied())
            }
            _ => None,
        };
        table.wait_all(index, needed);
    }
}

/// The administrators of a service before, and then the new ones.
pub(super) fn administrators(table: &mut Table<'_>) {
    let mut before: BTreeMap<&str, Vec<Index>> = BTreeMap::new();
    for (index, operation) in table.all() {
        if let Action::DeregisterAdministrator { principal, .. } = &operation.action {
            before.entry(principal).or_default().push(index);
        }
    }
    for (index, operation) in table.all() {
        if let Action::RegisterAdministrator { principal, .. } = &operation.action {
            table.wait_all(index, before.get(principal.as_str()).into_iter().flatten().copied());
        }
    }
}

/// Protection comes up after the changes that it would refuse: a run that was interrupted between
/// the two could not go on.
pub(super) fn protection(table: &mut Table<'_>) {
    for (index, operation) in table.all() {
        let Action::Tag { resource, set, .. } = &operation.action else { continue };
        if !set.contains_key(PROTECT) {
            continue;
        }
        let place = resource.to_string();
        let refused: Vec<Index> = table
            .detaches
            .get(&place)
            .into_iter()
            .flatten()
            .chain(table.moves.get(&place))
            .copied()
            .collect();
        table.wait_all(index, refused);
    }
}
