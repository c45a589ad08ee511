//! What plugins cost: loading, calls by the size of what crosses the border, and a check of a project with
//! five of them. Fuel and memory are counts, the same on every machine.

use divan::{Bencher, black_box};
use orgc_ir::kinds::{Answer, Kinds as _, Request};
use orgc_ir::{Address, Attribute, Reference, Value};
use orgc_plugin::{Answers, Plugin, PluginKinds};
use orgc_tests::project::{Files, check_with, read_folder};
use std::path::Path;
use std::sync::Arc;

const NAMES: [&str; 6] =
    ["ai-sandbox", "baseline", "budget", "github-oidc", "identity-center", "security-baseline"];
const KIB: usize = 1 << 10;
const SIZES: [usize; 3] = [KIB, 64 * KIB, 1_024 * KIB];

fn main() {
    counts();
    divan::main();
}

/// Fuel and memory of one call each.
fn counts() {
    let kinds = baseline();
    let plugin = kinds.plugins().next().expect("it loads");
    for size in SIZES {
        report(plugin, &format!("expand with a template of {} KiB", size / KIB), &request(size, 0));
    }
    for rows in [100, 10_000] {
        report(plugin, &format!("expand with an answer of {rows} accounts"), &request(KIB, rows));
    }
}

fn report(plugin: &Plugin, what: &str, request: &Request) {
    let (_, used) = plugin.expand(request, &plugin.schemas()[0]).expect("the plugin answers");
    println!("{what}: {} units of fuel, {} KiB", used.fuel, used.memory / KIB);
}

fn only(name: &str) -> PluginKinds {
    let name = format!("std:{name}");
    orgc::plugins::standard().only(|source| source.name == name)
}

fn baseline() -> PluginKinds {
    let kinds = only("baseline");
    assert_eq!(kinds.load_errors(), []);
    kinds
}

/// A block whose template has so many bytes, with an answer of so many accounts.
fn request(template: usize, rows: usize) -> Request {
    let text = |text: &str| Value::text(text);
    let map = |members: &[(&str, Value)]| {
        Value::Map(members.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
    };
    let content = format!("Resources: {{}}\n# {}\n", "x".repeat(template));
    let file = map(&[("path", text("a.yaml")), ("sha256", text("00")), ("content", text(&content))]);
    let row = |number: usize| {
        let address = Address::account(&format!("a{number}"));
        Value::List(vec![
            Value::Entity(address.clone()),
            Value::Text(Reference::new(address, Attribute::Id).into()),
            text(&format!("a{number}")),
            text(&format!("a{number}@example.com")),
        ])
    };
    Request {
        kind: "baseline".into(),
        name: "Audit".into(),
        address: Address::new("baseline", "Audit"),
        config: map(&[
            ("template", file),
            ("regions", Value::List(vec![text("eu-west-1")])),
            ("parameters", map(&[])),
            ("deployments", Value::List(Vec::new())),
        ]),
        answers: vec![Answer { query: "accounts".into(), rows: (0..rows).map(row).collect() }],
    }
}

#[divan::bench(args = NAMES, sample_count = 10)]
fn load(bencher: Bencher<'_, '_>, name: &str) {
    bencher.bench(|| only(name).schemas().len());
}

#[divan::bench(sample_count = 10)]
fn load_all_at_once(bencher: Bencher<'_, '_>) {
    bencher.bench(|| orgc::plugins::standard().schemas().len());
}

#[divan::bench(args = SIZES)]
fn validate(bencher: Bencher<'_, '_>, template: usize) {
    let (kinds, request) = (baseline(), request(template, 0));
    bencher.bench(|| kinds.validate(black_box(&request)));
}

#[divan::bench(args = SIZES)]
fn expand(bencher: Bencher<'_, '_>, template: usize) {
    let (kinds, request) = (baseline(), request(template, 0));
    bencher.bench(|| kinds.expand(black_box(&request)));
}

#[divan::bench(args = [100, 10_000])]
fn expand_with_answer(bencher: Bencher<'_, '_>, rows: usize) {
    let (kinds, request) = (baseline(), request(KIB, rows));
    bencher.bench(|| kinds.expand(black_box(&request)));
}

fn landing_zone() -> Files {
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/landing-zone"))
}

#[divan::bench(sample_count = 10)]
fn check_landing_zone_cold(bencher: Bencher<'_, '_>) {
    let files = landing_zone();
    bencher.bench(|| check_with(&files, &orgc::plugins::standard()).diagnostics.len());
}

#[divan::bench(sample_count = 10)]
fn check_landing_zone_remembered(bencher: Bencher<'_, '_>) {
    let files = landing_zone();
    let answers = Arc::new(Answers::default());
    check_with(&files, &orgc::plugins::standard().recalling(Arc::clone(&answers)));
    let kept = answers.to_bytes().expect("there are answers");
    bencher.bench(|| {
        let answers = Arc::new(Answers::of_bytes(&kept));
        check_with(&files, &orgc::plugins::standard().recalling(answers)).diagnostics.len()
    });
}
