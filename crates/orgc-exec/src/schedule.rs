//! Which operation may start, and what is skipped when one fails.

use crate::Outcome;
use orgc_plan::Plan;
use orgc_plan::plan::{Operation, OperationId};
use std::collections::BTreeMap;

/// The plan's operations with how far each one is.
pub(crate) struct Schedule<'a> {
    nodes: BTreeMap<&'a OperationId, Node<'a>>,
    outcomes: BTreeMap<OperationId, Outcome>,
}

struct Node<'a> {
    operation: &'a Operation,
    position: usize,
    missing: usize,
    dependents: Vec<&'a OperationId>,
}

impl<'a> Schedule<'a> {
    pub fn new(plan: &'a Plan) -> Self {
        let node = |(position, operation): (usize, &'a Operation)| {
            (&operation.id, Node { operation, position, missing: 0, dependents: Vec::new() })
        };
        let mut nodes: BTreeMap<_, _> = plan.operations.iter().enumerate().map(node).collect();
        for operation in &plan.operations {
            let mut missing = 0;
            for before in &operation.waits_for {
                if let Some(node) = nodes.get_mut(before) {
                    node.dependents.push(&operation.id);
                    missing += 1;
                }
            }
            if let Some(node) = nodes.get_mut(&operation.id) {
                node.missing = missing;
            }
        }
        Self { nodes, outcomes: BTreeMap::new() }
    }

    /// The operations that wait for nothing, in the order of the plan.
    pub fn first(&self) -> Vec<&'a Operation> {
        self.in_order(self.nodes.values().filter(|node| node.missing == 0))
    }

    /// Notes that an operation is done; returns those that may start now, in the order of the plan.
    pub fn done(&mut self, id: &'a OperationId) -> Vec<&'a Operation> {
        self.outcomes.insert(id.clone(), Outcome::Done);
        let dependents = self.nodes.get(id).map(|node| node.dependents.clone()).unwrap_or_default();
        for dependent in &dependents {
            if let Some(node) = self.nodes.get_mut(dependent) {
                node.missing -= 1;
            }
        }
        let nodes = dependents.iter().filter_map(|id| self.nodes.get(id));
        self.in_order(nodes.filter(|node| node.missing == 0))
    }

    /// Notes how an operation ended short of done; returns everything that depends on it and now
    /// never starts, in the order of the plan.
    pub fn not_done(&mut self, id: &'a OperationId, outcome: Outcome) -> Vec<&'a Operation> {
        let skipped = match &outcome {
            Outcome::Failed(_) | Outcome::AwaitsCode(_) => Outcome::Skipped { because: id.clone() },
            _ => Outcome::NotStarted,
        };
        self.outcomes.insert(id.clone(), outcome);
        let mut reached = vec![id];
        let mut all = Vec::new();
        while let Some(node) = reached.pop().and_then(|id| self.nodes.get(id)) {
            for dependent in &node.dependents {
                if !self.outcomes.contains_key(dependent) {
                    self.outcomes.insert((*dependent).clone(), skipped.clone());
                    reached.push(dependent);
                    all.extend(self.nodes.get(dependent));
                }
            }
        }
        self.in_order(all.into_iter())
    }

    /// How every operation of the plan ended.
    pub fn finish(mut self) -> BTreeMap<OperationId, Outcome> {
        for id in self.nodes.keys() {
            self.outcomes.entry((*id).clone()).or_insert(Outcome::NotStarted);
        }
        self.outcomes
    }

    fn in_order<'n>(&self, nodes: impl Iterator<Item = &'n Node<'a>>) -> Vec<&'a Operation>
    where
        'a: 'n,
    {
        let mut nodes: Vec<_> = nodes.collect();
        nodes.sort_by_key(|node| node.position);
        nodes.into_iter().map(|node| node.operation).collect()
    }
}
