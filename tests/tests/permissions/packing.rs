//! Shorter policies do what the longer ones do: as is proved, and as the second evaluator says of requests.

use crate::cases::{self, Case, Numbers};
use crate::naive::{self, Account};
use orgc_policy::{Document, Ground, compare};

/// Policies in a run of the suite. For more, set `ORGC_CASES`, best with `--release`.
const POLICIES: u64 = 300;

#[test]
fn a_shorter_policy_does_what_the_longer_one_does() {
    let count = cases::count(POLICIES);
    let (mut shorter, mut joined, mut undecided) = (0, 0, 0);
    for seed in 0..count {
        let mut numbers = Numbers::of(seed ^ 0x0707);
        let document = cases::relatives(&mut numbers);
        let Some(packed) = document.packed() else { continue };
        let told = || format!("policy {seed}: {}\n{}", document.to_minified(), packed.document.to_minified());
        assert!(packed.document.statements.len() < document.statements.len(), "{}", told());
        shorter += 1;
        joined += document.statements.len() - packed.document.statements.len();
        let (before, after) = (under(&document), under(&packed.document));
        let found = compare(&before.compiled(), &after.compiled(), &anybody());
        for change in found.gained.iter().chain(&found.lost) {
            let undecided_why = change.example.as_ref().expect_err(&told());
            assert!(!undecided_why.to_string().is_empty());
            undecided += 1;
        }
        for request in &Case::new(&mut numbers).requests {
            let verdict = |account: &Account| naive::verdict(request, Some(account), Some(account));
            assert_eq!(verdict(&before), verdict(&after), "{request}\n{}", told());
        }
    }
    println!(
        "{count} policies: {shorter} became shorter by {joined} statements, {undecided} questions undecided"
    );
    assert!(shorter > count / 3, "{shorter}");
}

fn under(document: &Document) -> Account {
    Account { is_management: false, service: vec![vec![document.clone()]], resource: Vec::new() }
}

fn anybody() -> Ground {
    Ground { principals: vec!["arn:*:*::*:*".to_owned()], ..Ground::default() }
}
