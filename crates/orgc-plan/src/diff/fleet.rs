//! A stack set with all its deployments, and how far they are live.

use super::members;
use super::record::{Record, Setting};
use crate::draft::Draft;
use crate::matching::Matched;
use crate::plan::InstancesSpec;
use orgc_ir::Address;
use orgc_ir::desired::{Body, RemovalVerb, Resource, StackInstances, StackSet};
use orgc_ir::observed::{LiveInstance, LiveStackSet};
use std::collections::{BTreeMap, BTreeSet};

/// A declared stack set.
pub(super) struct Fleet<'a> {
    pub address: &'a Address,
    pub body: &'a StackSet,
    pub deployments: Vec<Deployment<'a>>,
}

/// One declared deployment of it.
#[derive(Clone, Copy)]
pub(super) struct Deployment<'a> {
    pub address: &'a Address,
    pub resource: &'a Resource,
    pub body: &'a StackInstances,
}

pub(super) type Regions = BTreeSet<String>;

/// Regions as a plan shows them.
pub(super) fn listed(regions: &Regions) -> String {
    regions.iter().cloned().collect::<Vec<_>>().join(", ")
}

impl<'a> Fleet<'a> {
    pub fn new(draft: &Draft<'a>, address: &'a Address, body: &'a StackSet) -> Self {
        let matched = draft.matched;
        let all = matched.desired.resources.iter();
        let deployments = all.filter_map(|(own, resource)| match &resource.body {
            Body::StackInstances(body) if body.stack_set == *address => {
                Some(Deployment { address: own, resource, body })
            }
            _ => None,
        });
        let mut deployments: Vec<_> = deployments.collect();
        // What holds for a smaller place comes later, so that its overrides have the last word.
        deployments.sort_by_key(|one| (matched.desired_above(&one.body.target).len(), one.address));
        Self { address, body, deployments }
    }

    /// What the description shall keep.
    pub fn record(&self, matched: &Matched<'a>) -> Record {
        let settings = self.deployments.iter().map(|one| (one.address, self.setting(matched, one))).collect();
        Record::of(&self.body.description, &self.body.parameters, &settings)
    }

    fn setting(&self, matched: &Matched<'a>, one: &Deployment<'a>) -> Setting<'a> {
        let overrides = &one.body.overrides;
        let joins = self.follows_accounts() && !overrides.is_empty() && !one.is_account(matched);
        let accounts = if joins {
            members::declared_below(matched, &matched.place(&one.body.target))
        } else {
            Vec::new()
        };
        Setting { overrides, accounts }
    }

    /// Whether AWS deploys by itself to accounts that join.
    pub fn follows_accounts(&self) -> bool {
        self.body.auto_deployment.is_some_and(|setting| setting.enabled)
    }

    /// Deployments that are live with other overrides.
    pub fn changed_overrides(
        &self,
        matched: &Matched<'a>,
        live: &LiveStackSet,
        desired: &Record,
        kept: &Record,
    ) -> Vec<&'a Address> {
        let view = View::new(matched, self, live);
        let differing = self.deployments.iter().filter(|one| desired.differs(kept, one.address));
        differing.filter(|one| !view.present(matched, one).is_empty()).map(|one| one.address).collect()
    }

    /// The address of instances that no deployment declares, at a place.
    pub fn instances_at(&self, place: &str) -> Address {
        let block = match self.address.name().rsplit_once('/') {
            Some((block, _)) => Address::new(self.address.kind(), block),
            None => self.address.clone(),
        };
        block.child(&format!("instances@{place}"))
    }
}

impl Deployment<'_> {
    pub fn is_account(&self, matched: &Matched<'_>) -> bool {
        matched.resource(&self.body.target).is_some_and(|one| matches!(one.body, Body::Account(_)))
    }

    /// The instances of this deployment in some Regions.
    pub fn spec(&self, matched: &Matched<'_>, set: &StackSet, regions: Regions) -> InstancesSpec {
        let target = matched.container(&self.body.target);
        let (unit, accounts) =
            if self.is_account(matched) { (matched.root(), vec![target]) } else { (target, Vec::new()) };
        let overrides = self.body.overrides.clone();
        InstancesSpec {
            stack_set: set.name.clone(),
            unit,
            accounts,
            regions,
            overrides,
            rollout: set.rollout.clone(),
        }
    }
}

