//! Single instances of a live stack set: failed ones, missing ones, and strays.

use super::fleet::{Deployment, Fleet, Regions, View, listed};
use super::members::{self, is_active};
use super::undeploy::undeploy;
use crate::draft::{self, Draft};
use crate::matching::Matched;
use crate::plan::{Action, InstancesSpec, Verb};
use orgc_ir::observed::{LiveInstance, LiveStackSet};
use orgc_ir::{Address, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Detailed states in which an instance is being worked on, or rests with its account.
const AT_REST: [&str; 3] = ["PENDING", "RUNNING", "SKIPPED_SUSPENDED_ACCOUNT"];

pub(super) fn compare<'a>(
    draft: &mut Draft<'a>,
    fleet: &Fleet<'a>,
    live: &'a LiveStackSet,
    view: &View<'_>,
    updates: bool,
) {
    if let Some(operation) = &live.running_operation {
        return draft.note(format!("an operation of `{}` is running ({operation}); its single instances are compared when it has ended", fleet.address));
    }
    if !updates {
        retry_failed(draft, fleet, live, view);
    }
    if !view.is_automatic {
        deploy_to_joiners(draft, fleet, live, view);
    }
    remove_strays(draft, fleet, live, view);
}

/// Instances that an earlier operation left behind are deployed again.
fn retry_failed<'a>(draft: &mut Draft<'a>, fleet: &Fleet<'a>, live: &'a LiveStackSet, view: &View<'_>) {
    let matched = draft.matched;
    let mut failed: BTreeMap<&Address, (Deployment<'_>, BTreeSet<&str>, Regions)> = BTreeMap::new();
    for one in live.instances.iter().filter(|one| one.status != "CURRENT" && is_active(matched, &one.account))
    {
        if one.status == "INOPERABLE" || one.detailed_status == "INOPERABLE" {
            draft.note(format!("the stack of `{}` in {} {} is inoperable: AWS lets nobody update it; delete the instance and keep its stack, then apply again", fleet.address, one.account, one.region));
        } else if !AT_REST.contains(&one.detailed_status.as_str())
            && let Some(deployment) = governing(matched, fleet, view, one)
        {
            let entry =
                failed.entry(deployment.address).or_insert((deployment, BTreeSet::new(), Regions::new()));
            entry.1.insert(&one.account);
            entry.2.insert(one.region.clone());
        }
    }
    for (deployment, accounts, regions) in failed.into_values() {
        let spec = deployment.spec(matched, fleet.body, regions);
        let spec = InstancesSpec { accounts: accounts.into_iter().map(Text::from).collect(), ..spec };
        let changes = vec![
            draft::changed("status", "failed or outdated", "current"),
            draft::new("regions", listed(&spec.regions)),
        ];
        let action = Action::UpdateStackInstances(spec);
        draft.push(Verb::Deploy, deployment.address, deployment.resource, action, changes);
        draft.distinguish("again");
    }
}

/// The deployment that an instance belongs to: that of its account, else of the nearest unit.
fn governing<'a>(
    matched: &Matched<'a>,
    fleet: &Fleet<'a>,
    view: &View<'_>,
    one: &'a LiveInstance,
) -> Option<Deployment<'a>> {
    let above = matched.destination(&one.account);
    if view.goes(&above, &one.region) || view.leaves(matched, one) {
        return None;
    }
    let mut places = std::iter::once(one.account.clone()).chain(above);
    places.find_map(|place| {
        let mut all = fleet.deployments.iter();
        all.find(|deployment| {
            deployment.body.regions.contains(&one.region) && matched.place(&deployment.body.target) == place
        })
        .copied()
    })
}

/// Where the set does not follow accounts, those that joined a target since are deployed to by name.
fn deploy_to_joiners<'a>(draft: &mut Draft<'a>, fleet: &Fleet<'a>, live: &'a LiveStackSet, view: &View<'_>) {
    let matched = draft.matched;
    let has: BTreeSet<(&str, &str)> =
        live.instances.iter().map(|one| (one.account.as_str(), one.region.as_str())).collect();
    let members = members::all(matched, fleet.body);
    for one in fleet.deployments.iter().filter(|one| !one.is_account(matched)) {
        let (place, present) = (matched.place(&one.body.target), view.present(matched, one));
        let mut joiners: BTreeMap<Regions, Vec<Text>> = BTreeMap::new();
        for (account, _) in members.iter().filter(|(_, above)| above.contains(&place)) {
            let key = account.to_string();
            let missing: Regions = present
                .iter()
                .filter(|region| !has.contains(&(key.as_str(), region.as_str())))
                .cloned()
                .collect();
            if !missing.is_empty() {
                joiners.entry(missing).or_default().push(account.clone());
            }
        }
        for (index, (regions, accounts)) in joiners.into_iter().enumerate() {
            let spec = InstancesSpec { accounts, ..one.spec(matched, fleet.body, regions) };
            let changes = vec![
                draft::new("accounts", spec.accounts.len().to_string()),
                draft::new("regions", listed(&spec.regions)),
            ];
            draft.push(Verb::Deploy, one.address, one.resource, Action::CreateStackInstances(spec), changes);
            draft.distinguish(&format!("joined {}", index + 1));
        }
    }
}

/// Instances that no deployment asks for. Where the set follows accounts, AWS removes what an
/// account leaves behind on its way.
fn remove_strays<'a>(draft: &mut Draft<'a>, fleet: &Fleet<'a>, live: &'a LiveStackSet, view: &View<'_>) {
    let matched = draft.matched;
    let mut strays: BTreeMap<&str, Regions> = BTreeMap::new();
    for one in live.instances.iter().filter(|one| is_active(matched, &one.account)) {
        let wants =
            |place: &String| view.units.get(place).is_some_and(|regions| regions.contains(&one.region));
        let then = matched.destination(&one.account);
        let wanted = then.iter().any(wants)
            || view.accounts.get(&one.account).is_some_and(|regions| regions.contains(&one.region));
        let goes = view.leaves(matched, one) || view.goes(&then, &one.region);
        if !wanted && !goes {
            strays.entry(&one.account).or_default().insert(one.region.clone());
        }
    }
    for (account, regions) in strays {
        let place = matched.place_name(account);
        undeploy(draft, fleet, &place, matched.root(), vec![account.into()], &regions);
    }
}
