//! What became of stack instances, against what a plan foresaw.

use orgc_emulator::{AccountView, UnitView, View};
use orgc_ir::{Address, Desired};
use orgc_plan::{Fate, Fleet};
use std::collections::{BTreeMap, BTreeSet};

/// Instances: stack set, account as plans name it, Region.
pub type Instances = BTreeSet<(String, String, String)>;

/// The instances that a plan makes and those that it takes away, as it foresees it.
pub fn foreseen(fleets: &[Fleet]) -> [Instances; 2] {
    let of = |fates: &[Fate]| {
        let mut all = Instances::new();
        for fleet in fleets {
            for row in fleet.rows.iter().filter(|row| fates.contains(&row.fate)) {
                for account in &row.accounts {
                    let instance =
                        |region: &String| (fleet.stack_set.clone(), account.clone(), region.clone());
                    all.extend(row.regions.iter().map(instance));
                }
            }
        }
        all
    };
    [of(&[Fate::Created]), of(&[Fate::Deleted, Fate::Retained])]
}

/// The same, as it was.
pub fn happened(before: &View, after: &View, desired: &Desired) -> [Instances; 2] {
    let mut names = BTreeMap::new();
    for view in [before, after] {
        view.organization.iter().for_each(|organization| name_all(&organization.root, desired, &mut names));
    }
    let instances = |view: &View| -> Instances {
        let all = view.stack_sets.iter().flat_map(|set| set.instances.iter().map(move |one| (set, one)));
        all.map(|(set, one)| (set.name.clone(), names[&one.account].clone(), one.region.clone())).collect()
    };
    let (before, after) = (instances(before), instances(after));
    [after.difference(&before).cloned().collect(), before.difference(&after).cloned().collect()]
}

fn name_all(unit: &UnitView, desired: &Desired, names: &mut BTreeMap<String, String>) {
    for account in &unit.accounts {
        names.insert(account.id.clone(), name(account, desired));
    }
    unit.units.iter().for_each(|below| name_all(below, desired, names));
}

fn name(account: &AccountView, desired: &Desired) -> String {
    let address = account.tags.get("orgc:id").and_then(|text| Address::try_from(text.clone()).ok());
    match address.filter(|address| desired.resources.contains_key(address)) {
        Some(address) => address.name().to_owned(),
        None => format!("{} ({})", account.name, account.id),
    }
}
