//! Starting operations: ids, the one slot of a set, and the order of the work.

use std::collections::VecDeque;

use super::pending::Target;
use super::run;
use crate::refusal::Refusal;
use crate::state::State;
use crate::state::schedule::Event;
use crate::state::stack_set::{
    Action, InstanceResult, Operation, OperationStatus, Preferences, ResultStatus, Share, StackSet,
};

/// An operation to be started.
#[derive(Debug)]
pub(super) struct Launch {
    /// The client's id, if it chose one.
    pub id: Option<String>,
    pub action: Action,
    pub retain_stacks: bool,
    pub preferences: Preferences,
    pub units: Vec<String>,
    /// In the order of Regions.
    pub targets: Vec<Target>,
}

/// Refuses ids that are used, and a second operation unless the set manages execution.
pub(super) fn check_slot(set: &StackSet, id: Option<&str>) -> Result<(), Refusal> {
    if let Some(id) = id {
        let is_last = set.operations.last().is_some_and(|last| last.id == id);
        if is_last {
            let message = format!("the operation id {id} is used already");
            return Err(Refusal::new("OperationIdAlreadyExistsException", message).with_status(409));
        }
        if set.operation(id).is_some() {
            let message = format!("another operation has run since {id}");
            return Err(Refusal::new("StaleRequestException", message).with_status(409));
        }
    }
    check_idle(set)
}

/// Refuses while an operation runs or waits, unless the set manages execution.
pub(super) fn check_idle(set: &StackSet) -> Result<(), Refusal> {
    match set.unfinished() {
        Some(running) if !set.managed_execution => Err(in_progress(set, running)),
        _ => Ok(()),
    }
}

pub(super) fn in_progress(set: &StackSet, running: &Operation) -> Refusal {
    let message = format!("Another Operation on StackSet {} is in progress: {}", set.arn, running.id);
    Refusal::new("OperationInProgressException", message).with_status(409)
}

/// Queues the operation and says its id. The caller has checked the slot.
pub(super) fn start(state: &mut State, region: &str, name: &str, launch: Launch) -> String {
    let id = launch.id.unwrap_or_else(|| state.ids.uuid());
    let now = state.now;
    let due = now.after(state.settings.operation_queue);
    let Some(set) = state.stack_sets.find_mut(region, name) else { return id };
    let results: Vec<InstanceResult> = launch.targets.into_iter().map(pending).collect();
    let operation = Operation {
        id: id.clone(),
        action: launch.action,
        status: OperationStatus::Queued,
        created: now,
        ended: None,
        waiting: run::must_wait(set, &results),
        retain_stacks: launch.retain_stacks,
        batches: batches(&results, &launch.preferences),
        preferences: launch.preferences,
        units: launch.units,
        results,
    };
    let starts = !operation.waiting;
    set.operations.push(operation);
    if starts {
        let (region, stack_set) = (region.to_owned(), name.to_owned());
        state.schedule.add(due, Event::OperationSteps { region, stack_set, operation: id.clone() });
    }
    id
}

fn pending((account, region, unit): Target) -> InstanceResult {
    InstanceResult { account, region, unit, status: ResultStatus::Pending, reason: None, drift: None }
}

/// Cuts the work of each Region into batches; Regions follow each other or go side by side.
fn batches(results: &[InstanceResult], preferences: &Preferences) -> VecDeque<Vec<usize>> {
    let mut by_region: Vec<(&str, Vec<usize>)> = Vec::new();
    for (position, result) in results.iter().enumerate() {
        match by_region.iter_mut().find(|(region, _)| *region == result.region) {
            Some((_, positions)) => positions.push(position),
            None => by_region.push((&result.region, vec![position])),
        }
    }
    let rank = |region: &str| preferences.region_order.iter().position(|ordered| ordered == region);
    by_region.sort_by_key(|(region, _)| rank(region).unwrap_or(usize::MAX));
    let mut batches: VecDeque<Vec<usize>> = VecDeque::new();
    for (_, positions) in by_region {
        let chunks = positions.chunks(concurrency(positions.len(), preferences));
        for (step, chunk) in chunks.enumerate() {
            match batches.get_mut(step).filter(|_| preferences.parallel_regions) {
                Some(batch) => batch.extend(chunk),
                None => batches.push_back(chunk.to_vec()),
            }
        }
    }
    batches
}

/// How many accounts of a Region go at once: in strict mode never more than may fail, plus one.
fn concurrency(accounts: usize, preferences: &Preferences) -> usize {
    let maximum = preferences.maximum_concurrent.unwrap_or(Share::Count(1)).of(accounts).max(1);
    if preferences.soft_tolerance {
        return maximum;
    }
    maximum.min(preferences.failure_tolerance.of(accounts).saturating_add(1))
}
