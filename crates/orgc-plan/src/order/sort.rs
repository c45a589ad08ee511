//! From what waits for what to one order. petgraph is used here and nowhere else.

use super::table::{Index, Table};
use crate::plan::{Action, Operation, Verb};
use orgc_ir::Address;
use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// An edge leads from what comes first to what waits for it.
type Graph = DiGraph<Index, ()>;

/// The operations in order, each with what it waits for.
///
/// # Errors
/// A ring of operations, by their ids: each waits for the next.
pub(super) fn run(table: &Table<'_>) -> Result<Vec<Operation>, Vec<String>> {
    let graph = graph(table);
    let order = naturally(table, &graph);
    if order.len() < table.operations.len() {
        return Err(ring(table, &graph));
    }
    Ok(order.into_iter().filter_map(|index| with_waits(table, index)).collect())
}

fn graph(table: &Table<'_>) -> Graph {
    let mut graph = Graph::new();
    let nodes: Vec<NodeIndex> = table.all().map(|(index, _)| graph.add_node(index)).collect();
    for (index, _) in table.all() {
        for before in table.waits(index) {
            if let (Some(from), Some(to)) = (nodes.get(before), nodes.get(index)) {
                graph.add_edge(*from, *to, ());
            }
        }
    }
    graph
}

/// Of what can be done next, what reads first. Shorter than the whole when there is a ring.
fn naturally(table: &Table<'_>, graph: &Graph) -> Vec<Index> {
    let mut waiting: Vec<usize> = table.all().map(|(index, _)| table.waits(index).count()).collect();
    let key = |index: Index| table.operations.get(index).map(|one| Reverse((rank(one), &one.address, index)));
    let free = table.all().filter(|(index, _)| waiting.get(*index) == Some(&0));
    let mut ready: BinaryHeap<Reverse<(u8, &Address, Index)>> =
        free.filter_map(|(index, _)| key(index)).collect();
    let mut order = Vec::new();
    while let Some(Reverse((_, _, index))) = ready.pop() {
        order.push(index);
        for next in graph.neighbors(NodeIndex::new(index)).map(NodeIndex::index) {
            if let Some(left) = waiting.get_mut(next) {
                *left -= 1;
                ready.extend(if *left == 0 { key(next) } else { None });
            }
        }
    }
    order
}

/// The natural reading order.
fn rank(operation: &Operation) -> u8 {
    if operation.verb == Verb::Forget {
        return 12;
    }
    match (&operation.action, operation.address.kind()) {
        (Action::CreateOrganization { .. }, _) | (Action::Tag { .. }, "organization") => 0,
        (
            Action::EnableServiceAccess { .. }
            | Action::EnablePolicyType { .. }
            | Action::ActivateOrganizationsAccess,
            _,
        ) => 1,
        (
            Action::CreatePolicy { .. } | Action::UpdatePolicy { .. } | Action::PutDelegationPolicy { .. },
            _,
        )
        | (Action::Tag { .. }, "policy") => 2,
        (Action::CreateUnit { .. } | Action::RenameUnit { .. }, _) | (Action::Tag { .. }, "ou") => 3,
        (
            Action::CreateAccount { .. }
            | Action::RenameAccount { .. }
            | Action::ChangeEmail { .. }
            | Action::PutAlternateContact { .. }
            | Action::PutPrimaryContact { .. }
            | Action::EnableRegion { .. }
            | Action::Tag { .. },
            _,
        ) => 4,
        (Action::MoveAccount { .. }, _) => 5,
        (
            Action::AttachPolicy { .. }
            | Action::RegisterAdministrator { .. }
            | Action::DeregisterAdministrator { .. },
            _,
        ) => 6,
        (Action::CreateStackSet(_) | Action::UpdateStackSet { .. }, _) => 7,
        (Action::CreateStackInstances(_) | Action::UpdateStackInstances(_), _) => 8,
        (Action::DetachPolicy { .. }, _) => 9,
        (Action::DeleteStackInstances(_), _) => 10,
        (Action::DeleteStackSet { .. } | Action::DeletePolicy { .. }, _) => 11,
        (Action::CloseAccount { .. } | Action::ReleaseAccount { .. }, _) => 13,
        (Action::DeleteUnit { .. }, _) => 14,
        (Action::DisableServiceAccess { .. }, _) => 15,
    }
}

fn with_waits(table: &Table<'_>, index: Index) -> Option<Operation> {
    let id = |index: Index| table.operations.get(index).map(|one| one.id.clone());
    let waits_for = table.waits(index).filter_map(id).collect();
    table.operations.get(index).map(|one| Operation { waits_for, ..one.clone() })
}

fn ring(table: &Table<'_>, graph: &Graph) -> Vec<String> {
    let rings = tarjan_scc(graph).into_iter().filter(|part| part.len() > 1);
    let part: BTreeSet<Index> = rings.flatten().map(NodeIndex::index).collect();
    let mut path: Vec<Index> = part.first().copied().into_iter().collect();
    while let Some(next) = path.last().and_then(|last| table.waits(*last).find(|one| part.contains(one))) {
        if let Some(start) = path.iter().position(|one| *one == next) {
            path.drain(..start);
            break;
        }
        path.push(next);
    }
    path.iter().filter_map(|index| table.operations.get(*index)).map(|one| one.id.to_string()).collect()
}
