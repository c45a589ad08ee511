//! Stack sets that are no longer declared: deleted with their stacks, or let go.

use crate::draft::{self, Draft};
use crate::matching::Leaving;
use crate::plan::{Action, InstancesSpec, StackSetSpec, Verb};
use orgc_ir::observed::LiveStackSet;
use orgc_ir::{Address, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Removes all instances, target by target, and then the set.
pub(super) fn delete<'a>(draft: &mut Draft<'a>, leaving: &Leaving<'_>, name: &str, set: &'a LiveStackSet) {
    for (unit, regions) in topmost(draft, set) {
        undeploy(draft, leaving, name, unit, unit.into(), Vec::new(), regions);
    }
    for (account, regions) in strays(draft, set) {
        let root = draft.matched.root();
        undeploy(draft, leaving, name, account, root, vec![account.into()], regions);
    }
    let changes = vec![draft::gone("name", name)];
    let action = Action::DeleteStackSet { name: name.to_owned() };
    draft.push_because(Verb::Delete, &leaving.address, leaving.reason(), action, changes);
}

/// Targets, without Regions that go with a target above.
fn topmost<'a>(draft: &Draft<'_>, set: &'a LiveStackSet) -> BTreeMap<&'a str, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for (unit, regions) in &set.targets {
        let above = draft.matched.live_above(unit);
        let goes = |region: &String| {
            above.iter().any(|one| set.targets.get(*one).is_some_and(|all| all.contains(region)))
        };
        let own: BTreeSet<String> = regions.iter().filter(|one| !goes(one)).cloned().collect();
        if !own.is_empty() {
            all.insert(unit.as_str(), own);
        }
    }
    all
}

/// Instances that are below no target.
fn strays<'a>(draft: &Draft<'_>, set: &'a LiveStackSet) -> BTreeMap<&'a str, BTreeSet<String>> {
    let mut all: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for one in &set.instances {
        let above = draft.matched.live_above(&one.account);
        let is_below = above
            .iter()
            .any(|unit| set.targets.get(*unit).is_some_and(|regions| regions.contains(&one.region)));
        if !is_below {
            all.entry(&one.account).or_default().insert(one.region.clone());
        }
    }
    all
}

fn undeploy<'a>(
    draft: &mut Draft<'a>,
    leaving: &Leaving<'_>,
    name: &str,
    target: &'a str,
    unit: Text,
    accounts: Vec<Text>,
    regions: BTreeSet<String>,
) {
    let place = draft.matched.place_name(target);
    let listed = regions.iter().cloned().collect::<Vec<_>>().join(", ");
    let changes = vec![draft::gone("target", &place), draft::gone("regions", &listed)];
    let block = leaving
        .address
        .as_str()
        .rsplit_once('/')
        .and_then(|(block, _)| Address::try_from(block.to_owned()).ok());
    let address = block.unwrap_or_else(|| leaving.address.clone()).child(&format!("instances@{place}"));
    let spec = InstancesSpec {
        stack_set: name.to_owned(),
        unit,
        accounts,
        regions,
        overrides: BTreeMap::new(),
        rollout: None,
    };
    let action = Action::DeleteStackInstances(spec);
    draft.push_because(Verb::Undeploy, &address, leaving.reason(), action, changes);
}

/// The definition as it is, without some tags.
pub(super) fn forget(name: &str, set: &LiveStackSet, remove: &BTreeSet<String>) -> Action {
    let tags = set.tags.iter().filter(|(key, _)| !remove.contains(*key) && !key.starts_with("aws:"));
    let parameters = set.parameters.iter().map(|(key, value)| (key.clone(), value.as_str().into()));
    let spec = StackSetSpec {
        name: name.to_owned(),
        description: set.description.clone(),
        template: set.template.clone(),
        permission_model: set.permission_model,
        auto_deployment: set.auto_deployment,
        capabilities: set.capabilities.clone(),
        parameters: parameters.collect(),
        tags: tags.map(|(key, value)| (key.clone(), value.clone())).collect(),
    };
    Action::UpdateStackSet { spec, rollout: None }
}
