//! What management policies come to: `orgc-policy` against the emulator, which merges in code of its own.
//!
//! [`documents`] makes up policies of every type near one another, so that levels meet at the same places.
//! [`organization`] is the emulated organization to whose levels they are attached. [`planned`] does so by a plan.

mod documents;
mod organization;
mod planned;

use documents::{Case, cases};
use organization::{Answer, LEVELS, Organization};
use orgc_policy::PolicyType;
use orgc_policy::merge::{Effective, Leaf, Level, Policy, merge};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;
use std::cell::RefCell;
use std::sync::Arc;

/// The policies that both take, level by level.
fn taken(case: &Case, organization: &Organization) -> Vec<Vec<Value>> {
    let policy_type = case.policy_type;
    let is_taken = |document: &&Value| {
        let ours = Policy::new("p", &document.to_string(), policy_type);
        ours.is_ok() && organization.takes(document, policy_type)
    };
    case.levels.iter().map(|level| level.iter().filter(is_taken).cloned().collect()).collect()
}

fn levels(taken: &[Vec<Value>], policy_type: &PolicyType) -> Vec<Level> {
    let policy = |document: &Value| {
        Arc::new(Policy::new("p", &document.to_string(), policy_type).expect("it was read before"))
    };
    let level = |documents: &Vec<Value>| Level {
        target: String::new(),
        policies: documents.iter().map(policy).collect(),
    };
    taken.iter().map(level).collect()
}

/// The values of which the order of attachment decides nothing, lists without their order.
fn settled(effective: &Effective) -> Vec<(String, Value)> {
    let sorted = |leaf: &Leaf| {
        let mut value = leaf.value.clone();
        if let Value::Array(elements) = &mut value {
            elements.sort_by_key(Value::to_string);
        }
        (leaf.path.to_string(), value)
    };
    effective.leaves.iter().filter(|leaf| !leaf.is_contested).map(sorted).collect()
}

/// How often something happened.
#[derive(Default)]
struct Seen {
    policies: usize,
    refused: usize,
    invalid: usize,
    ignored: usize,
    replaced: usize,
    removed: usize,
    contested: usize,
}

#[test]
fn both_say_the_same_of_random_policies_of_every_type() {
    let organization = Organization::new();
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let cases_of_all = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let config =
        Config { cases: cases_of_all.unwrap_or(400), failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, rng);
    let seen = RefCell::new(Seen::default());
    let result = runner.run(&cases(LEVELS), |case| {
        let taken = taken(&case, &organization);
        let effective = merge(&levels(&taken, case.policy_type));
        let backwards: Vec<Vec<Value>> =
            taken.iter().map(|level| level.iter().rev().cloned().collect()).collect();
        let reordered = merge(&levels(&backwards, case.policy_type));
        prop_assert_eq!(settled(&effective), settled(&reordered));
        let mut seen = seen.borrow_mut();
        seen.contested += effective.leaves.iter().filter(|leaf| leaf.is_contested).count();
        match organization.effective(&taken, case.policy_type) {
            Answer::Document(theirs) => prop_assert_eq!(effective.document(), theirs),
            Answer::Invalid => seen.invalid += 1,
            Answer::Nothing => prop_assert!(taken.iter().all(Vec::is_empty)),
        }
        seen.policies += case.levels.iter().flatten().count();
        seen.refused += case.levels.iter().flatten().count() - taken.iter().flatten().count();
        seen.ignored += effective.ignored.len();
        seen.replaced += effective.leaves.iter().filter(|leaf| leaf.changes.len() > 1).count();
        seen.removed += effective.leaves.iter().filter(|leaf| leaf.is_emptied()).count();
        Ok(())
    });
    if let Err(difference) = result {
        panic!("{difference}");
    }
    let Seen { policies, refused, invalid, ignored, replaced, removed, contested } = seen.into_inner();
    println!(
        "{policies} policies, {refused} refused, {invalid} effective ones invalid, {ignored} instructions ignored, \
         {replaced} values of several instructions, {removed} lists emptied, {contested} values contested"
    );
    assert!(refused * 4 < policies && invalid * 4 < policies, "most policies are taken");
    assert!(ignored > 0 && replaced > 0 && removed > 0 && contested > 0, "the cases meet every rule");
}
