//! Names that one thing gives up before another takes them.

use super::table::{Index, Table};
use crate::diagnostics;
use crate::live::Live;
use crate::plan::Action;
use orgc_diag::Diagnostic;
use std::collections::BTreeMap;

/// A name within what it is unique in: the parent of units, the type of policies.
type Name = (String, String);

pub(super) fn order(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) {
    let (mut taken, mut freed) = (Vec::new(), BTreeMap::new());
    for (index, _) in table.all() {
        let (takes, frees) = names(table, index);
        taken.extend(takes.map(|name| (index, name)));
        freed.extend(frees.map(|name| (name, index)));
    }
    if taken.is_empty() {
        return;
    }
    let held = held(table);
    for (index, name) in taken {
        match (freed.get(&name), held.get(&name)) {
            (Some(first), _) => table.wait(index, *first),
            (None, Some(holder)) => problems.extend(taken_name(table, index, *holder)),
            (None, None) => {}
        }
    }
}

/// The name that an operation takes, and the one that it gives up.
fn names(table: &Table<'_>, index: Index) -> (Option<Name>, Option<Name>) {
    match table.action(index) {
        Some(Action::CreateUnit { parent, name, .. }) => (Some((parent.to_string(), name.clone())), None),
        Some(Action::CreatePolicy { policy_type, name, .. }) => {
            (Some((policy_type.clone(), name.clone())), None)
        }
        Some(Action::DeleteUnit { unit }) => {
            let live = unit.known().and_then(|id| table.matched.observed.units.get(id));
            (None, live.map(|live| (live.parent.clone(), live.name.clone())))
        }
        Some(Action::DeletePolicy { policy }) => {
            let live = policy.known().and_then(|id| table.matched.observed.policies.get(id));
            (None, live.map(|live| (live.policy_type.clone(), live.name.clone())))
        }
        Some(Action::RenameUnit { unit, name }) => {
            let live = unit.known().and_then(|id| table.matched.observed.units.get(id));
            let name_of = |name: &str| live.map(|live| (live.parent.clone(), name.to_owned()));
            (name_of(name), live.and_then(|live| name_of(&live.name)))
        }
        Some(Action::UpdatePolicy { policy, name: Some(name), .. }) => {
            let live = policy.known().and_then(|id| table.matched.observed.policies.get(id));
            let name_of = |name: &str| live.map(|live| (live.policy_type.clone(), name.to_owned()));
            (name_of(name), live.and_then(|live| name_of(&live.name)))
        }
        _ => (None, None),
    }
}

fn held<'a>(table: &Table<'a>) -> BTreeMap<Name, Live<'a>> {
    let observed = table.matched.observed;
    let units =
        observed.units.iter().map(|(id, one)| ((one.parent.clone(), one.name.clone()), Live::Unit(id, one)));
    let policies = observed
        .policies
        .iter()
        .map(|(id, one)| ((one.policy_type.clone(), one.name.clone()), Live::Policy(id, one)));
    units.chain(policies).collect()
}

fn taken_name(table: &Table<'_>, index: Index, holder: Live<'_>) -> Option<Diagnostic> {
    let address = &table.operations.get(index)?.address;
    Some(diagnostics::name_taken(address, table.matched.resource(address)?, holder))
}
