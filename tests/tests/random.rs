//! Random organizations: from anything to anything, watched at each call, killed at each call, and in a storm.
//!
//! `PROPTEST_CASES` sets how many organizations are tried.

use orgc_emulator::{CallRecord, Fault, Outcome, Service, Settings, Trouble};
use orgc_exec::{Applied, Interest, Observe as _};
use orgc_ir::Desired;
use orgc_plan::Plan;
use orgc_tests::existing::meddle;
use orgc_tests::sketch::{Guard, Sketch, sketches};
use orgc_tests::stacks::{foreseen, happened};
use orgc_tests::sweep::sweep;
use orgc_tests::wire::{Wire, failures};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// After so long, accounts may leave the organization.
const FIVE_DAYS: Duration = Duration::from_secs(5 * 24 * 3600);

/// The same pairs of organizations every time: before and after.
fn pairs(number: u32) -> Vec<(Sketch, Sketch)> {
    let mut runner = TestRunner::deterministic();
    let number = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(number);
    let strategy = (sketches(), sketches());
    let pair = |_| strategy.new_tree(&mut runner).expect("a pair").current();
    // What is protected at first refuses half of all changes.
    (0..number).map(pair).map(|(before, after)| (before.unprotected(), after)).collect()
}

fn story(before: &Sketch, after: &Sketch) -> String {
    let files = after.files(Some(before));
    format!("from\n{}\nto\n{}", before.files(None)["main.org"], files["main.org"])
}

/// A run on a clock that does not wait.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.expect("a runtime").block_on(future)
}

fn wire() -> Wire {
    Wire::new(Settings { account_quota: 50, ..Settings::default() })
}

/// A plan, if the planner sees a safe way.
async fn plan_of(wire: &Wire, desired: &Desired, story: &str) -> Option<Plan> {
    match wire.plan(desired).await {
        Ok(plan) => Some(plan),
        Err(findings) => {
            let refusals = ["E1102", "E1103", "E1105"];
            assert!(
                findings.iter().all(|one| refusals.contains(&one.code.id()) || !one.is_error()),
                "{findings:#?}\n{story}"
            );
            None
        }
    }
}

/// Applies the sketch and finds it live; false when the planner sees no safe way.
async fn settle(wire: &Wire, sketch: &Sketch, desired: &Desired, story: &str) -> bool {
    let Some(plan) = plan_of(wire, desired, story).await else { return false };
    let applied = wire.apply(&plan, &wire.client()).await;
    assert_eq!(failures(&applied), [] as [&str; 0], "{story}");
    settled(wire, sketch, desired, story).await;
    true
}

async fn settled(wire: &Wire, sketch: &Sketch, desired: &Desired, story: &str) {
    let left = plan_of(wire, desired, story).await.expect("what is live is safe");
    let left: Vec<&str> = left.operations.iter().map(|one| one.id.0.as_str()).collect();
    assert_eq!(left, [] as [&str; 0], "{story}");
    // AWS itself removes the stacks of accounts that left a target, in its time.
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(sketch.differences(&wire.emulator.view()), [] as [&str; 0], "{story}");
}

/// An organization as the sketch has it, five days old.
async fn made(sketch: &Sketch) -> Wire {
    let wire = wire();
    let desired = sketch.desired(None);
    assert!(settle(&wire, sketch, &desired, "from nothing").await, "from nothing there is always a way");
    tokio::time::sleep(FIVE_DAYS).await;
    wire
}

/// A watch over the way to a sketch, which has seen where it begins.
fn guard(wire: &Wire, after: &Sketch) -> Arc<Mutex<Guard>> {
    let mut guard = Guard::new(after);
    guard.look(&wire.emulator.view());
    Arc::new(Mutex::new(guard))
}

/// Applies a plan while the guard looks at everything after each call.
async fn apply_watched(wire: &Wire, plan: &Plan, guard: &Arc<Mutex<Guard>>) -> Applied {
    let watch = Arc::clone(guard);
    let client = wire.watched_client(move |view| watch.lock().expect("nobody panicked").look(view));
    wire.apply(plan, &client).await
}

