//! Stack sets, and the operations through which they change.
//!
//! An operation has an id of our choosing. It is made of the plan, the address and an attempt, so
//! that a repeated request is the same request, and a failed one is made again under a new id; the
//! attempt is read back from the operations that the set has had.

use crate::task::{Rhythm, Stop, Task};
use crate::{Backend, Fault, FaultKind, Journal, SetOperation, SetState, StackSetDefinition, call};
use orgc_ir::desired::Rollout;
use orgc_plan::Plan;
use orgc_plan::plan::{Action, Binding, StackSetSpec};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// An operation takes minutes for a few accounts and hours for thousands.
const OPERATION: Rhythm = Rhythm::new(2, 60, 12 * 3600);
/// Failed instances that a fault names one by one.
const NAMED_FAILURES: usize = 5;

pub(super) async fn create<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    spec: &StackSetSpec,
) -> Result<Binding, Stop> {
    let _turn = task.turn().await?;
    let (backend, set, token) = (task.run.backend, definition(task, spec)?, stem(task));
    task.write_unless(
        call::CREATE_STACK_SET,
        async || backend.create_stack_set(&set, &token).await,
        async |fault| {
            if fault.kind != FaultKind::Duplicate {
                return Ok(None);
            }
            let (_, live) = task.read(async || backend.stack_set(set.name).await).await?;
            Ok(task.is_ours(&live, set.tags).then_some(()))
        },
    )
    .await?;
    task.read(async || backend.stack_set(set.name).await).await.map(|(binding, _)| binding)
}

pub(super) async fn update<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    spec: &StackSetSpec,
    rollout: Option<&Rollout>,
) -> Result<(), Stop> {
    let (backend, set) = (task.run.backend, definition(task, spec)?);
    operate(task, set.name, call::UPDATE_STACK_SET, async |operation| {
        backend.update_stack_set(&set, rollout, operation).await
    })
    .await
}

/// Deletes a set, once nothing runs in it.
pub(super) async fn delete<B: Backend, J: Journal>(task: &Task<'_, B, J>, set: &str) -> Result<(), Stop> {
    let _turn = task.turn().await?;
    task.write_unless(
        call::DELETE_STACK_SET,
        async || task.run.backend.delete_stack_set(set).await,
        async |fault| Ok((fault.kind == FaultKind::NotFound).then_some(())),
    )
    .await
}

fn definition<'s, B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    spec: &'s StackSetSpec,
) -> Result<StackSetDefinition<'s>, Stop> {
    Ok(StackSetDefinition {
        name: &spec.name,
        description: &spec.description,
        template: &spec.template,
        permission_model: spec.permission_model,
        auto_deployment: spec.auto_deployment,
        capabilities: &spec.capabilities,
        parameters: task.texts(&spec.parameters)?,
        tags: &spec.tags,
    })
}

/// Starts an operation of a stack set, once nothing else runs there, and waits for its end.
pub(super) async fn operate<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    set: &str,
    name: &'static str,
    start: impl AsyncFn(&str) -> Result<(), Fault>,
) -> Result<(), Stop> {
    let _turn = task.turn().await?;
    let backend = task.run.backend;
    let mut attempt = match earlier_attempt(task, set).await? {
        Earlier::Running(id) => return end(task, set, &id).await,
        Earlier::Ended(attempts) => attempts + 1,
    };
    loop {
        let id = format!("{}-{attempt}", stem(task));
        let fault = match task.write(name, async || start(&id).await).await {
            Ok(()) => return end(task, set, &id).await,
            Err(Stop::Fault(fault)) => fault,
            Err(stop) => return Err(stop),
        };
        match fault.kind {
            FaultKind::OperationExists => {
                let known = backend.stack_set_operation(set, &id).await;
                let running = known.is_ok_and(|one| one.state == SetState::Running);
                if task.lost.get() || running {
                    return end(task, set, &id).await;
                }
                attempt += 1;
            }
            _ => return Err(fault.into()),
        }
    }
}

/// What the set knows of this operation.
enum Earlier {
    /// It runs under this id.
    Running(String),
    /// It ran so often and does not run now.
    Ended(u32),
}

async fn earlier_attempt<B: Backend, J: Journal>(task: &Task<'_, B, J>, set: &str) -> Result<Earlier, Stop> {
    if is_made_here(task.run.plan, set) {
        return Ok(Earlier::Ended(0));
    }
    let operations = task.read(async || task.run.backend.stack_set_operations(set).await).await?;
    let stem = stem(task);
    let number = |one: &SetOperation| one.id.strip_prefix(&stem)?.strip_prefix('-')?.parse::<u32>().ok();
    let ours = operations.iter().filter_map(|one| Some((number(one)?, one)));
    Ok(match ours.max_by_key(|(number, _)| *number) {
        Some((_, one)) if one.state == SetState::Running => Earlier::Running(one.id.clone()),
        Some((number, _)) => Earlier::Ended(number),
        None => Earlier::Ended(0),
    })
}

/// Whether the plan itself makes the set, so that there is nothing to read back.
fn is_made_here(plan: &Plan, set: &str) -> bool {
    plan.operations.iter().any(|one| matches!(&one.action, Action::CreateStackSet(spec) if spec.name == set))
}

/// Waits for the end of our operation.
async fn end<B: Backend, J: Journal>(task: &Task<'_, B, J>, set: &str, id: &str) -> Result<(), Stop> {
    let backend = task.run.backend;
    let look = async || {
        let operation = backend.stack_set_operation(set, id).await?;
        Ok((operation.state != SetState::Running).then_some(operation))
    };
    match task.wait_for("for the stacks", OPERATION, look).await? {
        Some(operation) if operation.state == SetState::Succeeded => Ok(()),
        Some(operation) => Err(failed(task, set, &operation).await?.into()),
        None => Err(Fault::new(
            FaultKind::Unfinished,
            "",
            format!("operation `{id}` of `{set}` is still running"),
        )
        .into()),
    }
}

async fn failed<B: Backend, J: Journal>(
    task: &Task<'_, B, J>,
    set: &str,
    operation: &SetOperation,
) -> Result<Fault, Stop> {
    let mut failures =
        task.read(async || task.run.backend.failed_instances(set, &operation.id).await).await?;
    failures.sort();
    let mut message = format!("operation `{}` of stack set `{set}` failed", operation.id);
    if let Some(reason) = &operation.reason {
        let _ = write!(message, ": {reason}");
    }
    for one in failures.iter().take(NAMED_FAILURES) {
        let _ = write!(message, "; account {} in {}: {}", one.account, one.region, one.reason);
    }
    if failures.len() > NAMED_FAILURES {
        let _ = write!(message, "; and {} more", failures.len() - NAMED_FAILURES);
    }
    let fault = Fault::new(FaultKind::Refused, "", message);
    Ok(Fault { code: "StackSetOperationFailed".to_owned(), ..fault })
}

/// The part of an operation's id that does not depend on the attempt.
fn stem<B: Backend, J: Journal>(task: &Task<'_, B, J>) -> String {
    let plan = task.run.plan;
    let digest = Sha256::digest(format!("{}\n{}\n{}", plan.desired, plan.live, task.operation.id));
    let mut stem = "orgc-".to_owned();
    for byte in digest.iter().take(16) {
        let _ = write!(stem, "{byte:02x}");
    }
    stem
}
