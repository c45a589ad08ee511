//! How many calls to AWS the example takes: counts, which do not depend on the machine.

use orgc_emulator::Service;
use orgc_tests::project::{Files, check};
use orgc_tests::wire::Wire;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.expect("a runtime").block_on(count());
}

async fn count() {
    let wire = Wire::default();
    let desired = check(&example()).desired.expect("the example has no errors");
    let plan = wire.plan(&desired).await.expect("the example can be planned");
    report(&wire, "observe before there is an organization");
    wire.apply(&plan, &wire.client()).await;
    report(&wire, "first apply");
    let plan = wire.plan(&desired).await.expect("the example can be planned");
    assert!(plan.is_empty(), "the second plan is empty");
    report(&wire, "observe for the plan that is empty");
}

fn example() -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/ai-environments");
    ["main.org", "baselines/security.yaml"]
        .into_iter()
        .map(|path| (path.to_owned(), fs::read_to_string(folder.join(path)).expect("a file of the example")))
        .collect()
}

fn report(wire: &Wire, what: &str) {
    let mut numbers: BTreeMap<(Service, String), usize> = BTreeMap::new();
    for call in wire.emulator.calls() {
        *numbers.entry((call.service, call.operation)).or_default() += 1;
    }
    wire.emulator.clear_calls();
    println!("{what}: {} calls", numbers.values().sum::<usize>());
    for ((service, operation), number) in numbers {
        println!("  {number:>3} {service:?}.{operation}");
    }
}
