//! What will come of the instances of a batch.

use std::collections::BTreeMap;

use crate::state::State;
use crate::state::drift::Drifts;
use crate::state::ids::digest;
use crate::state::organization::AccountState;
use crate::state::stack_set::{Action, InstanceResult, Operation, StackSet};

/// What happens to one instance.
#[derive(Debug, Clone)]
pub(super) enum Verdict {
    Done,
    /// Its stack was looked at.
    Seen(Drifts),
    Failed(String),
    /// The stack that was to be imported is not made from the template of the set.
    NotImported,
    /// The account is closed or closing: creates and updates pass it by.
    Suspended,
}

/// What will come of the instances of the running batch, by their position.
pub(super) fn verdicts(state: &State, set: &StackSet, operation: &Operation) -> BTreeMap<usize, Verdict> {
    let batch = operation.batches.front().into_iter().flatten();
    let results = batch.filter_map(|position| Some((*position, operation.results.get(*position)?)));
    results.map(|(position, result)| (position, verdict(state, set, operation, result))).collect()
}

fn verdict(state: &State, set: &StackSet, operation: &Operation, result: &InstanceResult) -> Verdict {
    let is_delete = operation.action == Action::Delete;
    let member = state.organization.as_ref().and_then(|found| found.accounts.get(&result.account));
    let is_suspended = member.is_some_and(|member| member.state != AccountState::Active);
    if is_delete && operation.retain_stacks {
        Verdict::Done
    } else if let Some(reason) = state.afflictions.stack_instances.get(&result.account) {
        Verdict::Failed(reason.clone())
    } else if is_suspended && is_delete {
        Verdict::Failed("the account is suspended: its stack cannot be deleted".to_owned())
    } else if is_suspended {
        Verdict::Suspended
    } else {
        of_stack(state, set, operation.action, result)
    }
}

fn of_stack(state: &State, set: &StackSet, action: Action, result: &InstanceResult) -> Verdict {
    let stack = set.instance(&result.account, &result.region).and_then(|found| found.stack_id.as_ref());
    match (action, stack) {
        (Action::DetectDrift, None) => Verdict::Failed("the stack instance has no stack".to_owned()),
        (Action::DetectDrift, Some(stack)) => {
            Verdict::Seen(state.afflictions.drifts.get(stack).cloned().unwrap_or_default())
        }
        (Action::Create, Some(stack)) => match state.stack_sets.retained.get(stack) {
            Some(retained) if retained.template != digest(set.definition.template.as_bytes()) => {
                Verdict::NotImported
            }
            _ => Verdict::Done,
        },
        _ => Verdict::Done,
    }
}
