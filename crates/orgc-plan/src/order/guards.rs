//! The guard never drops: what shall hold is there before what held goes, and before an account
//! comes in.

use super::table::{Index, Table};
use crate::plan::Action;
use orgc_ir::desired::Body;
use std::collections::{BTreeMap, BTreeSet};

/// `early` are detachments that free a slot and are known to drop nothing.
pub(super) fn order(table: &mut Table<'_>, early: &BTreeSet<Index>) {
    order_updates(table);
    order_arrivals(table);
    order_detachments(table, early);
}

/// A policy is attached with the text that it shall have. A text that loses a piece which another
/// policy shall carry waits until that one does.
fn order_updates(table: &mut Table<'_>) {
    let mut by_policy: BTreeMap<String, Vec<Index>> = BTreeMap::new();
    for index in table.attaches.values().flatten().copied().collect::<Vec<_>>() {
        let Some((policy, _)) = table.ends(index) else { continue };
        let update = table.updates.get(&policy).copied();
        table.wait_all(index, update);
        by_policy.entry(policy).or_default().push(index);
    }
    let carriers = carriers(table);
    for (policy, update) in table.updates.clone() {
        let new_carriers: BTreeSet<&String> = lost(table, &policy)
            .iter()
            .filter_map(|piece| carriers.get(piece))
            .flatten()
            .filter(|one| **one != policy)
            .collect();
        for carrier in new_carriers {
            let attaches = by_policy.get(carrier).into_iter().flatten();
            let first: Vec<Index> = attaches.chain(table.updates.get(carrier)).copied().collect();
            table.wait_all(update, first);
        }
    }
}

/// Pieces that a policy denies now and shall not deny any more.
fn lost(table: &Table<'_>, policy: &str) -> BTreeSet<String> {
    match (table.guards.live(policy), table.guards.desired(policy)) {
        (Some(live), Some(desired)) => live.denies.difference(&desired.denies).cloned().collect(),
        _ => BTreeSet::new(),
    }
}

/// Which policies shall newly deny a piece; only asked for where one is updated.
fn carriers(table: &Table<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut carriers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    if table.updates.is_empty() {
        return carriers;
    }
    let written: BTreeSet<&String> = table.guards.written().flat_map(|(_, policies)| policies).collect();
    for policy in written {
        for piece in table.guards.desired(policy).into_iter().flat_map(|guard| &guard.denies) {
            carriers.entry(piece.clone()).or_default().insert(policy.clone());
        }
    }
    carriers
}

/// An account comes in when its destination is guarded; a new one lands in the root when that is.
fn order_arrivals(table: &mut Table<'_>) {
    let root = guards_at(table, &table.matched.root().to_string());
    // A policy may name the very account that waits for it.
    let at_landing: Vec<Index> =
        root.into_iter().filter(|guard| !names_something_new(table, *guard)).collect();
    for (index, operation) in table.all() {
        match &operation.action {
            Action::MoveAccount { account, .. } if table.is_declared(operation) => {
                for place in table.upwards(&account.to_string()) {
                    let guards = guards_at(table, &place);
                    table.wait_all(index, guards);
                }
            }
            Action::CreateAccount { .. } => table.wait_all(index, at_landing.iter().copied()),
            _ => {}
        }
    }
}

/// The operations that bring up the guards of a place.
fn guards_at(table: &Table<'_>, place: &str) -> Vec<Index> {
    let updates = table.guards.written_at(place).filter_map(|policy| table.updates.get(policy));
    table.attaches.get(place).into_iter().flatten().chain(updates).copied().collect()
}

/// Whether the policy of an attachment or update names what is not live yet.
fn names_something_new(table: &Table<'_>, index: Index) -> bool {
    let Some(operation) = table.operations.get(index) else { return false };
    let policy = match &operation.action {
        Action::AttachPolicy { policy, .. } | Action::UpdatePolicy { policy, .. } => policy.to_string(),
        _ => return false,
    };
    let mut resources = table.matched.desired.resources.iter();
    resources.any(|(address, resource)| match &resource.body {
        Body::Policy(body) => {
            table.matched.id(address).to_string() == policy && table.matched.resolve(&body.document).is_none()
        }
        _ => false,
    })
}

/// Detaching comes last: after what is attached at the target, above and below it, after updates of
/// policies there, and after accounts have moved away from it.
fn order_detachments(table: &mut Table<'_>, early: &BTreeSet<Index>) {
    let late: BTreeMap<String, Vec<Index>> = table
        .detaches
        .iter()
        .map(|(place, all)| (place.clone(), all.iter().copied().filter(|one| !early.contains(one)).collect()))
        .collect();
    if late.is_empty() {
        return;
    }
    for (place, detaches) in &late {
        for above in table.upwards(place) {
            let guards = guards_at(table, &above);
            detaches.iter().for_each(|one| table.wait_all(*one, guards.iter().copied()));
        }
    }
    let targets: BTreeSet<String> = table
        .attaches
        .keys()
        .cloned()
        .chain(table.guards.written().map(|(target, _)| target.to_owned()))
        .collect();
    for target in targets {
        let guards = guards_at(table, &target);
        wait_at(table, &late, &table.upwards(&target), &guards);
    }
    for (account, index) in table.moves.clone() {
        let above = table.matched.live_above(&account).into_iter().map(str::to_owned);
        let places: Vec<String> = std::iter::once(account.clone()).chain(above).collect();
        wait_at(table, &late, &places, &[index]);
    }
}

fn wait_at(table: &mut Table<'_>, late: &BTreeMap<String, Vec<Index>>, places: &[String], on: &[Index]) {
    for detach in places.iter().filter_map(|place| late.get(place)).flatten() {
        table.wait_all(*detach, on.iter().copied());
    }
}
