//! How much of a kind of change a plan may hold before somebody has to say that it is meant.

use crate::diagnostics;
use crate::plan::{Action, Operation, Plan, Verb};
use orgc_diag::Diagnostic;
use orgc_ir::Observed;
use std::collections::{BTreeMap, BTreeSet};

/// The verbs that can have a threshold: those that take something away or put it elsewhere.
pub const KINDS: [Verb; 6] =
    [Verb::Close, Verb::Release, Verb::Move, Verb::Detach, Verb::Delete, Verb::Undeploy];

/// What a plan may hold of a verb at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// So many operations.
    Number(u64),
    /// So many of a hundred live things of the kind that the verb is about.
    Percent(u64),
}

/// Thresholds by verb.
pub type Thresholds = BTreeMap<Verb, Threshold>;

/// The verb of this name, if it can have a threshold.
pub fn kind(name: &str) -> Option<Verb> {
    KINDS.into_iter().find(|verb| verb.as_str() == name)
}

/// Every threshold that the plan exceeds, except for verbs that are allowed this time.
pub fn exceeded(
    plan: &Plan,
    observed: &Observed,
    thresholds: &Thresholds,
    allowed: &BTreeSet<Verb>,
) -> Vec<Diagnostic> {
    let unmeant = thresholds.iter().filter(|(verb, _)| !allowed.contains(verb));
    unmeant.filter_map(|(verb, threshold)| excess(plan, observed, *verb, *threshold)).collect()
}

fn excess(plan: &Plan, observed: &Observed, verb: Verb, threshold: Threshold) -> Option<Diagnostic> {
    let counted: Vec<&Operation> = plan.operations.iter().filter(|one| counts(one, verb)).collect();
    let all = live(observed, verb);
    let (is_over, limit) = match threshold {
        Threshold::Number(most) => (counted.len() as u64 > most, most.to_string()),
        Threshold::Percent(share) => {
            (counted.len() as u64 * 100 > share * all as u64, format!("{share}% of {all}"))
        }
    };
    let first = counted.first().filter(|_| is_over)?;
    Some(diagnostics::over_threshold(verb, counted.len(), &limit, first))
}

/// An account that this plan makes is brought to its place; that takes nothing away from anywhere.
fn counts(operation: &Operation, verb: Verb) -> bool {
    let is_new = match &operation.action {
        Action::MoveAccount { account, .. } => account.known().is_none(),
        _ => false,
    };
    operation.verb == verb && !is_new
}

/// How many live things a verb could be about.
fn live(observed: &Observed, verb: Verb) -> usize {
    match verb {
        Verb::Close | Verb::Release | Verb::Move => {
            observed.accounts.values().filter(|account| account.state == "ACTIVE").count()
        }
        Verb::Detach => {
            let customers = |policy: &String| observed.policies.contains_key(policy);
            observed.attachments.iter().filter(|one| customers(&one.policy)).count()
        }
        Verb::Undeploy => observed.stack_sets.values().map(|set| set.targets.len()).sum(),
        _ => observed.units.len() + observed.policies.len() + observed.stack_sets.len(),
    }
}