fn writes(wire: &Wire) -> Vec<String> {
    let done = |call: &CallRecord| !call.reads && matches!(call.outcome, Outcome::Answered);
    wire.emulator.calls().into_iter().filter(done).map(|call| call.operation).collect()
}

#[test]
fn from_anything_to_anything_no_guard_drops_and_nothing_is_written_in_vain() {
    let (mut operations, mut states, mut instances, mut refused) = (0, 0, 0, 0);
    let pairs = pairs(40);
    for (before, after) in &pairs {
        let story = story(before, after);
        block_on(Box::pin(async {
            let wire = made(before).await;
            let desired = after.desired(Some(before));
            let Some(plan) = plan_of(&wire, &desired, &story).await else {
                refused += 1;
                return;
            };
            let observed = wire.client().observe(&Interest::of(&desired)).await.expect("observing works");
            let stacks = foreseen(&orgc_plan::stacks(&plan, &observed));
            let view = wire.emulator.view();
            wire.emulator.clear_calls();
            let guard = guard(&wire, after);
            let applied = apply_watched(&wire, &plan, &guard).await;
            assert_eq!(failures(&applied), [] as [&str; 0], "{story}");
            let planned: usize = plan.operations.iter().map(|one| one.calls.len()).sum();
            let written = writes(&wire);
            assert!(written.len() <= planned, "{written:?}\n{story}");
            operations += plan.operations.len();
            {
                let guard = guard.lock().expect("nobody panicked");
                assert_eq!(guard.findings, [] as [&str; 0], "{story}");
                states += guard.states;
            }
            settled(&wire, after, &desired, &story).await;
            assert_eq!(
                stacks,
                happened(&view, &wire.emulator.view(), &desired),
                "made and taken away\n{story}"
            );
            instances += stacks.iter().map(BTreeSet::len).sum::<usize>();
        }));
    }
    assert!(instances > 0, "stacks come and go");
    println!("{} pairs, {operations} operations, {states} states looked at, {refused} refused", pairs.len());
    assert!(refused * 4 < pairs.len(), "most changes have a safe way: {refused} of {} refused", pairs.len());
}

#[test]
fn killed_at_any_call_the_next_run_arrives_at_the_same_organization() {
    let (mut kills, mut refused) = (0, 0);
    let pairs = pairs(4);
    for (before, after) in &pairs {
        let story = story(before, after);
        block_on(Box::pin(async {
            let base = made(before).await;
            let desired = after.desired(Some(before));
            let Some(plan) = plan_of(&base, &desired, &story).await else {
                refused += 1;
                return;
            };
            kills += sweep(&base, &plan, async |wire, at| {
                let story = format!("{at}, {story}");
                assert!(settle(&wire, after, &desired, &story).await, "there is a way on\n{story}");
            })
            .await;
        }));
    }
    println!("{} pairs, {kills} kills, {refused} refused", pairs.len());
    assert!(refused < pairs.len(), "some changes have a safe way");
}

/// What goes wrong all the time.
fn storm(wire: &Wire, seed: u64) {
    let conflict = Trouble::fail("ConcurrentModificationException", "somebody else is at work");
    let failure = Trouble::Fail {
        code: "ServiceException".into(),
        message: "something went wrong".into(),
        reason: None,
        status: 500,
    };
    let troubles = [
        (0.3, Trouble::Throttle, None),
        (0.1, conflict, Some(Service::Organizations)),
        (0.05, failure, Some(Service::Organizations)),
        (0.05, Trouble::LoseRequest, None),
        (0.05, Trouble::LoseReply, None),
        (0.1, Trouble::EmptyPage, Some(Service::Organizations)),
    ];
    for (probability, trouble, service) in troubles {
        let fault = Fault::sometimes(probability, seed, trouble);
        wire.emulator.inject(match service {
            Some(service) => fault.in_service(service),
            None => fault,
        });
    }
    wire.emulator.delay_visibility(Duration::from_secs(3));
}

