//! Where accounts stand and what is attached, between two steps.

use crate::guards::{Guard, Guards};
use crate::matching::Matched;
use crate::plan::{Action, Operation};
use orgc_ir::desired::{Account, Body};
use orgc_ir::{Address, Text};
use orgc_policy::PolicyType;
use std::collections::{BTreeMap, BTreeSet};

const SERVICE_CONTROL: &str = "SERVICE_CONTROL_POLICY";

/// The organization as far as guards are concerned. Places and policies are named by their keys.
pub(super) struct State<'a> {
    matched: &'a Matched<'a>,
    guards: &'a Guards,
    /// Declared member accounts by place.
    accounts: BTreeMap<String, &'a Address>,
    /// What stands where: accounts and units.
    parents: BTreeMap<String, String>,
    attached: BTreeMap<String, BTreeSet<String>>,
    /// What policies do since their last update.
    updated: BTreeMap<String, Guard>,
    enabled: BTreeSet<String>,
}

impl<'a> State<'a> {
    pub fn new(matched: &'a Matched<'a>, guards: &'a Guards) -> Self {
        let observed = matched.observed;
        let units = observed.units.iter().map(|(id, one)| (id.clone(), one.parent.clone()));
        let accounts = observed.accounts.iter().map(|(id, one)| (id.clone(), one.parent.clone()));
        let mut attached: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for one in &observed.attachments {
            attached.entry(one.target.clone()).or_default().insert(one.policy.clone());
        }
        let declared = matched
            .desired
            .resources
            .iter()
            .filter(|(_, one)| matches!(one.body, Body::Account(Account { management: false, .. })));
        Self {
            matched,
            guards,
            accounts: declared.map(|(address, _)| (matched.place(address), address)).collect(),
            parents: units.chain(accounts).collect(),
            attached,
            updated: BTreeMap::new(),
            enabled: observed.organization.iter().flat_map(|live| live.policy_types.clone()).collect(),
        }
    }

    /// What a policy does at this step.
    pub fn guard(&self, policy: &str) -> Option<&Guard> {
        let live = || self.guards.live(policy).or_else(|| self.guards.desired(policy));
        self.updated.get(policy).or_else(live)
    }

    pub fn attach(&mut self, target: &str, policy: &str) {
        self.attached.entry(target.to_owned()).or_default().insert(policy.to_owned());
    }

    pub fn detach(&mut self, target: &str, policy: &str) {
        if let Some(all) = self.attached.get_mut(target) {
            all.remove(policy);
        }
    }

    pub fn update(&mut self, policy: &str, document: &Text) {
        let policy_type = self.guards.desired(policy).map(|guard| guard.policy_type.clone());
        let guard = Guard::of(&policy_type.unwrap_or_default(), &self.matched.spelled(document));
        self.updated.insert(policy.to_owned(), guard);
    }

    pub fn relocate(&mut self, account: &str, to: &str) {
        self.parents.insert(account.to_owned(), to.to_owned());
    }

    /// What operations do besides the guards: new things, and policies that AWS attaches by itself.
    pub fn learn(&mut self, operation: &Operation) {
        let place = self.matched.place(&operation.address);
        match &operation.action {
            Action::CreateUnit { parent, .. } => self.appear(&place, &parent.to_string()),
            Action::CreateAccount { .. } => self.appear(&place, &self.matched.root().to_string()),
            Action::EnablePolicyType { policy_type, .. } => {
                self.enabled.insert(policy_type.clone());
                let root = self.matched.root().to_string();
                let all: Vec<String> = self.parents.keys().cloned().chain([root]).collect();
                all.iter().for_each(|place| self.attach_defaults(place));
            }
            _ => {}
        }
    }

    fn appear(&mut self, place: &str, parent: &str) {
        self.parents.insert(place.to_owned(), parent.to_owned());
        self.attach_defaults(place);
    }

    fn attach_defaults(&mut self, place: &str) {
        for one in PolicyType::all().iter().filter(|one| self.enabled.contains(&one.aws_name)) {
            if let Some(default) = &one.default_policy {
                self.attached.entry(place.to_owned()).or_default().insert(default.id.clone());
            }
        }
    }

    /// The places at which a policy is attached.
    pub fn places_of(&self, policy: &str) -> Vec<String> {
        self.attached.iter().filter(|(_, all)| all.contains(policy)).map(|(place, _)| place.clone()).collect()
    }

    /// Accounts below some places that stand where they shall. Of those in one place that have
    /// nothing attached themselves, one speaks for all.
    pub fn arrived_below(&self, places: &[String]) -> Vec<String> {
        let mut spoken_for = BTreeSet::new();
        let mut all = Vec::new();
        for account in self.accounts.keys().filter(|account| self.has_arrived(account)) {
            let plain =
                |map: &BTreeMap<String, BTreeSet<String>>| map.get(account).is_none_or(|own| own.len() <= 1);
            let alone = !plain(&self.attached)
                || self.guards.written_at(account).next().is_some()
                || places.contains(account);
            let parent = self.parents.get(account);
            if (alone || spoken_for.insert(parent))
                && self.chain(account).iter().any(|one| places.contains(one))
            {
                all.push(account.clone());
            }
        }
        all
    }

    /// Whether an account stands where the sources want it.
    pub fn has_arrived(&self, account: &str) -> bool {
        let Some(address) = self.accounts.get(account) else { return false };
        let wanted = self.matched.parent(address).map(|parent| self.matched.place(parent));
        wanted.is_some() && self.parents.get(account) == wanted.as_ref()
    }

    /// The guards that reach an account.
    pub fn effective(&self, account: &str) -> Vec<&Guard> {
        let policies =
            self.chain(account).into_iter().filter_map(|place| self.attached.get(&place)).flatten();
        policies.filter_map(|policy| self.guard(policy)).collect()
    }

    /// The pieces that shall reach an account.
    pub fn declared(&self, account: &str) -> BTreeSet<&'a String> {
        let Some(address) = self.accounts.get(account) else { return BTreeSet::new() };
        let mut places = self.matched.desired_above(address);
        places.push(account.to_owned());
        let policies = places.iter().flat_map(|place| self.guards.written_at(place));
        policies.filter_map(|policy| self.guards.desired(policy)).flat_map(|guard| &guard.denies).collect()
    }

    /// Every level from the root down to the account has a service control policy that allows something.
    ///
    /// # Errors
    /// The level that has none.
    pub fn check_allow(&self, account: &str) -> Result<(), String> {
        if !self.enabled.contains(SERVICE_CONTROL) {
            return Ok(());
        }
        let allows = |policy: &String| {
            self.guard(policy).is_some_and(|guard| guard.allows && guard.policy_type == SERVICE_CONTROL)
        };
        let blocked = |place: &String| !self.attached.get(place).is_some_and(|all| all.iter().any(allows));
        match self.chain(account).into_iter().find(blocked) {
            Some(place) => Err(format!(
                "{} has nothing that allows anything at {}",
                self.name(account),
                self.name(&place)
            )),
            None => Ok(()),
        }
    }

    /// A place as people read it.
    pub fn name(&self, place: &str) -> String {
        self.accounts.get(place).map_or_else(|| place.to_owned(), |address| format!("`{address}`"))
    }

    fn chain(&self, place: &str) -> Vec<String> {
        let mut chain = vec![place.to_owned()];
        while let Some(parent) =
            chain.last().and_then(|last| self.parents.get(last)).filter(|one| !chain.contains(one))
        {
            chain.push(parent.clone());
        }
        chain
    }
}
