//! The law of `orgc import`: what is live becomes sources without errors, whose plan holds ownership tags and
//! nothing else, and is empty once it is applied.
//!
//! `PROPTEST_CASES` sets how many organizations are tried.

use orgc::config::Config;
use orgc::import::{Imported, beyond_ownership, import};
use orgc_emulator::Settings;
use orgc_ir::{Desired, MemoryWorld, Observed};
use orgc_plugin::PluginKinds;
use orgc_tests::project::config;
use orgc_tests::sketch::{Sketch, sketches};
use orgc_tests::wire::{REGION, Wire};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Loaded once for all organizations.
static STANDARD: LazyLock<PluginKinds> = LazyLock::new(orgc::plugins::standard);

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.expect("a runtime").block_on(future)
}

fn settings() -> Settings {
    Settings { account_quota: 50, ..Settings::default() }
}

/// The same organizations every time.
fn organizations(number: u32) -> Vec<Sketch> {
    let mut runner = TestRunner::deterministic();
    let number = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(number);
    (0..number).map(|_| sketches().new_tree(&mut runner).expect("a sketch").current()).collect()
}

/// The sources, which have no errors and leave nothing out.
fn imported(observed: &Observed, config: &Config) -> (Imported, Desired) {
    let imported = import(observed, config, &STANDARD).expect("there is an organization");
    let main = &imported.files["main.org"];
    let errors: Vec<_> = imported.diagnostics.iter().filter(|one| one.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{main}");
    assert_eq!(imported.left, [], "{main}");
    let world = MemoryWorld::new(imported.files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let compiled = orgc::compile::compile(&world, config, &STANDARD, Default::default());
    let desired = compiled.desired.expect("without errors there is a model");
    (imported, desired)
}

/// Applies the sources and finds nothing left to do. Answers how many operations that took.
async fn lawful(wire: &Wire, config: &Config) -> usize {
    let (imported, desired) = imported(&wire.everything().await, config);
    let main = &imported.files["main.org"];
    let plan = wire.plan(&desired).await.expect("what is live is safe");
    let beyond: Vec<&str> = beyond_ownership(&plan).map(|one| one.id.0.as_str()).collect();
    assert_eq!(beyond, [] as [&str; 0], "{main}");
    let applied = wire.apply(&plan, &wire.client()).await;
    let failures: Vec<String> = applied.failures().map(|(id, fault)| format!("{id}: {fault}")).collect();
    assert_eq!(failures, [] as [&str; 0], "{main}");
    let left = wire.plan(&desired).await.expect("what is live is safe");
    let left: Vec<&str> = left.operations.iter().map(|one| one.id.0.as_str()).collect();
    assert_eq!(left, [] as [&str; 0], "{main}");
    plan.operations.len()
}

/// The organization as it was before anybody managed it.
fn unmanaged(observed: &Observed) -> String {
    let mut file = json!({ "format": 1, "region": REGION, "organization": observed });
    strip(&mut file);
    file.to_string()
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| !name.starts_with("orgc:"));
            members.values_mut().for_each(strip);
        }
        Value::Array(elements) => elements.iter_mut().for_each(strip),
        _ => {}
    }
}

async fn made(sketch: &Sketch) -> Wire {
    let (wire, desired) = (Wire::new(settings()), sketch.desired(None));
    let plan = wire.plan(&desired).await.expect("from nothing there is always a way");
    let applied = wire.apply(&plan, &wire.client()).await;
    assert_eq!(applied.failures().count(), 0);
    wire
}

#[test]
fn what_nobody_manages_is_taken_over_by_tags_alone() {
    let organizations = organizations(40);
    let mut operations = 0;
    for sketch in &organizations {
        block_on(Box::pin(async {
            let snapshot = unmanaged(&made(sketch).await.everything().await);
            let wire = Wire::copy_of(&snapshot, &settings());
            operations += lawful(&wire, &Config::named("imported")).await;
        }));
    }
    println!("{} organizations, {operations} adoptions", organizations.len());
    assert!(operations > organizations.len());
}

#[test]
fn sources_that_were_lost_come_back_and_nothing_has_to_be_done_for_what_they_said() {
    let organizations = organizations(20);
    for sketch in &organizations {
        block_on(Box::pin(async {
            // A sketch does not declare the management account; the import does.
            assert_eq!(lawful(&made(sketch).await, &config()).await, 1);
        }));
    }
}

#[test]
fn the_same_organization_gives_the_same_files() {
    for sketch in &organizations(5) {
        block_on(Box::pin(async {
            let observed = made(sketch).await.everything().await;
            let files = || imported(&observed, &config()).0.files;
            let once: BTreeMap<String, String> = files();
            assert_eq!(once, files());
            for (path, text) in once.iter().filter(|(path, _)| path.ends_with(".org")) {
                assert_eq!(&orgc_syntax::format(text).text, text, "{path}");
            }
        }));
    }
}
