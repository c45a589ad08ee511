//! Accounts that stack instances can be in.

use crate::matching::Matched;
use orgc_ir::desired::{Account, Body, PermissionModel, StackSet};
use orgc_ir::{Address, Text};

/// Accounts that instances can be in, live or to be made, with the places above them.
pub(super) fn all<'a>(matched: &Matched<'a>, set: &StackSet) -> Vec<(Text, Vec<String>)> {
    let management =
        matched.management_id().filter(|_| set.permission_model == PermissionModel::ServiceManaged);
    let live = matched.observed.accounts.keys().map(String::as_str);
    let live = live.filter(|id| is_active(matched, id) && Some(*id) != management);
    let mut all: Vec<_> = live.map(|id| (Text::from(id), matched.destination(id))).collect();
    for (address, resource) in &matched.desired.resources {
        if let Body::Account(Account { management: false, .. }) = resource.body
            && matched.get(address).is_none()
        {
            all.push((matched.id(address), matched.desired_above(address)));
        }
    }
    all
}

/// The declared accounts below a place.
pub(super) fn declared_below<'a>(matched: &Matched<'a>, place: &String) -> Vec<&'a Address> {
    let accounts = matched.desired.resources.iter().filter(|(_, one)| matches!(one.body, Body::Account(_)));
    accounts
        .map(|(address, _)| address)
        .filter(|address| matched.desired_above(address).contains(place))
        .collect()
}

pub(super) fn is_active(matched: &Matched<'_>, account: &str) -> bool {
    matched.observed.accounts.get(account).is_some_and(|one| one.state == "ACTIVE")
}
