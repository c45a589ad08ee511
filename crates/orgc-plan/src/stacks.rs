//! What becomes of stack instances while a plan is carried out.
//!
//! The operations are carried out in thought: what they deploy themselves, and what AWS does by itself when
//! accounts come, move and leave (CloudFormation guide: automatic deployments). An account that moves between places
//! that are both targets keeps its stack.

use crate::plan::{Action, InstancesSpec, Operation, Plan};
use crate::tree::{Tree, own_id};
use orgc_ir::desired::AutoDeployment;
use orgc_ir::observed::LiveStackSet;
use orgc_ir::{Address, Observed};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A stack set of which instances change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Fleet {
    /// Its name in AWS.
    pub stack_set: String,
    /// Its address; none if nobody declares it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// What becomes of its instances; what is in no row stays as it is.
    pub rows: Vec<Row>,
}

/// Instances of which the same becomes: one in each of the accounts for each of the Regions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Row {
    /// What becomes of them.
    pub fate: Fate,
    /// Whether AWS does it by itself, as an account comes, moves or leaves.
    pub by_aws: bool,
    /// The Regions.
    pub regions: BTreeSet<String>,
    /// The accounts, as people call them.
    pub accounts: BTreeSet<String>,
}

/// What becomes of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is made, with its stack.
    Created,
    /// It is updated.
    Updated,
    /// It is deleted, and made again.
    Replaced,
    /// It is deleted, with its stack.
    Deleted,
    /// It is deleted, and its stack stays, in nobody's care.
    Retained,
    /// Its account is closed; nothing is done to it any more.
    Resting,
}

/// What becomes of stack instances; empty when nothing does.
pub fn stacks(plan: &Plan, observed: &Observed) -> Vec<Fleet> {
    let matters = |one: &Operation| is_about_stacks(&one.action) || is_about_accounts(&one.action);
    if !plan.operations.iter().any(matters) {
        return Vec::new();
    }
    let mut state = State::new(plan, observed);
    plan.operations.iter().for_each(|operation| state.carry_out(operation));
    let State { tree, sets, .. } = state;
    let fleets = sets.into_iter().map(|(name, set)| set.fleet(name, &tree));
    fleets.filter(|fleet| !fleet.rows.is_empty()).collect()
}

/// The instances that are there in the end: set, account and Region.
#[cfg(test)]
pub(crate) fn instances(plan: &Plan, observed: &Observed) -> BTreeSet<(String, String, String)> {
    let mut state = State::new(plan, observed);
    plan.operations.iter().for_each(|operation| state.carry_out(operation));
    let mut all = BTreeSet::new();
    for (name, set) in &state.sets {
        let live = set.live.iter().flat_map(|(account, regions)| regions.iter().map(|one| (*account, *one)));
        let changed = set
            .changes
            .iter()
            .flat_map(|(account, regions)| regions.keys().map(|region| (account.as_str(), region.as_str())));
        let there = live.chain(changed).filter(|(account, region)| set.exists(account, region));
        all.extend(
            there.map(|(account, region)| ((*name).to_owned(), account.to_owned(), region.to_owned())),
        );
    }
    all
}

fn is_about_stacks(action: &Action) -> bool {
    matches!(
        action,
        Action::UpdateStackSet { .. }
            | Action::CreateStackInstances(_)
            | Action::UpdateStackInstances(_)
            | Action::DeleteStackInstances(_)
    )
}

fn is_about_accounts(action: &Action) -> bool {
    matches!(
        action,
        Action::CreateAccount { .. }
            | Action::MoveAccount { .. }
            | Action::CloseAccount { .. }
            | Action::ReleaseAccount { .. }
    )
}

/// The organization as far as stacks are concerned.
struct State<'a> {
    observed: &'a Observed,
    tree: Tree<'a>,
    sets: BTreeMap<&'a str, Set<'a>>,
}

/// A stack set between two operations.
#[derive(Default)]
struct Set<'a> {
    address: Option<&'a Address>,
    automatic: Option<AutoDeployment>,
    /// Regions by root or unit.
    targets: BTreeMap<String, BTreeSet<String>>,
    live: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// By account and Region.
    changes: BTreeMap<String, BTreeMap<String, Change>>,
}

/// What has become of an instance so far, and whether AWS did it by itself.
#[derive(Clone, Copy)]
struct Change {
    fate: Fate,
    by_aws: bool,
}

