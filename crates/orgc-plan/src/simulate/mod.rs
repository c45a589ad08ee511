//! Walks through a plan in thought and watches the guards.
//!
//! Promise: at no step does an account that stands where the sources want it lose a piece of a deny
//! that the sources want there, or keep no service control policy that allows anything at some
//! level; and an account comes to its place only when everything that shall hold there holds. The
//! order is made so that this is true; this is the check that it is. The management account is
//! outside: these policies do not reach it.

mod state;

use crate::diagnostics;
use crate::guards::{Guard, Guards};
use crate::matching::Matched;
use crate::plan::{Action, Operation};
use orgc_diag::Diagnostic;
use orgc_ir::Text;
use state::State;
use std::collections::BTreeSet;

/// Checks every step.
///
/// # Errors
/// The first step that would drop a guard.
pub(crate) fn run(
    matched: &Matched<'_>,
    guards: &Guards,
    operations: &[Operation],
) -> Result<(), Box<Diagnostic>> {
    let mut state = State::new(matched, guards);
    for operation in operations {
        step(&mut state, &operation.action).map_err(|consequence| {
            Box::new(diagnostics::guard_would_drop(&operation.id.to_string(), &consequence))
        })?;
        state.learn(operation);
    }
    Ok(())
}

fn step(state: &mut State<'_>, action: &Action) -> Result<(), String> {
    match action {
        Action::AttachPolicy { policy, target } => state.attach(&target.to_string(), &policy.to_string()),
        Action::DetachPolicy { policy, target } => {
            let (policy, target) = (policy.to_string(), target.to_string());
            let lost = state.guard(&policy).map(|guard| guard.denies.clone()).unwrap_or_default();
            state.detach(&target, &policy);
            return check_below(state, &[target], &lost);
        }
        Action::UpdatePolicy { policy, document: Some(document), .. } => {
            return update(state, &policy.to_string(), document);
        }
        Action::MoveAccount { account, to, .. } => {
            let (account, to) = (account.to_string(), to.to_string());
            state.relocate(&account, &to);
            return check_arrival(state, &account);
        }
        _ => {}
    }
    Ok(())
}

fn update(state: &mut State<'_>, policy: &str, document: &Text) -> Result<(), String> {
    let before = state.guard(policy).cloned().unwrap_or_default();
    state.update(policy, document);
    let after = state.guard(policy).cloned().unwrap_or_default();
    let lost: BTreeSet<String> = before.denies.difference(&after.denies).cloned().collect();
    let allow = before.allows && !after.allows;
    if lost.is_empty() && !allow {
        return Ok(());
    }
    let places = state.places_of(policy);
    check_below(state, &places, &lost)
}

/// After something was taken away at some places: whoever has arrived below them keeps the pieces
/// that are declared for it, and an allow at every level.
fn check_below(state: &State<'_>, places: &[String], lost: &BTreeSet<String>) -> Result<(), String> {
    for account in state.arrived_below(places) {
        let effective = state.effective(&account);
        let declared = state.declared(&account);
        let gone = lost.iter().find(|piece| declared.contains(piece) && !denies(&effective, piece));
        if let Some(piece) = gone {
            return Err(format!("{} loses {piece}", state.name(&account)));
        }
        state.check_allow(&account)?;
    }
    Ok(())
}

fn check_arrival(state: &State<'_>, account: &str) -> Result<(), String> {
    if !state.has_arrived(account) {
        return Ok(());
    }
    let effective = state.effective(account);
    match state.declared(account).into_iter().find(|piece| !denies(&effective, piece)) {
        Some(piece) => Err(format!("{} arrives before {piece} holds there", state.name(account))),
        None => state.check_allow(account),
    }
}

fn denies(guards: &[&Guard], piece: &str) -> bool {
    guards.iter().any(|guard| guard.denies.contains(piece))
}
