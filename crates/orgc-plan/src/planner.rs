//! From desired and observed to a plan, phase by phase.

use crate::draft::Draft;
use crate::guards::Guards;
use crate::plan::{FORMAT, Operation, Plan};
use crate::{diff, fingerprint, matching, order, simulate, target, unmanaged};
use matching::Matched;
use orgc_diag::Diagnostic;
use orgc_ir::{Address, Desired, Observed};
use std::collections::BTreeSet;

/// A plan with what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// Findings that do not stop it.
    pub warnings: Vec<Diagnostic>,
}

/// The way from what is live to what is desired.
///
/// # Errors
/// Everything that stops it: things that vanished from the sources, conflicts about who owns what,
/// changes that AWS cannot make or that `protect` refuses, guards that would drop.
pub fn plan(desired: &Desired, observed: &Observed) -> Result<Planned, Vec<Diagnostic>> {
    plan_part(desired, observed, &BTreeSet::new())
}

/// The part of the way that some things need; the whole way without any. What stops the whole stops a part.
///
/// # Errors
/// Everything that stops it, and targets that there are not.
pub fn plan_part(
    desired: &Desired,
    observed: &Observed,
    targets: &BTreeSet<Address>,
) -> Result<Planned, Vec<Diagnostic>> {
    let (matched, conflicts) = matching::run(desired, observed);
    let guards = Guards::new(&matched);
    let mut draft = Draft::new(&matched, &guards);
    diff::run(&mut draft);
    let mut diagnostics = conflicts;
    diagnostics.append(&mut draft.diagnostics);
    orgc_diag::sort(&mut diagnostics);
    let (errors, warnings): (Vec<_>, Vec<_>) = diagnostics.into_iter().partition(Diagnostic::is_error);
    if !errors.is_empty() {
        return Err(errors.into_iter().chain(warnings).collect());
    }
    target::narrow(&mut draft, targets)?;
    diff::note(&mut draft);
    order::widen(&mut draft);
    let operations = order::run(&draft)?;
    simulate::run(&matched, &guards, &operations).map_err(|dropped| vec![*dropped])?;
    let notes = std::mem::take(&mut draft.notes);
    Ok(Planned { plan: finish(&matched, targets, operations, notes), warnings })
}

fn finish(
    matched: &Matched<'_>,
    targets: &BTreeSet<Address>,
    operations: Vec<Operation>,
    notes: Vec<String>,
) -> Plan {
    let touched = fingerprint::touched(matched, &operations);
    Plan {
        format: FORMAT,
        project: matched.desired.project.clone(),
        region: matched.desired.region.clone(),
        desired: fingerprint::of_desired(matched.desired),
        live: fingerprint::digest(&touched),
        touched,
        targets: targets.clone(),
        operations,
        bindings: matched.bindings(),
        unmanaged: unmanaged::list(matched),
        notes,
    }
}