impl<'a> State<'a> {
    fn new(plan: &'a Plan, observed: &'a Observed) -> Self {
        let tree = Tree::new(Some(plan), observed);
        let sets = observed.stack_sets.iter();
        let sets = sets.map(|(name, live)| (name.as_str(), Set::new(tree.address(&live.id), live)));
        Self { observed, sets: sets.collect(), tree }
    }

    fn carry_out(&mut self, operation: &'a Operation) {
        match &operation.action {
            Action::CreateStackSet(spec) => {
                let (address, automatic) = (Some(&operation.address), spec.auto_deployment);
                self.sets.insert(&spec.name, Set { address, automatic, ..Set::default() });
            }
            Action::UpdateStackSet { spec, .. } => self.update_set(&spec.name, spec.auto_deployment),
            Action::CreateStackInstances(spec) => self.deploy(spec),
            Action::UpdateStackInstances(spec) => {
                self.each_instance(spec, |set, account, region| set.update(account, region));
            }
            Action::DeleteStackInstances(spec) => self.undeploy(spec),
            Action::CreateAccount { .. } => self.relocate(&own_id(&operation.address), operation),
            Action::MoveAccount { account, .. } | Action::ReleaseAccount { account } => {
                self.relocate(&account.to_string(), operation);
            }
            Action::CloseAccount { account } => {
                let account = account.to_string();
                self.sets.values_mut().for_each(|set| set.rest(&account));
                self.tree.carry_out(operation);
            }
            _ => self.tree.carry_out(operation),
        }
    }

    fn update_set(&mut self, name: &str, automatic: Option<AutoDeployment>) {
        let active: BTreeSet<String> = self.active().map(str::to_owned).collect();
        let Some(set) = self.sets.get_mut(name) else { return };
        set.automatic = automatic;
        let live: Vec<(&str, &str)> = set
            .live
            .iter()
            .filter(|(account, _)| active.contains(**account))
            .flat_map(|(account, regions)| regions.iter().map(|region| (*account, *region)))
            .collect();
        live.into_iter().for_each(|(account, region)| set.update(account, region));
    }

    fn deploy(&mut self, spec: &InstancesSpec) {
        // An account filter chooses among the accounts of today: the unit is a target all the same.
        if let Some(set) = self.sets.get_mut(spec.stack_set.as_str()) {
            let regions = set.targets.entry(spec.unit.to_string()).or_default();
            regions.extend(spec.regions.iter().cloned());
        }
        self.each_instance(spec, |set, account, region| set.create(account, region, false));
    }

    fn undeploy(&mut self, spec: &InstancesSpec) {
        let unit = spec.unit.to_string();
        if let Some(set) = self.sets.get_mut(spec.stack_set.as_str()).filter(|_| spec.accounts.is_empty()) {
            // With a unit the units below it cease to be targets.
            let below =
                set.targets.iter_mut().filter(|(place, _)| self.tree.path(place).contains(&unit.as_str()));
            below.for_each(|(_, regions)| regions.retain(|region| !spec.regions.contains(region)));
        }
        self.each_instance(spec, |set, account, region| set.delete(account, region, Fate::Deleted, false));
    }

    /// Does something for every account and Region that a request names.
    fn each_instance(&mut self, spec: &InstancesSpec, act: impl Fn(&mut Set<'a>, &str, &str)) {
        let unit = spec.unit.to_string();
        let named: BTreeSet<String> = spec.accounts.iter().map(ToString::to_string).collect();
        let is_meant = |account: &&str| {
            self.tree.path(account).contains(&unit.as_str()) && (named.is_empty() || named.contains(*account))
        };
        let accounts: Vec<String> = self.active().filter(is_meant).map(str::to_owned).collect();
        let Some(set) = self.sets.get_mut(spec.stack_set.as_str()) else { return };
        for account in &accounts {
            spec.regions.iter().for_each(|region| act(set, account, region));
        }
    }

    /// Accounts to which something can be deployed.
    fn active(&self) -> impl Iterator<Item = &str> {
        self.tree.accounts().filter(|id| self.is_active(id))
    }

    /// Accounts of the plan are active as soon as they are there.
    fn is_active(&self, id: &str) -> bool {
        let management = self.observed.organization.as_ref().map(|live| live.management_account_id.as_str());
        let rests = self.observed.accounts.get(id).is_some_and(|live| live.is_inactive());
        Some(id) != management && !rests && self.tree.has_account(id) && self.tree.stays(id)
    }

    /// Carries out what lets an account come, move or leave, and what AWS makes of it.
    fn relocate(&mut self, account: &str, operation: &'a Operation) {
        let wanted = |state: &Self| -> Vec<BTreeSet<String>> {
            let above = if state.is_active(account) { state.tree.path(account) } else { Vec::new() };
            state.sets.values().map(|set| set.regions_at(&above)).collect()
        };
        // What is not there yet stands nowhere.
        let before = wanted(self);
        self.tree.carry_out(operation);
        let after = wanted(self);
        for (set, (before, after)) in self.sets.values_mut().zip(before.into_iter().zip(after)) {
            set.follow(account, &before, &after);
        }
    }
}

impl<'a> Set<'a> {
    fn new(address: Option<&'a Address>, set: &'a LiveStackSet) -> Self {
        let mut live: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for one in &set.instances {
            live.entry(&one.account).or_default().insert(&one.region);
        }
        let (automatic, targets) = (set.auto_deployment, set.targets.clone());
        Self { address, automatic, targets, live, changes: BTreeMap::new() }
    }

