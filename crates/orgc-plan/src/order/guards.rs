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
    for (policy, last) in table.last_updates() {
        let widening = table.updates.get(&policy).copied();
        table.wait_all(last, widening);
        for (heir, gains) in heirs(table, &policy, &carriers) {
            let attaches = by_policy.get(&heir).into_iter().flatten();
            let gaining = table.updates.get(&heir).filter(|_| gains);
            let first: Vec<Index> = attaches.chain(gaining).copied().collect();
            table.wait_all(last, first);
        }
    }
}

/// The policies that shall deny what a policy will not deny any more, and whether they still have to gain it.
pub(super) fn heirs(table: &Table<'_>, policy: &str, carriers: &Carriers) -> BTreeMap<String, bool> {
    let mut heirs = BTreeMap::new();
    for piece in table.guards.lost(policy) {
        for heir in carriers.get(&piece).into_iter().flatten().filter(|one| *one != policy) {
            let has = table.guards.live(heir).is_some_and(|guard| guard.denies.contains(&piece));
            *heirs.entry(heir.clone()).or_default() |= !has;
        }
    }
    heirs
}

/// By piece, the policies that shall deny it.
pub(super) type Carriers = BTreeMap<String, BTreeSet<String>>;

/// Which policies shall deny a piece; only asked for where one is updated.
pub(super) fn carriers(table: &Table<'_>) -> Carriers {
    let mut carriers = Carriers::new();
    if table.last_updates().is_empty() {
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
