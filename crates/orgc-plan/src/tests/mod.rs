//! Whole plans: made, carried out on a snapshot by a small interpreter, and made again.

mod access;
mod administration;
mod example;
mod fleets;
mod identity;
mod interpreter;
mod model;
mod random;
mod refusals;
mod relations;
mod removals;
mod resuming;
mod saved;

use crate::access::chains;
use crate::plan::Plan;
use crate::{Planned, plan};
use interpreter::Aws;
use orgc_ir::{Desired, Observed};

/// The plan, which must exist.
fn planned(desired: &Desired, observed: &Observed) -> Planned {
    match plan(desired, observed) {
        Ok(planned) => planned,
        Err(findings) => panic!("{}", messages(&findings).join("\n")),
    }
}

/// The messages of a refused plan.
fn refused(desired: &Desired, observed: &Observed) -> Vec<String> {
    messages(&plan(desired, observed).expect_err("the plan is refused"))
}

fn messages(findings: &[orgc_diag::Diagnostic]) -> Vec<String> {
    findings.iter().map(|one| format!("{} {}", one.code.id(), one.message)).collect()
}

fn ids(plan: &Plan) -> Vec<&str> {
    plan.operations.iter().map(|one| one.id.0.as_str()).collect()
}

/// Carries a plan out and checks that the next one is empty.
fn settle(desired: &Desired, aws: &mut Aws) -> Plan {
    let plan = planned(desired, &aws.observed).plan;
    assert_eq!(Plan::from_json(&plan.to_json()).as_ref(), Ok(&plan), "a plan reads back as it was");
    let foreseen = chains(&plan, &aws.observed, true);
    aws.apply(&plan, plan.operations.len());
    let next = planned(desired, &aws.observed).plan;
    let found = chains(&next, &aws.observed, false);
    for (account, chain) in foreseen {
        assert_eq!(found.get(&account), Some(&chain), "what stands over {account} in the end is foreseen");
    }
    assert_eq!(ids(&next), Vec::<&str>::new(), "an empty plan after {:#?}", ids(&plan));
    plan
}

/// An organization in which everything desired is live.
fn settled(desired: &Desired) -> Aws {
    let mut aws = Aws::default();
    settle(desired, &mut aws);
    aws
}