/// What is wanted where, and which live targets have to go.
pub(super) struct View<'a> {
    live: &'a LiveStackSet,
    follows_accounts: bool,
    /// Whether AWS alone deploys to accounts that join: where single accounts are targets too, their
    /// units count as targets already, and nothing joins.
    pub is_automatic: bool,
    /// Regions wanted at each root or unit.
    pub units: BTreeMap<String, Regions>,
    /// Regions wanted in single accounts.
    pub accounts: BTreeMap<String, Regions>,
    /// Regions to be removed from live targets, with all instances below them.
    pub removed: BTreeMap<&'a str, Regions>,
}

impl<'a> View<'a> {
    pub fn new(matched: &Matched<'_>, fleet: &Fleet<'_>, live: &'a LiveStackSet) -> Self {
        let mut view = Self {
            live,
            follows_accounts: fleet.follows_accounts(),
            is_automatic: fleet.follows_accounts(),
            units: BTreeMap::new(),
            accounts: BTreeMap::new(),
            removed: BTreeMap::new(),
        };
        for one in &fleet.deployments {
            let map = if one.is_account(matched) { &mut view.accounts } else { &mut view.units };
            map.entry(matched.place(&one.body.target)).or_default().extend(one.body.regions.iter().cloned());
        }
        view.is_automatic &= view.accounts.is_empty();
        for (target, regions) in &live.targets {
            let extra: Regions =
                regions.iter().filter(|one| view.is_extra(matched, target, one)).cloned().collect();
            if !extra.is_empty() {
                view.removed.insert(target, extra);
            }
        }
        view
    }

    /// A live target is needless where no deployment wants it or one above it, and where its unit
    /// is deleted; a Region of the root is also a target when a single account is deployed to through it.
    fn is_extra(&self, matched: &Matched<'_>, target: &str, region: &str) -> bool {
        if matched.departure("ou", target).is_some_and(|one| one.verb() == RemovalVerb::Delete) {
            return true;
        }
        let wants = |place: &str| self.units.get(place).is_some_and(|regions| regions.contains(region));
        let through_root = matched.root().known() == Some(target)
            && self.accounts.values().any(|regions| regions.contains(region));
        !wants(target) && !matched.live_above(target).into_iter().any(wants) && !through_root
    }

    /// The Regions of a deployment that are live and stay.
    pub fn present(&self, matched: &Matched<'_>, one: &Deployment<'_>) -> Regions {
        let place = matched.place(&one.body.target);
        let is_live = |region: &String| {
            if one.is_account(matched) {
                let here = |live: &&'a LiveInstance| live.account == place && live.region == *region;
                self.live.instances.iter().filter(here).any(|live| !self.leaves(matched, live))
            } else {
                self.live.targets.get(&place).is_some_and(|regions| regions.contains(region))
            }
        };
        let above = matched.desired_above(&one.body.target);
        one.body
            .regions
            .iter()
            .filter(|region| is_live(region) && !self.goes(&above, region))
            .cloned()
            .collect()
    }

    /// Whether there is something to update in a deployment once accounts are in their places.
    pub fn has_instances(&self, matched: &Matched<'_>, fleet: &Fleet<'_>, one: &Deployment<'_>) -> bool {
        let place = matched.place(&one.body.target);
        let inside = |account: &str| account == place || matched.destination(account).contains(&place);
        let mut live = self.live.instances.iter();
        let stays = |live: &LiveInstance| inside(&live.account) && !self.leaves(matched, live);
        live.any(stays)
            || self.is_automatic
                && members::all(matched, fleet.body).iter().any(|(_, above)| above.contains(&place))
    }

    /// Whether AWS removes an instance by itself, as its account leaves the targets of a set that
    /// follows accounts.
    pub fn leaves(&self, matched: &Matched<'_>, one: &LiveInstance) -> bool {
        let (now, then) = (matched.live_above(&one.account), matched.destination(&one.account));
        let left = now != then || one.unit.as_deref().is_some_and(|unit| !now.contains(&unit));
        let stays =
            |place: &String| self.live.targets.get(place).is_some_and(|all| all.contains(&one.region));
        self.follows_accounts && left && !then.iter().any(stays)
    }

    /// Whether removing a target takes a Region away from what shall stand below these places;
    /// accounts move first.
    pub fn goes(&self, above: &[String], region: &str) -> bool {
        above
            .iter()
            .any(|place| self.removed.get(place.as_str()).is_some_and(|regions| regions.contains(region)))
    }
}
