//! Operations as they run: one batch of instances after the other, each taking its time.

use std::collections::BTreeMap;

use super::pending;
use super::verdict::{Verdict, verdicts};
use crate::clock::Moment;
use crate::state::State;
use crate::state::drift::{DriftStatus, Finding};
use crate::state::ids::{Minter, digest};
use crate::state::schedule::Event;
use crate::state::stack_set::{
    Action, DetailedStatus, Instance, InstanceResult, InstanceStatus, Operation, OperationStatus,
    ResultStatus, Retained, StackSet, StackSets,
};

const OTHER_TEMPLATE: &str = "the stack is not made from the template of the stack set";

/// Whether an operation over `results` must wait for those that are running or waiting.
///
/// Without managed execution there is one slot. With it, what does not touch the same instances runs
/// concurrently, but nothing overtakes an operation that waits.
pub(super) fn must_wait(set: &StackSet, results: &[InstanceResult]) -> bool {
    let mut unfinished = set.operations.iter().filter(|operation| operation.ended.is_none());
    unfinished.any(|other| !set.managed_execution || other.waiting || conflicts(other, results))
}

fn conflicts(other: &Operation, results: &[InstanceResult]) -> bool {
    let same =
        |one: &InstanceResult, two: &InstanceResult| one.account == two.account && one.region == two.region;
    results.iter().any(|result| other.results.iter().any(|taken| same(taken, result)))
}

/// Takes the next step of an operation: it begins, or the running batch ends.
pub(crate) fn step(state: &mut State, region: &str, name: &str, id: &str) {
    let Some(set) = state.stack_sets.find(region, name) else { return };
    let Some(operation) = set.operation(id) else { return };
    if operation.ended.is_some() {
        return;
    }
    let begins = operation.status == OperationStatus::Queued;
    let verdicts = if begins { BTreeMap::new() } else { verdicts(state, set, operation) };
    let now = state.now;
    let State { stack_sets, ids, .. } = state;
    let StackSets { live, retained, .. } = stack_sets;
    let Some(set) = live.get_mut(region).and_then(|sets| sets.get_mut(name)) else { return };
    if begins {
        set.operation_mut(id).into_iter().for_each(|operation| operation.status = OperationStatus::Running);
    } else {
        finish_batch(set, id, &verdicts, ids, retained);
    }
    match ending(set, id) {
        Some(status) => {
            end(set, id, status, now);
            admit(state, region, name);
        }
        None => {
            begin_batch(set, id);
            let due = now.after(state.settings.stack_instances);
            schedule(state, due, region, name, id);
        }
    }
}

fn schedule(state: &mut State, due: Moment, region: &str, name: &str, id: &str) {
    let (region, stack_set, operation) = (region.to_owned(), name.to_owned(), id.to_owned());
    state.schedule.add(due, Event::OperationSteps { region, stack_set, operation });
}

fn begin_batch(set: &mut StackSet, id: &str) {
    let Some(operation) = set.operation_mut(id) else { return };
    let Operation { batches, results, action, .. } = operation;
    let action = *action;
    let changes_stacks = action != Action::DetectDrift;
    let mut running = Vec::new();
    for position in batches.front().into_iter().flatten() {
        if let Some(result) = results.get_mut(*position) {
            result.status = ResultStatus::Running;
            running.push((result.account.clone(), result.region.clone(), result.unit.clone()));
        }
    }
    if action == Action::Create {
        // An operation that ran before this one may have deleted what there was when this one was asked for.
        pending::prepare(set, action, &running, None, id);
    }
    for (account, region, _) in running {
        if let Some(instance) = set.instance_mut(&account, &region).filter(|_| changes_stacks) {
            instance.detailed_status = DetailedStatus::Running;
        }
    }
}

/// Ends the running batch as the verdicts say.
fn finish_batch(
    set: &mut StackSet,
    id: &str,
    verdicts: &BTreeMap<usize, Verdict>,
    ids: &mut Minter,
    retained: &mut BTreeMap<String, Retained>,
) {
    let name = set.name.clone();
    let Some(operation) = set.operation_mut(id) else { return };
    operation.batches.pop_front();
    let (action, retains, created) = (operation.action, operation.retain_stacks, operation.created);
    let mut finished = Vec::new();
    for (position, verdict) in verdicts {
        let Some(result) = operation.results.get_mut(*position) else { continue };
        conclude_result(result, verdict);
        finished.push((result.account.clone(), result.region.clone(), verdict));
    }
    for (account, region, verdict) in finished {
        if let Verdict::Seen(drifts) = verdict {
            let finding = Finding { operation: id.to_owned(), checked: created, drifts: drifts.clone() };
            set.instance_mut(&account, &region)
                .into_iter()
                .for_each(|found| found.finding = Some(finding.clone()));
        } else if action == Action::DetectDrift {
            // What could not be looked at stays as it was last seen.
        } else if action == Action::Delete && matches!(verdict, Verdict::Done) {
            let stack = remove(set, &account, &region).and_then(|gone| gone.stack_id).filter(|_| retains);
            let template = digest(set.definition.template.as_bytes());
            retained.extend(stack.map(|stack| (stack, Retained { account, region, template })));
        } else if let Some(instance) = set.instance_mut(&account, &region) {
            conclude(instance, action, verdict);
            if instance.status == InstanceStatus::Current && instance.stack_id.is_none() {
                instance.stack_id = Some(stack_arn(&name, &account, &region, ids));
            }
            if let Some(imported) = instance.stack_id.as_ref().filter(|_| matches!(verdict, Verdict::Done)) {
                retained.remove(imported);
            }
        }
    }
}

