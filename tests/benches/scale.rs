//! How the phases grow: organizations of 100 to 10,000 accounts, written out literally; parsing goes
//! on to 100,000.
//! The throughput columns tell whether the growth is linear: bytes and accounts a second stay.

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use orgc_diag::FileId;
use orgc_ir::{Desired, Observed};
use orgc_tests::project::{Files, check};
use orgc_tests::{generate, live};

const SIZES: [usize; 3] = [100, 1_000, 10_000];
const TEXTS: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

fn files(accounts: usize) -> Files {
    Files::from([("main.org".to_owned(), generate::organization(accounts))])
}

fn desired(accounts: usize) -> Desired {
    check(&files(accounts)).desired.expect("the generated organization has no errors")
}

#[divan::bench(args = TEXTS)]
fn parse(bencher: Bencher<'_, '_>, accounts: usize) {
    let text = generate::organization(accounts);
    bencher
        .counter(BytesCount::of_str(&text))
        .counter(ItemsCount::new(accounts))
        .bench(|| orgc_syntax::parse(FileId(0), black_box(&text)));
}

/// The floor of all that reads a text: looking at each byte once.
#[divan::bench(args = TEXTS)]
fn look_at_each_byte(bencher: Bencher<'_, '_>, accounts: usize) {
    let text = generate::organization(accounts);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| black_box(&text).bytes().filter(|byte| *byte == b'\n').count());
}

#[divan::bench(args = TEXTS)]
fn format(bencher: Bencher<'_, '_>, accounts: usize) {
    let text = generate::organization(accounts);
    bencher.counter(BytesCount::of_str(&text)).bench(|| orgc_syntax::format(black_box(&text)));
}

#[divan::bench(args = SIZES)]
fn parse_and_check(bencher: Bencher<'_, '_>, accounts: usize) {
    let files = files(accounts);
    bencher
        .counter(BytesCount::of_str(&files["main.org"]))
        .counter(ItemsCount::new(accounts))
        .bench(|| check(black_box(&files)));
}

#[divan::bench(args = SIZES)]
fn check_table(bencher: Bencher<'_, '_>, accounts: usize) {
    let (source, rows) = generate::table(accounts);
    let bytes = source.len() + rows.len();
    let files = Files::from([("main.org".to_owned(), source), ("fleet.csv".to_owned(), rows)]);
    assert!(check(&files).desired.is_some(), "the generated organization has no errors");
    bencher
        .counter(BytesCount::new(bytes))
        .counter(ItemsCount::new(accounts))
        .bench(|| check(black_box(&files)));
}

#[divan::bench(args = SIZES)]
fn plan_from_nothing(bencher: Bencher<'_, '_>, accounts: usize) {
    let desired = desired(accounts);
    let observed = Observed::default();
    bencher
        .counter(ItemsCount::new(accounts))
        .bench(|| orgc_plan::plan(black_box(&desired), black_box(&observed)).map(|planned| planned.plan));
}

#[divan::bench(args = SIZES)]
fn plan_of_no_change(bencher: Bencher<'_, '_>, accounts: usize) {
    let desired = desired(accounts);
    let observed = live::of(&desired);
    bencher
        .counter(ItemsCount::new(accounts))
        .bench(|| orgc_plan::plan(black_box(&desired), black_box(&observed)).map(|planned| planned.plan));
}
