//! How long an apply takes on a virtual clock with the published rates of AWS, beside the shortest time in which anybody
//! could do it: the busiest bucket of requests, the longest chain of operations that wait for each other, or the busiest stack set.

use orgc_emulator::Settings;
use orgc_exec::{Interest, Observe as _};
use orgc_ir::Desired;
use orgc_plan::Plan;
use orgc_plan::plan::{Action, Operation, OperationId};
use orgc_tests::project::{Files, check};
use orgc_tests::wire::{LATENCY, Wire};
use orgc_tests::{examples, generate};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;
use tokio::time::Instant;

fn main() {
    for (name, desired) in cases() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
        runtime.expect("a runtime").block_on(Box::pin(measure(&name, &desired)));
    }
}

fn cases() -> Vec<(String, Desired)> {
    // What `adoption` adopts has to be there first.
    let folders = examples::folders().into_iter().filter(|folder| !folder.ends_with("adoption"));
    let example = |folder: PathBuf| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (name, examples::model(&folder, &examples::versions(&folder)[0]))
    };
    let company = |accounts: usize| {
        let files = Files::from([("main.org".to_owned(), generate::company(accounts))]);
        (format!("{accounts} accounts"), check(&files).desired.expect("the company has no errors"))
    };
    folders.map(example).chain([10, 100, 1_000].map(company)).collect()
}

async fn measure(name: &str, desired: &Desired) {
    let settings = Settings { account_quota: 20_000, ..Settings::default() };
    let wire = Wire::new(settings.clone());
    let observed = wire.client().observe(&Interest::of(desired)).await.expect("observing works");
    let plan = orgc_plan::plan(desired, &observed).expect("there is a way").plan;
    let begun = Instant::now();
    let applied = wire.apply(&plan, &wire.client()).await;
    let taken = begun.elapsed();
    assert!(applied.is_complete(), "{:?}", applied.failures().next());
    let chains = Chains::of(&plan, &settings);
    let (bucket, call) = busiest(&plan, &chains);
    let sets = wire.emulator.view().stack_sets.into_iter();
    // AWS works on one operation of a set at a time.
    let sets = sets.map(|set| chains.first_deployment(&plan, &set.name) + set.busy).max().unwrap_or_default();
    let chain = chains.longest();
    let bound = bucket.max(chain).max(sets);
    println!(
        "{name}: {} operations in {:.1} s; at least {:.1} s (bucket of {call} {:.1} s, chain {:.1} s, stack set {:.1} s): ratio {:.2}",
        plan.operations.len(),
        taken.as_secs_f64(),
        bound.as_secs_f64(),
        bucket.as_secs_f64(),
        chain.as_secs_f64(),
        sets.as_secs_f64(),
        taken.as_secs_f64() / bound.as_secs_f64()
    );
}

/// Requests a second and at once (Quotas for AWS Organizations). The bounds know no others: what is not here costs its
/// latency alone.
const RATES: [(&str, f64, f64); 12] = [
    ("organizations:CreateAccount", 0.1, 3.0),
    ("organizations:MoveAccount", 2.0, 3.0),
    ("organizations:CreateOrganizationalUnit", 1.0, 2.0),
    ("organizations:CreatePolicy", 2.0, 3.0),
    ("organizations:UpdatePolicy", 2.0, 3.0),
    ("organizations:AttachPolicy", 2.0, 3.0),
    ("organizations:DetachPolicy", 2.0, 3.0),
    ("organizations:TagResource", 4.0, 6.0),
    ("organizations:EnableAWSServiceAccess", 1.0, 2.0),
    ("organizations:RegisterDelegatedAdministrator", 1.0, 2.0),
    ("account:PutAlternateContact", 5.0, 8.0),
    ("account:PutAccountName", 1.0, 1.0),
];

