//! Scheduling, with a backend that follows a script. What AWS does is tested elsewhere, against an
//! emulator.

mod codes;
mod faults;
mod plans;
mod scheduling;
mod scripted;
mod stack_sets;

use crate::journal::MemoryJournal;
use crate::{Applied, Event, Interrupt, Mail, Nobody, Person, Step, TokioClock, apply};
use orgc_plan::Plan;
use scripted::Scripted;
use std::cell::RefCell;
use std::time::Duration;

/// What a run leaves behind.
struct Ran {
    applied: Applied,
    journal: MemoryJournal,
    /// What was reported, in words.
    events: Vec<String>,
    /// Virtual seconds that it took.
    seconds: u64,
}

async fn run(plan: &Plan, backend: &Scripted) -> Ran {
    run_until(plan, backend, &Interrupt::new()).await
}

async fn run_until(plan: &Plan, backend: &Scripted, interrupt: &Interrupt) -> Ran {
    run_with(plan, backend, &Nobody, interrupt).await
}

async fn run_with(plan: &Plan, backend: &Scripted, person: &dyn Person, interrupt: &Interrupt) -> Ran {
    let (journal, events) = (MemoryJournal::default(), RefCell::new(Vec::new()));
    let clock = TokioClock::starting_at(Duration::ZERO);
    let begun = tokio::time::Instant::now();
    let progress = |event: Event<'_>| events.borrow_mut().push(words(event));
    let applied = apply(plan, backend, &journal, &clock, person, &progress, interrupt).await;
    Ran { applied, journal, events: events.into_inner(), seconds: begun.elapsed().as_secs() }
}

fn words(event: Event<'_>) -> String {
    let id = &event.operation.id;
    match event.step {
        Step::Started => format!("{id}: started"),
        Step::Waiting(what) => format!("{id}: waiting {what}"),
        Step::Retrying { fault, after } => {
            format!("{id}: again in {} s, {}", after.as_secs(), fault.kind.words())
        }
        Step::Done => format!("{id}: done"),
        Step::Failed(fault) => format!("{id}: failed, {fault}"),
        Step::Skipped(because) => format!("{id}: skipped because of {}", because.id),
        Step::AwaitsCode => format!("{id}: awaits a code"),
        Step::Interrupted => format!("{id}: interrupted"),
    }
}

/// How the operations ended, in the order of their ids.
fn outcomes(ran: &Ran) -> Vec<String> {
    let word = |outcome: &crate::Outcome| match outcome {
        crate::Outcome::Done => "done".to_owned(),
        crate::Outcome::Failed(fault) => format!("failed: {}", fault.kind.words()),
        crate::Outcome::AwaitsCode(Mail::Now) => "awaits the code sent now".to_owned(),
        crate::Outcome::AwaitsCode(Mail::Before) => "awaits the code sent before".to_owned(),
        crate::Outcome::Skipped { because } => format!("skipped: {because}"),
        crate::Outcome::Interrupted => "interrupted".to_owned(),
        crate::Outcome::NotStarted => "not started".to_owned(),
    };
    ran.applied.outcomes.iter().map(|(id, outcome)| format!("{id} {}", word(outcome))).collect()
}
