//! How long an apply takes on a virtual clock with the published rates of AWS, beside the shortest time in which anybody
//! could do it: the busiest bucket of requests, or the longest chain of operations that wait for each other.

use orgc_emulator::Settings;
use orgc_exec::{Interest, Observe as _};
use orgc_ir::Desired;
use orgc_plan::Plan;
use orgc_plan::plan::{Action, OperationId};
use orgc_tests::generate;
use orgc_tests::project::{Files, check, read_folder};
use orgc_tests::wire::{LATENCY, Wire};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use tokio::time::Instant;

fn main() {
    for (name, desired) in cases() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
        runtime.expect("a runtime").block_on(Box::pin(measure(&name, &desired)));
    }
}

fn cases() -> Vec<(String, Desired)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let example = |name: &str| {
        let mut files = read_folder(&folder.join(name));
        files.retain(|path, _| !path.starts_with("later/"));
        (name.to_owned(), check(&files).desired.expect("the example has no errors"))
    };
    let company = |accounts: usize| {
        let files = Files::from([("main.org".to_owned(), generate::company(accounts))]);
        (format!("{accounts} accounts"), check(&files).desired.expect("the company has no errors"))
    };
    ["ai-environments", "northwind"].map(example).into_iter().chain([10, 100, 1_000].map(company)).collect()
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
    let (bucket, call) = busiest(&plan);
    let chain = chain(&plan, &settings);
    let bound = bucket.max(chain);
    println!(
        "{name}: {} operations in {:.1} s; at least {:.1} s (bucket of {call} {:.1} s, chain {:.1} s): ratio {:.2}",
        plan.operations.len(),
        taken.as_secs_f64(),
        bound.as_secs_f64(),
        bucket.as_secs_f64(),
        chain.as_secs_f64(),
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

/// The bucket that takes longest to give all its tokens.
fn busiest(plan: &Plan) -> (Duration, &'static str) {
    let mut numbers: BTreeMap<&str, f64> = BTreeMap::new();
    for call in plan.operations.iter().flat_map(|one| &one.calls) {
        *numbers.entry(call).or_default() += 1.0;
    }
    let time = |(call, rate, burst): &(&'static str, f64, f64)| {
        let number = numbers.get(call).copied().unwrap_or_default();
        (Duration::from_secs_f64(((number - burst) / rate).max(0.0)), *call)
    };
    RATES.iter().map(time).max().expect("there are rates")
}

/// The longest chain of operations that wait for each other, each with its calls and with what AWS takes for it.
fn chain(plan: &Plan, settings: &Settings) -> Duration {
    let mut ends: BTreeMap<&OperationId, Duration> = BTreeMap::new();
    for operation in &plan.operations {
        let begin =
            operation.waits_for.iter().filter_map(|one| ends.get(one)).max().copied().unwrap_or_default();
        let calls = LATENCY * u32::try_from(operation.calls.len()).expect("few calls");
        let inside = match operation.action {
            Action::CreateAccount { .. } => settings.account_creation,
            Action::EnablePolicyType { .. } => settings.policy_type_change,
            Action::CreateStackInstances(_) => settings.stack_instances,
            _ => Duration::ZERO,
        };
        ends.insert(&operation.id, begin + calls + inside);
    }
    ends.into_values().max().unwrap_or_default()
}