    fn regions_at(&self, above: &[&str]) -> BTreeSet<String> {
        above.iter().filter_map(|place| self.targets.get(*place)).flatten().cloned().collect()
    }

    /// What AWS does by itself about an account for which these Regions were wanted, and are now.
    fn follow(&mut self, account: &str, before: &BTreeSet<String>, after: &BTreeSet<String>) {
        let Some(setting) = self.automatic.filter(|setting| setting.enabled) else { return };
        let left = if setting.retain_on_leave { Fate::Retained } else { Fate::Deleted };
        before.difference(after).for_each(|region| self.delete(account, region, left, true));
        after.difference(before).for_each(|region| self.create(account, region, true));
    }

    fn is_live(&self, account: &str, region: &str) -> bool {
        self.live.get(account).is_some_and(|regions| regions.contains(region))
    }

    fn change(&self, account: &str, region: &str) -> Option<Change> {
        self.changes.get(account)?.get(region).copied()
    }

    fn exists(&self, account: &str, region: &str) -> bool {
        match self.change(account, region) {
            Some(change) => !matches!(change.fate, Fate::Deleted | Fate::Retained),
            None => self.is_live(account, region),
        }
    }

    fn set(&mut self, account: &str, region: &str, fate: Fate, by_aws: bool) {
        let changes = self.changes.entry(account.to_owned()).or_default();
        changes.insert(region.to_owned(), Change { fate, by_aws });
    }

    fn create(&mut self, account: &str, region: &str, by_aws: bool) {
        if !self.exists(account, region) {
            let fate = if self.is_live(account, region) { Fate::Replaced } else { Fate::Created };
            self.set(account, region, fate, by_aws);
        }
    }

    fn update(&mut self, account: &str, region: &str) {
        if self.exists(account, region) && self.change(account, region).is_none() {
            self.set(account, region, Fate::Updated, false);
        }
    }

    fn delete(&mut self, account: &str, region: &str, fate: Fate, by_aws: bool) {
        if !self.exists(account, region) {
            return;
        }
        if self.is_live(account, region) {
            return self.set(account, region, fate, by_aws);
        }
        // It came and went.
        if let Some(changes) = self.changes.get_mut(account) {
            changes.remove(region);
        }
    }

    fn rest(&mut self, account: &str) {
        let regions: Vec<&str> = self.live.get(account).into_iter().flatten().copied().collect();
        for region in regions {
            if self.exists(account, region) {
                self.set(account, region, Fate::Resting, false);
            }
        }
    }

    fn fleet(self, name: &str, tree: &Tree<'_>) -> Fleet {
        let mut fates: BTreeMap<(String, Fate, bool), BTreeSet<String>> = BTreeMap::new();
        for (account, regions) in self.changes {
            for (region, Change { fate, by_aws }) in regions {
                fates.entry((account.clone(), fate, by_aws)).or_default().insert(region);
            }
        }
        let mut rows: BTreeMap<(Fate, bool, BTreeSet<String>), BTreeSet<String>> = BTreeMap::new();
        for ((account, fate, by_aws), regions) in fates {
            rows.entry((fate, by_aws, regions)).or_default().insert(tree.name(&account));
        }
        let rows = rows.into_iter();
        Fleet {
            stack_set: name.to_owned(),
            address: self.address.cloned(),
            rows: rows
                .map(|((fate, by_aws, regions), accounts)| Row { fate, by_aws, regions, accounts })
                .collect(),
        }
    }
}
