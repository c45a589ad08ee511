//! Stack instances, target by target: those of a declared stack set are exactly those written.

use super::fleet::{Deployment, Fleet, Regions, View, listed};
use super::single_instances;
use super::undeploy::undeploy;
use crate::draft::{self, Draft};
use crate::plan::{Action, Verb};
use orgc_ir::Address;
use orgc_ir::observed::LiveStackSet;

/// All deployments of a new set.
pub(super) fn create_all(draft: &mut Draft<'_>, fleet: &Fleet<'_>) {
    for one in &fleet.deployments {
        create(draft, fleet, one, one.body.regions.clone());
    }
}

/// The deployments of a live set. `changed` have other overrides; `updates` says that the set's own
/// definition is updated first, which also updates every instance.
pub(super) fn compare<'a>(
    draft: &mut Draft<'a>,
    fleet: &Fleet<'a>,
    live: &'a LiveStackSet,
    changed: &[&Address],
    updates: bool,
) {
    let matched = draft.matched;
    let view = View::new(matched, fleet, live);
    if fleet.follows_accounts() && !view.is_automatic {
        draft.note(format!("`{}` follows accounts and is deployed to single accounts: AWS may also deploy it to accounts that join beside those", fleet.address));
    }
    // Removing a target removes what is below it too; what is wanted there is made again after it.
    let above = |one: &Deployment<'_>| matched.desired_above(&one.body.target);
    let below = |unit: &str| fleet.deployments.iter().any(|one| above(one).iter().any(|place| place == unit));
    let (first, last): (Vec<_>, Vec<_>) = view.removed.iter().partition(|(unit, _)| below(unit));
    for (unit, regions) in first {
        draft.note(format!("stacks of `{}` below {} are deleted and made again: AWS cannot end a target without what is below it", fleet.address, matched.place_name(unit)));
        remove(draft, fleet, unit, regions);
    }
    for one in &fleet.deployments {
        let present = view.present(matched, one);
        let missing: Regions = one.body.regions.difference(&present).cloned().collect();
        if changed.contains(&one.address) && view.has_instances(matched, fleet, one) {
            update(draft, fleet, one, present);
        }
        if !missing.is_empty() {
            create(draft, fleet, one, missing);
        }
    }
    single_instances::compare(draft, fleet, live, &view, updates);
    for (unit, regions) in last {
        remove(draft, fleet, unit, regions);
    }
}

fn create(draft: &mut Draft<'_>, fleet: &Fleet<'_>, one: &Deployment<'_>, regions: Regions) {
    let spec = one.spec(draft.matched, fleet.body, regions);
    let mut changes =
        vec![draft::new("target", one.body.target.as_str()), draft::new("regions", listed(&spec.regions))];
    changes.extend(
        one.body
            .overrides
            .iter()
            .map(|(name, value)| draft::new(&format!("parameters.{name}"), value.clone())),
    );
    draft.push(Verb::Deploy, one.address, one.resource, Action::CreateStackInstances(spec), changes);
}

fn update(draft: &mut Draft<'_>, fleet: &Fleet<'_>, one: &Deployment<'_>, regions: Regions) {
    let spec = one.spec(draft.matched, fleet.body, regions);
    let mut changes: Vec<_> = one
        .body
        .overrides
        .iter()
        .map(|(name, value)| draft::new(&format!("parameters.{name}"), value.clone()))
        .collect();
    if changes.is_empty() {
        changes.push(draft::gone("parameters", "others than those of the set"));
    }
    draft.push(Verb::Deploy, one.address, one.resource, Action::UpdateStackInstances(spec), changes);
    draft.distinguish("parameters");
}

fn remove<'a>(draft: &mut Draft<'a>, fleet: &Fleet<'_>, unit: &'a str, regions: &Regions) {
    let place = draft.matched.place_name(unit);
    undeploy(draft, fleet, &place, unit.into(), Vec::new(), regions);
}