/// The bucket that takes longest to give all its tokens; after the last one, what its operation and those behind it take.
fn busiest(plan: &Plan, chains: &Chains<'_>) -> (Duration, &'static str) {
    let time = |(call, rate, burst): &(&'static str, f64, f64)| {
        let makes = |one: &&Operation| one.calls.iter().any(|made| made == call);
        let number = plan.operations.iter().filter(makes).count();
        let wait = Duration::from_secs_f64(((number as f64 - burst) / rate).max(0.0));
        let tails = plan.operations.iter().filter(makes).map(|one| chains.tails[&one.id]);
        (wait + tails.min().unwrap_or_default(), *call)
    };
    RATES.iter().map(time).max().expect("there are rates")
}

/// Chains of operations that wait for each other, each with its calls and with what AWS takes for it.
struct Chains<'p> {
    /// When an operation can begin at the earliest.
    begins: BTreeMap<&'p OperationId, Duration>,
    /// How long it takes from the beginning of an operation to the end of all that waits for it.
    tails: BTreeMap<&'p OperationId, Duration>,
}

impl<'p> Chains<'p> {
    fn of(plan: &'p Plan, settings: &Settings) -> Self {
        let mut begins: BTreeMap<&OperationId, Duration> = BTreeMap::new();
        let mut tails: BTreeMap<&OperationId, Duration> = BTreeMap::new();
        for operation in &plan.operations {
            let ends =
                operation.waits_for.iter().map(|one| begins[one] + time(operation_of(plan, one), settings));
            let after_all = match operation.action {
                Action::CreateStackInstances(_) => behind(plan, operation, settings),
                _ => Duration::ZERO,
            };
            begins.insert(&operation.id, ends.max().unwrap_or_default().max(after_all));
        }
        for operation in plan.operations.iter().rev() {
            let after = tails.get(&operation.id).copied().unwrap_or_default();
            let tail: Duration = after + time(operation, settings);
            tails.insert(&operation.id, tail);
            for before in &operation.waits_for {
                let known = tails.entry(before).or_insert(Duration::ZERO);
                *known = (*known).max(tail);
            }
        }
        Self { begins, tails }
    }

    fn longest(&self) -> Duration {
        self.tails.values().max().copied().unwrap_or_default()
    }

    fn first_deployment(&self, plan: &Plan, set: &str) -> Duration {
        let deploys = plan.operations.iter().filter(|one| {
            matches!(&one.action, Action::CreateStackInstances(spec) | Action::UpdateStackInstances(spec) if spec.stack_set == set)
        });
        deploys.map(|one| self.begins[&one.id]).min().unwrap_or_default()
    }
}

/// When all that an operation waits for, however far away, can have got its tokens and be done.
fn behind(plan: &Plan, operation: &Operation, settings: &Settings) -> Duration {
    let (mut before, mut open) = (BTreeSet::new(), vec![operation]);
    while let Some(one) = open.pop() {
        open.extend(one.waits_for.iter().filter(|id| before.insert(*id)).map(|id| operation_of(plan, id)));
    }
    let before: Vec<&Operation> = before.into_iter().map(|id| operation_of(plan, id)).collect();
    let last = |(call, rate, burst): &(&str, f64, f64)| {
        let made = || before.iter().filter(|one| one.calls.iter().any(|made| made == call));
        let wait = Duration::from_secs_f64(((made().count() as f64 - burst) / rate).max(0.0));
        wait + made().map(|one| time(one, settings)).min().unwrap_or_default()
    };
    RATES.iter().map(last).max().unwrap_or_default()
}

fn operation_of<'p>(plan: &'p Plan, id: &OperationId) -> &'p Operation {
    plan.operations.iter().find(|one| one.id == *id).expect("it is in the plan")
}

/// What one operation takes at least.
fn time(operation: &Operation, settings: &Settings) -> Duration {
    let calls = LATENCY * u32::try_from(operation.calls.len()).expect("few calls");
    let inside = match operation.action {
        Action::CreateAccount { .. } => settings.account_creation,
        Action::EnablePolicyType { .. } => settings.policy_type_change,
        Action::CreateStackInstances(_) => settings.stack_instances,
        _ => Duration::ZERO,
    };
    calls + inside
}
