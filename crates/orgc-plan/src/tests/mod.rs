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
use crate::{Planned, plan, stacks};
use interpreter::Aws;
use orgc_ir::observed::LiveAccount;
use orgc_ir::{Desired, Observed};
use std::collections::BTreeSet;

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
    let stacks = stacks::instances(&plan, &aws.observed);
    aws.apply(&plan, plan.operations.len());
    assert_eq!(named(stacks, aws), live_instances(aws), "what becomes of stacks is foreseen");
    let next = planned(desired, &aws.observed).plan;
    let found = chains(&next, &aws.observed, false);
    for (account, chain) in foreseen {
        assert_eq!(found.get(&account), Some(&chain), "what stands over {account} in the end is foreseen");
    }
    assert_eq!(ids(&next), Vec::<&str>::new(), "an empty plan after {:#?}", ids(&plan));
    plan
}

type Instances = BTreeSet<(String, String, String)>;

/// Instances in which accounts that the plan made have their ids.
fn named(instances: Instances, aws: &Aws) -> Instances {
    let id = |account: String| {
        let mut made = aws.observed.accounts.iter();
        let own = |live: &LiveAccount| live.tags.get("orgc:id").map(|address| format!("{{{address}.id}}"));
        made.find(|(_, live)| own(live).as_ref() == Some(&account)).map_or(account, |(id, _)| id.clone())
    };
    instances.into_iter().map(|(set, account, region)| (set, id(account), region)).collect()
}

fn live_instances(aws: &Aws) -> Instances {
    let sets = aws.observed.stack_sets.iter();
    let all = sets.flat_map(|(name, set)| set.instances.iter().map(move |one| (name, one)));
    all.map(|(name, one)| (name.clone(), one.account.clone(), one.region.clone())).collect()
}

/// An organization in which everything desired is live.
fn settled(desired: &Desired) -> Aws {
    let mut aws = Aws::default();
    settle(desired, &mut aws);
    aws
}