fn conclude_result(result: &mut InstanceResult, verdict: &Verdict) {
    (result.status, result.reason) = match verdict {
        Verdict::Done | Verdict::Seen(_) => (ResultStatus::Succeeded, None),
        Verdict::Failed(reason) => (ResultStatus::Failed, Some(reason.clone())),
        Verdict::NotImported => (ResultStatus::Failed, Some(OTHER_TEMPLATE.to_owned())),
        Verdict::Suspended => {
            (ResultStatus::Succeeded, Some("the account is suspended and was skipped".to_owned()))
        }
    };
    result.drift = match verdict {
        Verdict::Seen(drifts) if drifts.is_empty() => Some(DriftStatus::InSync),
        Verdict::Seen(_) => Some(DriftStatus::Drifted),
        _ => None,
    };
}

fn remove(set: &mut StackSet, account: &str, region: &str) -> Option<Instance> {
    let regions = set.instances.get_mut(account)?;
    let gone = regions.remove(region);
    if regions.is_empty() {
        set.instances.remove(account);
    }
    gone
}

fn conclude(instance: &mut Instance, action: Action, verdict: &Verdict) {
    (instance.status, instance.detailed_status, instance.status_reason) = match verdict {
        Verdict::Done | Verdict::Seen(_) => (InstanceStatus::Current, DetailedStatus::Succeeded, None),
        Verdict::Failed(reason) if action == Action::Delete => {
            (InstanceStatus::Inoperable, DetailedStatus::Inoperable, Some(reason.clone()))
        }
        Verdict::NotImported => {
            (InstanceStatus::Inoperable, DetailedStatus::FailedImport, Some(OTHER_TEMPLATE.to_owned()))
        }
        Verdict::Failed(reason) => (InstanceStatus::Outdated, DetailedStatus::Failed, Some(reason.clone())),
        Verdict::Suspended => (
            InstanceStatus::Outdated,
            DetailedStatus::SkippedSuspendedAccount,
            Some("the account is suspended".to_owned()),
        ),
    };
}

/// The id of a new stack of a set.
pub(crate) fn stack_arn(name: &str, account: &str, region: &str, ids: &mut Minter) -> String {
    let (suffix, stack) = (ids.uuid(), ids.uuid());
    format!("arn:aws:cloudformation:{region}:{account}:stack/StackSet-{name}-{suffix}/{stack}")
}

/// How the operation ends now, if it does.
fn ending(set: &StackSet, id: &str) -> Option<OperationStatus> {
    let operation = set.operation(id)?;
    if operation.status == OperationStatus::Stopping {
        Some(OperationStatus::Stopped)
    } else if has_failed(operation) {
        Some(OperationStatus::Failed)
    } else {
        operation.batches.is_empty().then_some(OperationStatus::Succeeded)
    }
}

/// Whether more instances of some Region have failed than are tolerated.
fn has_failed(operation: &Operation) -> bool {
    let mut regions: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for result in &operation.results {
        let (total, failed) = regions.entry(&result.region).or_default();
        *total += 1;
        *failed += usize::from(result.status == ResultStatus::Failed);
    }
    regions.values().any(|(total, failed)| *failed > operation.preferences.failure_tolerance.of(*total))
}

/// Ends the operation; what it did not reach is cancelled.
pub(super) fn end(set: &mut StackSet, id: &str, status: OperationStatus, now: Moment) {
    let Some(operation) = set.operation_mut(id) else { return };
    operation.status = status;
    operation.ended = Some(now);
    operation.waiting = false;
    operation.batches.clear();
    let changes_stacks = operation.action != Action::DetectDrift;
    let mut cancelled = Vec::new();
    for result in &mut operation.results {
        if matches!(result.status, ResultStatus::Pending | ResultStatus::Running) {
            result.status = ResultStatus::Cancelled;
            result.reason = Some("the operation ended before".to_owned());
            cancelled.push((result.account.clone(), result.region.clone()));
        }
    }
    for (account, region) in cancelled {
        if let Some(instance) = set.instance_mut(&account, &region).filter(|_| changes_stacks) {
            instance.detailed_status = DetailedStatus::Cancelled;
        }
    }
}

/// Lets waiting operations in, in their order, as far as the slots reach.
pub(super) fn admit(state: &mut State, region: &str, name: &str) {
    let due = state.now.after(state.settings.operation_queue);
    while let Some(id) = state.stack_sets.find_mut(region, name).and_then(admit_first) {
        schedule(state, due, region, name, &id);
    }
}

fn admit_first(set: &mut StackSet) -> Option<String> {
    let unfinished = || set.operations.iter().filter(|operation| operation.ended.is_none());
    let first = unfinished().find(|operation| operation.waiting)?;
    let mut running = unfinished().filter(|operation| !operation.waiting);
    if running.any(|other| !set.managed_execution || conflicts(other, &first.results)) {
        return None;
    }
    let id = first.id.clone();
    set.operation_mut(&id)?.waiting = false;
    Some(id)
}