#[test]
fn through_a_storm_nothing_is_made_twice_and_no_guard_drops() {
    let (mut runs, mut failed, mut calls, mut refused) = (0, 0, 0, 0);
    let pairs = pairs(20);
    for (seed, (before, after)) in pairs.iter().enumerate() {
        let story = story(before, after);
        block_on(Box::pin(async {
            let wire = made(before).await;
            let desired = after.desired(Some(before));
            if plan_of(&wire, &desired, &story).await.is_none() {
                refused += 1;
                return;
            }
            let guard = guard(&wire, after);
            storm(&wire, seed as u64);
            wire.emulator.clear_calls();
            for _ in 0..3 {
                // What cannot be read ends a run before it begins.
                let Ok(planned) = wire.try_plan(&desired).await else { continue };
                let plan = planned.unwrap_or_else(|findings| panic!("{findings:#?}\n{story}"));
                let applied = apply_watched(&wire, &plan, &guard).await;
                runs += 1;
                failed += applied.failures().count();
            }
            calls += wire.emulator.calls().len();
            wire.emulator.clear_faults();
            wire.emulator.delay_visibility(Duration::ZERO);
            tokio::time::sleep(Duration::from_secs(600)).await;
            assert!(settle(&wire, after, &desired, &story).await, "there is a way on\n{story}");
            assert_eq!(guard.lock().expect("nobody panicked").findings, [] as [&str; 0], "{story}");
        }));
    }
    println!(
        "{} pairs, {runs} runs, {calls} calls, {failed} operations failed, {refused} refused",
        pairs.len()
    );
    assert!(refused * 4 < pairs.len(), "most changes have a safe way");
}

#[test]
fn what_another_administrator_does_meanwhile_is_put_right_or_told() {
    let (mut meddled, mut failed, mut refused) = (0, 0, 0);
    let pairs = pairs(20);
    for (before, after) in &pairs {
        let story = story(before, after);
        block_on(Box::pin(async {
            let wire = made(before).await;
            let desired = after.desired(Some(before));
            let Some(plan) = plan_of(&wire, &desired, &story).await else {
                refused += 1;
                return;
            };
            let client = wire.client();
            let meddling = async {
                for pause in [0, 1, 2, 4] {
                    tokio::time::sleep(Duration::from_secs(pause)).await;
                    meddled += meddle(&wire);
                }
            };
            let (applied, ()) = tokio::join!(wire.apply(&plan, &client), meddling);
            failed += applied.failures().count();
            meddled += meddle(&wire);
            assert!(settle(&wire, after, &desired, &story).await, "there is a way on\n{story}");
        }));
    }
    println!(
        "{} pairs, {meddled} changes by hand, {failed} operations failed, {refused} refused",
        pairs.len()
    );
    assert!(meddled > pairs.len(), "there was somebody else");
}

#[test]
fn a_part_of_a_change_can_go_first_and_the_rest_follows() {
    let (mut parts, mut operations, mut whole) = (0, 0, 0);
    let pairs = pairs(15);
    for (before, after) in &pairs {
        let story = story(before, after);
        block_on(Box::pin(async {
            let base = made(before).await;
            let desired = after.desired(Some(before));
            let Some(plan) = plan_of(&base, &desired, &story).await else { return };
            let things =
                desired.resources.keys().filter(|one| matches!(one.kind(), "account" | "ou" | "policy"));
            for target in things.step_by(3) {
                let story = format!("{target} first, {story}");
                let wire = base.fork();
                let observed = wire.client().observe(&Interest::of(&desired)).await.expect("observing works");
                let targets = BTreeSet::from([target.clone()]);
                let part = orgc_plan::plan_part(&desired, &observed, &targets);
                let part = part.unwrap_or_else(|findings| panic!("{findings:#?}\n{story}")).plan;
                let guard = guard(&wire, after);
                let applied = apply_watched(&wire, &part, &guard).await;
                assert_eq!(failures(&applied), [] as [&str; 0], "{story}");
                assert_eq!(guard.lock().expect("nobody panicked").findings, [] as [&str; 0], "{story}");
                assert!(settle(&wire, after, &desired, &story).await, "there is a way on\n{story}");
                parts += 1;
                operations += part.operations.len();
                whole += plan.operations.len();
            }
        }));
    }
    println!("{parts} parts of {operations} operations, where the wholes have {whole}");
    assert!(operations < whole, "a part is less than the whole");
}
