//! Removals come last, and children before parents.
//!
//! What cannot be undone waits until all else is done: an account is not closed when what shall take
//! its place could not be made. The exception is a thing whose name another one takes.

use super::table::{Index, Table};
use crate::plan::{Action, Operation, Reason};
use orgc_policy::service_principal;
use std::collections::{BTreeMap, BTreeSet};

/// What has to be gone before a thing can go.
pub(super) fn order(table: &mut Table<'_>) {
    order_detachments(table);
    order_accounts(table);
    order_units(table);
    order_services(table);
}

/// Lets removals wait for everything else: it is enough to wait for what nothing else waits for.
pub(super) fn last(table: &mut Table<'_>) {
    let removals: BTreeSet<Index> =
        table.all().filter(|(_, one)| is_removal(table, one)).map(|(index, _)| index).collect();
    if !removals.is_empty() {
        order_last(table, &removals);
    }
}

fn is_removal(table: &Table<'_>, operation: &Operation) -> bool {
    match &operation.action {
        Action::CloseAccount { .. }
        | Action::ReleaseAccount { .. }
        | Action::DeleteUnit { .. }
        | Action::DeletePolicy { .. }
        | Action::DeleteStackSet { .. }
        | Action::DisableServiceAccess { .. } => true,
        Action::MoveAccount { .. } => !table.is_declared(operation),
        Action::DeleteStackInstances(_) => matches!(operation.reason, Reason::Removal { .. }),
        _ => false,
    }
}

/// A policy is deleted when it is attached nowhere.
fn order_detachments(table: &mut Table<'_>) {
    let mut by_policy: BTreeMap<String, Vec<Index>> = BTreeMap::new();
    for index in table.detaches.values().flatten().copied().collect::<Vec<_>>() {
        if let Some((policy, _)) = table.ends(index) {
            by_policy.entry(policy).or_default().push(index);
        }
    }
    for (index, operation) in table.all() {
        if let Action::DeletePolicy { policy } = &operation.action {
            let first = by_policy.get(&policy.to_string()).cloned().unwrap_or_default();
            table.wait_all(index, first);
        }
    }
}

/// An account ends when it administers nothing and its stacks are gone; a closed one moves afterwards.
fn order_accounts(table: &mut Table<'_>) {
    let mut administered: BTreeMap<String, Vec<Index>> = BTreeMap::new();
    let mut undeployed = Vec::new();
    let mut closed = BTreeMap::new();
    for (index, operation) in table.all() {
        match &operation.action {
            Action::DeregisterAdministrator { account, .. } => {
                administered.entry(account.to_string()).or_default().push(index);
            }
            Action::DeleteStackInstances(_) => undeployed.push(index),
            Action::CloseAccount { account } => _ = closed.insert(account.to_string(), index),
            _ => {}
        }
    }
    for (index, operation) in table.all() {
        match &operation.action {
            Action::CloseAccount { account } | Action::ReleaseAccount { account } => {
                let first = administered.get(&account.to_string()).cloned().unwrap_or_default();
                table.wait_all(index, first.into_iter().chain(undeployed.iter().copied()));
            }
            Action::MoveAccount { account, .. } if !table.is_declared(operation) => {
                table.wait_all(index, closed.get(&account.to_string()).copied());
            }
            _ => {}
        }
    }
}

/// A unit is deleted when everything has left it, and no stack set has it as a target.
fn order_units(table: &mut Table<'_>) {
    let mut leaving: BTreeMap<String, Vec<Index>> = BTreeMap::new();
    let observed = table.matched.observed;
    for (index, operation) in table.all() {
        let place = match &operation.action {
            Action::DeleteUnit { unit } => {
                unit.known().and_then(|id| observed.units.get(id)).map(|live| live.parent.clone())
            }
            Action::ReleaseAccount { account } => {
                account.known().and_then(|id| observed.accounts.get(id)).map(|live| live.parent.clone())
            }
            Action::MoveAccount { from, .. } => Some(from.to_string()),
            Action::DeleteStackInstances(spec) => Some(spec.unit.to_string()),
            _ => None,
        };
        if let Some(place) = place {
            leaving.entry(place).or_default().push(index);
        }
    }
    for (index, operation) in table.all() {
        if let Action::DeleteUnit { unit } = &operation.action {
            let first = leaving.get(&unit.to_string()).cloned().unwrap_or_default();
            table.wait_all(index, first);
        }
    }
}

/// A service is trusted as long as something of it is left.
fn order_services(table: &mut Table<'_>) {
    let stack_sets = service_principal("stacksets");
    for (index, operation) in table.all() {
        let Action::DisableServiceAccess { principal } = &operation.action else { continue };
        let uses = |action: &Action| match action {
            Action::DeregisterAdministrator { principal: one, .. } => one == principal,
            Action::DeleteStackSet { .. } | Action::DeleteStackInstances(_) => {
                stack_sets == Some(principal.as_str())
            }
            _ => false,
        };
        let first: Vec<Index> =
            table.all().filter(|(_, one)| uses(&one.action)).map(|(one, _)| one).collect();
        table.wait_all(index, first);
    }
}

fn order_last(table: &mut Table<'_>, removals: &BTreeSet<Index>) {
    let others = || table.all().map(|(index, _)| index).filter(|index| !removals.contains(index));
    let waited_for: BTreeSet<Index> = others().flat_map(|index| table.waits(index)).collect();
    let last: Vec<Index> = others().filter(|index| !waited_for.contains(index)).collect();
    let mut early: BTreeSet<Index> = BTreeSet::new();
    let mut open: Vec<Index> = waited_for.intersection(removals).copied().collect();
    while let Some(index) = open.pop() {
        if early.insert(index) {
            open.extend(table.waits(index).filter(|one| removals.contains(one)));
        }
    }
    for index in removals.difference(&early) {
        table.wait_all(*index, last.iter().copied());
    }
}
