//! What policies let pass: the evaluator against the published rules.
//!
//! [`naive`] is a second evaluator, written from the documentation of AWS alone and without any thought
//! of speed. It shares nothing with the first but the documents and the requests. [`cases`] makes up
//! policies and requests near the edges of the rules; [`vectors`] has what the rules say of known ones, and
//! [`documented`] what AWS says of its examples. [`packing`] holds shorter policies against the longer ones. [`exhaustive`] holds what is proved over all requests against every request of small alphabets.

mod cases;
mod documented;
mod exhaustive;
mod naive;
mod packing;
mod proofs;
mod vectors;

use cases::{Case, Numbers};
use orgc_policy::{Chain, Verdict, decide};

/// Cases in a run of the suite, each of five requests. For more, set `ORGC_CASES`, best with `--release`.
const CASES: u64 = 12_000;

#[test]
fn both_evaluators_say_the_same_of_cases_near_the_edges() {
    let count = cases::count(CASES);
    let mut seen = [0_u64; 3];
    for seed in 0..count {
        let case = Case::new(&mut Numbers::of(seed));
        let (principal, owner) = (case.principal.compiled(), case.owner.compiled());
        for request in &case.requests {
            let found = decide(request, Some(&principal), Some(&owner)).verdict;
            let expected = naive::verdict(request, Some(&case.principal), Some(&case.owner));
            assert_eq!(found, expected, "case {seed}: {request}\n{case}");
            seen[found as usize] += 1;
        }
    }
    let [allowed, implicit, explicit] = seen;
    println!("{count} cases: {allowed} allowed, {implicit} implicitly and {explicit} explicitly denied");
    let least = (allowed + implicit + explicit) / 20;
    assert!(seen.iter().all(|number| *number > least), "the cases are lopsided: {seen:?}");
}

#[test]
fn nobody_from_outside_is_filtered_by_service_control() {
    let case = Case::new(&mut Numbers::of(7));
    for request in &case.requests {
        let decision = decide(request, None, None);
        assert_eq!(decision.verdict, Verdict::Allowed);
        assert_eq!(naive::verdict(request, None, None), Verdict::Allowed);
        let nothing = Chain::default();
        assert_eq!(decide(request, Some(&nothing), Some(&nothing)).verdict, Verdict::Allowed);
    }
}
