//! Following accounts: a service-managed set deploys to accounts that join its OUs and withdraws from those that
//! leave, by ordinary operations that take the set's slot.

use std::collections::BTreeMap;

use super::{launch, pending};
use crate::state::State;
use crate::state::stack_set::{Action, Preferences, StackSet};

/// What one set does about one account.
#[derive(Debug)]
struct Reaction {
    region: String,
    name: String,
    retain_stacks: bool,
    /// Regions of instances to delete, with the OU each came from.
    leaving: BTreeMap<String, String>,
    /// Regions of instances to create, with the OU each is for.
    joining: BTreeMap<String, String>,
    /// Regions in which the instance stays and belongs to another OU now.
    staying: BTreeMap<String, String>,
}

/// Reacts to an account that was below the containers `before` and is where the organization says now.
pub(crate) fn account_moved(state: &mut State, account: &str, before: &[String]) {
    if !state.stack_sets.activated || account == state.settings.management_account_id {
        return;
    }
    let organization = state.organization.as_ref();
    let after: Vec<String> =
        organization.map(|found| found.ancestors(account).map(str::to_owned).collect()).unwrap_or_default();
    let sets =
        state.stack_sets.live.iter().flat_map(|(region, sets)| sets.values().map(move |set| (region, set)));
    let following = sets.filter(|(_, set)| set.follows_accounts());
    let reactions: Vec<Reaction> =
        following.map(|(region, set)| reaction(region, set, account, before, &after)).collect();
    for reaction in reactions {
        react(state, account, reaction);
    }
}

fn reaction(region: &str, set: &StackSet, account: &str, before: &[String], after: &[String]) -> Reaction {
    let had = set.regions_for(before);
    let has = set.regions_for(after);
    let pick =
        |from: &BTreeMap<String, String>, keep: &dyn Fn(&String) -> bool| -> BTreeMap<String, String> {
            from.iter()
                .filter(|(region, _)| keep(region))
                .map(|(region, unit)| (region.clone(), unit.clone()))
                .collect()
        };
    let exists = |region: &String| set.instance(account, region).is_some();
    Reaction {
        region: region.to_owned(),
        name: set.name.clone(),
        retain_stacks: set.auto_deployment.is_some_and(|setting| setting.retain_stacks),
        leaving: pick(&had, &|region| !has.contains_key(region) && exists(region)),
        joining: pick(&has, &|region| !had.contains_key(region)),
        staying: pick(&has, &|region| had.contains_key(region) && exists(region)),
    }
}

fn react(state: &mut State, account: &str, reaction: Reaction) {
    let Reaction { region, name, retain_stacks, leaving, joining, staying } = reaction;
    if let Some(set) = state.stack_sets.find_mut(&region, &name) {
        for (place, unit) in staying {
            set.instance_mut(account, &place)
                .into_iter()
                .for_each(|instance| instance.unit = Some(unit.clone()));
        }
    }
    deploy(state, &region, &name, account, Action::Delete, retain_stacks, leaving);
    deploy(state, &region, &name, account, Action::Create, false, joining);
}

fn deploy(
    state: &mut State,
    region: &str,
    name: &str,
    account: &str,
    action: Action,
    retain_stacks: bool,
    places: BTreeMap<String, String>,
) {
    if places.is_empty() {
        return;
    }
    let mut units: Vec<String> = places.values().cloned().collect();
    units.dedup();
    let targets: Vec<_> =
        places.into_iter().map(|(place, unit)| (account.to_owned(), place, Some(unit))).collect();
    let id = state.ids.uuid();
    if let Some(set) = state.stack_sets.find_mut(region, name) {
        pending::prepare(set, action, &targets, None, &id);
    }
    let id = Some(id);
    let preferences = Preferences::default();
    launch::start(
        state,
        region,
        name,
        launch::Launch { id, action, retain_stacks, preferences, units, targets },
    );
}
