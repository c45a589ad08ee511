//! From a plan to what became of each of its operations.

use crate::journal::{FORMAT, Line};
use crate::operations;
use crate::person::{Mail, Person};
use crate::schedule::Schedule;
use crate::task::{Run, Stop, Task};
use crate::{Backend, Bindings, Clock, Event, Fault, Interrupt, Journal, Step};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use orgc_plan::Plan;
use orgc_plan::plan::{Operation, OperationId};
use std::collections::{BTreeMap, VecDeque};

/// What became of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// How each operation of the plan ended.
    pub outcomes: BTreeMap<OperationId, Outcome>,
    /// What AWS assigned, before and during the run; outputs resolve against it.
    pub bindings: Bindings,
}

/// How an operation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It failed.
    Failed(Fault),
    /// AWS waits for the code that it sent to somebody; the next run goes on with it.
    AwaitsCode(Mail),
    /// It was not started, because an operation that it depends on failed or awaits a code.
    Skipped {
        /// That operation.
        because: OperationId,
    },
    /// It was begun when the run was interrupted; the next run finds out how far it came.
    Interrupted,
    /// It was not started, because the run was interrupted.
    NotStarted,
}

impl Applied {
    /// Whether every operation is done.
    pub fn is_complete(&self) -> bool {
        self.count(|outcome| *outcome == Outcome::Done) == self.outcomes.len()
    }

    /// The operations that failed, with why.
    pub fn failures(&self) -> impl Iterator<Item = (&OperationId, &Fault)> {
        self.outcomes.iter().filter_map(|(id, outcome)| match outcome {
            Outcome::Failed(fault) => Some((id, fault)),
            _ => None,
        })
    }

    fn count(&self, which: impl Fn(&Outcome) -> bool) -> usize {
        self.outcomes.values().filter(|outcome| which(outcome)).count()
    }
}

/// Applies a plan: every operation ends in one of the ways of [`Outcome`].
///
/// A raised interrupt lets the calls in flight end, waits for nothing more and starts nothing more.
/// A fault fails its operation, skips what depends on it, and lets the rest finish. The person is asked for codes when
/// nothing is left to do without them.
pub async fn apply<B: Backend, J: Journal>(
    plan: &Plan,
    backend: &B,
    journal: &J,
    clock: &dyn Clock,
    person: &dyn Person,
    progress: &dyn Fn(Event<'_>),
    interrupt: &Interrupt,
) -> Applied {
    let run = Run::new(plan, backend, journal, clock, person, progress, interrupt);
    // A journal that cannot be written fails the first call, and with it the operation.
    let _ = run.journal.write(&begun(plan, run.milliseconds()));
    let outcomes = drive(plan, &run).await;
    let at = run.milliseconds();
    let applied = Applied { outcomes, bindings: run.into_bindings() };
    let _ = journal.write(&ended(&applied, at));
    applied
}

async fn drive<B: Backend, J: Journal>(plan: &Plan, run: &Run<'_, B, J>) -> BTreeMap<OperationId, Outcome> {
    let mut schedule = Schedule::new(plan);
    let mut running = FuturesUnordered::new();
    let mut ready = schedule.first();
    let mut asking = VecDeque::new();
    loop {
        running.extend(ready.drain(..).map(|operation| one(run, operation, None)));
        if running.is_empty() {
            running.extend(asking.pop_front().map(|(operation, mail)| one(run, operation, Some(mail))));
        }
        let Some((operation, ended)) = running.next().await else { break };
        match ended {
            Ok(()) => {
                run.report(operation, Step::Done);
                ready = schedule.done(&operation.id);
            }
            Err(Stop::Asks(mail)) => asking.push_back((operation, mail)),
            Err(stop) => give_up(run, &mut schedule, operation, stop),
        }
    }
    schedule.finish()
}

/// Performs an operation; goes on with it when a code was sent.
async fn one<'p, B: Backend, J: Journal>(
    run: &Run<'_, B, J>,
    operation: &'p Operation,
    sent: Option<Mail>,
) -> (&'p Operation, Result<(), Stop>) {
    let task = Task::new(run, operation);
    let ended = match sent {
        None => operations::perform(&task).await,
        Some(mail) => operations::ask(&task, mail).await,
    };
    (operation, ended)
}

fn give_up<'p, B: Backend, J: Journal>(
    run: &Run<'_, B, J>,
    schedule: &mut Schedule<'p>,
    operation: &'p Operation,
    stop: Stop,
) {
    let outcome = match stop {
        Stop::Fault(fault) => Outcome::Failed(fault),
        Stop::Interrupted => Outcome::Interrupted,
        Stop::NotStarted => Outcome::NotStarted,
        Stop::Asks(mail) | Stop::Unanswered(mail) => Outcome::AwaitsCode(mail),
    };
    match &outcome {
        Outcome::Failed(fault) => {
            run.report(operation, Step::Failed(fault));
            if fault.ends_the_run() {
                run.end_early();
            }
        }
        Outcome::AwaitsCode(_) => run.report(operation, Step::AwaitsCode),
        Outcome::Interrupted => run.report(operation, Step::Interrupted),
        _ => {}
    }
    let told = matches!(outcome, Outcome::Failed(_) | Outcome::AwaitsCode(_));
    for skipped in schedule.not_done(&operation.id, outcome) {
        if told {
            run.report(skipped, Step::Skipped(operation));
        }
    }
}

fn begun(plan: &Plan, at: u64) -> Line {
    Line::Begun {
        at,
        format: FORMAT,
        project: plan.project.clone(),
        desired: plan.desired.clone(),
        live: plan.live.clone(),
        operations: plan.operations.len(),
    }
}

fn ended(applied: &Applied, at: u64) -> Line {
    let done = applied.count(|outcome| *outcome == Outcome::Done);
    let failed = applied.failures().count();
    Line::Ended { at, done, failed, left: applied.outcomes.len() - done - failed }
}
