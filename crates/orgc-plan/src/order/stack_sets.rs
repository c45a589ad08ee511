//! Stack sets: organizations access first, one operation of a set after the other, accounts in
//! their places before deployments to them or to anything above, Regions enabled before they are
//! deployed to.

use super::table::{Index, Table};
use crate::plan::{Action, InstancesSpec};
use orgc_ir::Address;
use orgc_ir::desired::{Body, PermissionModel};
use orgc_policy::service_principal;
use std::collections::BTreeMap;

/// Regions that AWS enables at a time in one account (Account Management guide, Quotas).
const CHANGES_OF_ACCOUNT: usize = 6;

pub(super) fn order(table: &mut Table<'_>) {
    order_access(table);
    order_operations_of_one_set(table);
    order_accounts(table);
    order_regions(table);
}

fn order_access(table: &mut Table<'_>) {
    let principal = service_principal("stacksets");
    let is_trust = |action: &Action| matches!(action, Action::EnableServiceAccess { principal: one } if Some(one.as_str()) == principal);
    let trust: Vec<Index> =
        table.all().filter(|(_, one)| is_trust(&one.action)).map(|(index, _)| index).collect();
    let access: Vec<Index> = table
        .all()
        .filter(|(_, one)| matches!(one.action, Action::ActivateOrganizationsAccess))
        .map(|(index, _)| index)
        .collect();
    for (index, operation) in table.all() {
        match &operation.action {
            Action::ActivateOrganizationsAccess => table.wait_all(index, trust.iter().copied()),
            Action::RegisterAdministrator { principal: one, .. } if Some(one.as_str()) == principal => {
                table.wait_all(index, access.iter().copied());
            }
            Action::CreateStackSet(spec) | Action::UpdateStackSet { spec, .. }
                if spec.permission_model == PermissionModel::ServiceManaged =>
            {
                table.wait_all(index, access.iter().chain(&trust).copied());
            }
            _ => {}
        }
    }
}

/// AWS runs one operation of a set at a time; the draft has them in the order that they need.
fn order_operations_of_one_set(table: &mut Table<'_>) {
    let mut last: BTreeMap<&str, Index> = BTreeMap::new();
    for (index, operation) in table.all() {
        let set = match &operation.action {
            Action::CreateStackSet(spec) | Action::UpdateStackSet { spec, .. } => &spec.name,
            Action::DeleteStackSet { name } => name,
            action => match instances(action) {
                Some(spec) => &spec.stack_set,
                None => continue,
            },
        };
        let before = last.insert(set, index);
        table.wait_all(index, before);
    }
}

fn instances(action: &Action) -> Option<&InstancesSpec> {
    match action {
        Action::CreateStackInstances(spec)
        | Action::UpdateStackInstances(spec)
        | Action::DeleteStackInstances(spec) => Some(spec),
        _ => None,
    }
}

fn order_accounts(table: &mut Table<'_>) {
    let (below, departures) = (arrivals_below(table), departures_below(table));
    for (index, operation) in table.all() {
        let Some(spec) = instances(&operation.action) else { continue };
        let places: Vec<String> = match spec.accounts.as_slice() {
            [] => vec![spec.unit.to_string()],
            accounts => accounts.iter().map(ToString::to_string).collect(),
        };
        let mut arrivals: Vec<Index> =
            places.iter().filter_map(|place| below.get(place)).flatten().copied().collect();
        if matches!(operation.action, Action::DeleteStackInstances(_)) {
            // Who moves away keeps what its new place gives it.
            arrivals.extend(places.iter().filter_map(|place| departures.get(place)).flatten());
        }
        table.wait_all(index, arrivals);
    }
}

/// A Region is enabled before anything is deployed there.
fn order_regions(table: &mut Table<'_>) {
    let mut enabling: BTreeMap<&str, Vec<Index>> = BTreeMap::new();
    let mut of_account: BTreeMap<&Address, Vec<Index>> = BTreeMap::new();
    for (index, operation) in table.all() {
        if let Action::EnableRegion { region, .. } = &operation.action {
            enabling.entry(region).or_default().push(index);
            let own = of_account.entry(&operation.address).or_default();
            let before = own.len().checked_sub(CHANGES_OF_ACCOUNT).and_then(|place| own.get(place)).copied();
            own.push(index);
            table.wait_all(index, before);
        }
    }
    for (index, operation) in table.all().filter(|_| !enabling.is_empty()) {
        if let Action::CreateStackInstances(spec) | Action::UpdateStackInstances(spec) = &operation.action {
            let first = spec.regions.iter().filter_map(|region| enabling.get(region.as_str())).flatten();
            table.wait_all(index, first.copied());
        }
    }
}

/// The operations by which accounts arrive, by every place above and by the account itself.
fn arrivals_below(table: &Table<'_>) -> BTreeMap<String, Vec<Index>> {
    let mut below: BTreeMap<String, Vec<Index>> = BTreeMap::new();
    for (address, resource) in &table.matched.desired.resources {
        let Body::Account(_) = resource.body else { continue };
        let place = table.matched.place(address);
        let arrival = table.moves.get(&place).or_else(|| table.makers.get(address));
        if let Some(arrival) = arrival {
            for one in table.upwards(&place) {
                below.entry(one).or_default().push(*arrival);
            }
        }
    }
    below
}

/// The moves by which accounts leave, by every place above them now.
fn departures_below(table: &Table<'_>) -> BTreeMap<String, Vec<Index>> {
    let mut below: BTreeMap<String, Vec<Index>> = BTreeMap::new();
    for (account, index) in &table.moves {
        for place in table.matched.live_above(account) {
            below.entry(place.to_owned()).or_default().push(*index);
        }
    }
    below
}
