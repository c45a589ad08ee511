//! Service-managed stack sets as baselines, and where they are deployed.

use super::choice::Choice;
use super::page::{Page, regions};
use super::portrait::{Files, Portrait};
use orgc_ir::Observed;
use orgc_ir::observed::{LiveOrganization, LiveStackSet};
use orgc_syntax::spelling::{key, quoted};
use std::collections::{BTreeMap, BTreeSet};

/// What CloudFormation answers in the place of a value that it hides.
const HIDDEN: &str = "****";

/// The capabilities that templates acknowledge, with their words.
const CAPABILITIES: [(&str, &str); 3] = [
    ("CAPABILITY_AUTO_EXPAND", "auto-expand"),
    ("CAPABILITY_IAM", "iam"),
    ("CAPABILITY_NAMED_IAM", "named-iam"),
];

type Regions = BTreeSet<String>;

/// The Regions of a stack set at each of its targets: the root, units, accounts, by id.
pub(super) type Fleet = BTreeMap<String, Regions>;

/// The block of a stack set, and its template as a file.
pub(super) fn write(portrait: &Portrait<'_>, name: &str, page: &mut Page, files: &mut Files) {
    let Some(set) = portrait.observed.stack_sets.get(name) else { return };
    let Some(fleet) = portrait.fleets.get(name) else { return };
    let is_json = set.template.trim_start().starts_with('{');
    let path = format!("templates/{name}.{}", if is_json { "json" } else { "yaml" });
    page.gap();
    page.line(format!("baseline {name} {{"));
    page.line(format!("template = file({})", quoted(&path)));
    page.line(format!("regions = {}", regions(&usual_regions(portrait.region, fleet))));
    let (description, _) = orgc_plan::recorded_description(&set.description);
    if !description.is_empty() && description != format!("Baseline {name}") {
        page.attribute("description", description);
    }
    let words = CAPABILITIES.iter().filter(|(capability, _)| set.capabilities.contains(*capability));
    let words: Vec<&str> = words.map(|(_, word)| *word).collect();
    if !words.is_empty() {
        page.line(format!("capabilities = [{}]", words.join(", ")));
    }
    match set.auto_deployment.filter(|one| one.enabled) {
        None => page.line("auto-deploy = false"),
        Some(one) if one.retain_on_leave => page.line("on-leave = retain"),
        Some(_) => {}
    }
    let known: Vec<_> = set.parameters.iter().filter(|(_, value)| *value != HIDDEN).collect();
    if !known.is_empty() {
        page.record("parameters", known.into_iter().map(|(name, value)| (key(name), value.as_str())));
    }
    page.marks(&set.tags);
    page.line("}");
    files.insert(path, set.template.clone());
}

/// The `deploy` sentences of a place.
pub(super) fn deployments(portrait: &Portrait<'_>, place: &str) -> Vec<String> {
    let here = portrait.fleets.iter().filter_map(|(name, fleet)| Some((name, fleet, fleet.get(place)?)));
    let sentence = |(name, fleet, here): (&&str, &Fleet, &Regions)| {
        if *here == usual_regions(portrait.region, fleet) {
            format!("deploy {name}")
        } else {
            format!("deploy {name} in {}", regions(here))
        }
    };
    here.map(sentence).collect()
}

/// The Regions that most deployments have.
fn usual_regions(home: &str, fleet: &Fleet) -> Regions {
    let mut counts: BTreeMap<&Regions, usize> = BTreeMap::new();
    fleet.values().for_each(|regions| *counts.entry(regions).or_default() += 1);
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map_or_else(|| Regions::from([home.to_owned()]), |(regions, _)| regions.clone())
}

/// Where each set is deployed: the root and units, and single accounts. AWS deploys to single accounts
/// through the root, so that the root is a target too; it is one of its own where all accounts have
/// stacks.
pub(super) fn fleets<'a>(
    observed: &'a Observed,
    organization: &LiveOrganization,
    choice: &Choice<'a>,
) -> BTreeMap<&'a str, Fleet> {
    let sets = choice.stack_sets.iter().filter_map(|name| Some((*name, observed.stack_sets.get(*name)?)));
    let view = View { observed, organization, choice };
    sets.map(|(name, set)| (name, view.fleet(set))).collect()
}

struct View<'v, 'a> {
    observed: &'a Observed,
    organization: &'v LiveOrganization,
    choice: &'v Choice<'a>,
}

impl View<'_, '_> {
    fn fleet(&self, set: &LiveStackSet) -> Fleet {
        let mut fleet = Fleet::new();
        for (target, regions) in &set.targets {
            for region in regions {
                let places = match *target == self.organization.root_id {
                    true => self.below_root(set, region),
                    false => vec![target.clone()],
                };
                places
                    .into_iter()
                    .for_each(|place| _ = fleet.entry(place).or_default().insert(region.clone()));
            }
        }
        fleet
    }

    /// The root if every member account has its stack in a Region, else the accounts that have one
    /// and no unit that is a target above them.
    fn below_root(&self, set: &LiveStackSet, region: &str) -> Vec<String> {
        let management = self.organization.management_account_id.as_str();
        let mut members = self.choice.accounts.iter().filter(|id| **id != management);
        let here = set.instances.iter().filter(|one| one.region == region);
        let with: BTreeSet<&str> = here.map(|one| one.account.as_str()).collect();
        if members.all(|id| with.contains(id)) {
            return vec![self.organization.root_id.clone()];
        }
        let is_target = |unit: &&str| set.targets.get(*unit).is_some_and(|regions| regions.contains(region));
        let alone = with
            .iter()
            .filter(|id| self.choice.accounts.contains(*id) && !self.units_above(id).iter().any(is_target));
        alone.map(|id| (*id).to_owned()).collect()
    }

    fn units_above(&self, account: &str) -> Vec<&str> {
        let mut above = Vec::new();
        let mut place = self.observed.accounts.get(account).map(|live| live.parent.as_str());
        while let Some((id, unit)) = place.and_then(|id| self.observed.units.get_key_value(id)) {
            above.push(id.as_str());
            place = Some(&unit.parent);
        }
        above
    }
}
