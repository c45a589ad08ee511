//! Stack sets, their instances and operations.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::drift::{DriftStatus, Finding};
use crate::clock::Moment;

/// The stack sets of all Regions.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct StackSets {
    /// Whether ActivateOrganizationsAccess was called.
    pub activated: bool,
    /// Region, then name, of the sets that are not deleted.
    pub live: BTreeMap<String, BTreeMap<String, StackSet>>,
    /// Deleted sets stay in ListStackSets for a time.
    pub deleted: BTreeMap<String, Vec<StackSet>>,
    /// Stacks that belong to no set any more, by their ids.
    #[serde(default)]
    pub retained: BTreeMap<String, Retained>,
}

/// A stack that has outlived its instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Retained {
    pub account: String,
    pub region: String,
    /// A digest of the template of the set that gave it up.
    pub template: String,
}

/// One stack set.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StackSet {
    pub name: String,
    pub id: String,
    pub arn: String,
    pub definition: Definition,
    /// The token of CreateStackSet and a digest of what was asked for with it.
    pub token: Option<(String, String)>,
    pub permission_model: PermissionModel,
    pub auto_deployment: Option<AutoDeployment>,
    pub managed_execution: bool,
    /// The OUs that joining accounts are deployed from, with their Regions.
    pub targets: BTreeMap<String, BTreeSet<String>>,
    /// Account, then Region.
    pub instances: BTreeMap<String, BTreeMap<String, Instance>>,
    /// Oldest first.
    pub operations: Vec<Operation>,
}

/// The part of a stack set that reaches its stacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Definition {
    pub description: Option<String>,
    pub template: String,
    pub parameters: BTreeMap<String, String>,
    pub capabilities: Vec<String>,
    pub tags: BTreeMap<String, String>,
    pub administration_role: Option<String>,
    pub execution_role: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PermissionModel {
    #[serde(rename = "SELF_MANAGED")]
    SelfManaged,
    #[serde(rename = "SERVICE_MANAGED")]
    ServiceManaged,
}

/// Whether accounts that join, move and leave are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AutoDeployment {
    pub enabled: bool,
    pub retain_stacks: bool,
}

/// One stack of a set in one account and Region.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Instance {
    pub unit: Option<String>,
    pub status: InstanceStatus,
    pub detailed_status: DetailedStatus,
    pub status_reason: Option<String>,
    pub stack_id: Option<String>,
    pub overrides: BTreeMap<String, String>,
    pub last_operation: String,
    /// What the last drift operation saw.
    #[serde(default)]
    pub finding: Option<Finding>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum InstanceStatus {
    Current,
    Outdated,
    Inoperable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum DetailedStatus {
    Pending,
    Running,
    Succeeded,
    Failed,
    Cancelled,
    Inoperable,
    SkippedSuspendedAccount,
    FailedImport,
}

/// Work on the instances of a set.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Operation {
    pub id: String,
    pub action: Action,
    pub status: OperationStatus,
    pub created: Moment,
    pub ended: Option<Moment>,
    /// Whether another operation must end before this one is let in.
    pub waiting: bool,
    /// Whether stacks outlive their instances, for a delete.
    pub retain_stacks: bool,
    pub preferences: Preferences,
    pub units: Vec<String>,
    pub results: Vec<InstanceResult>,
    /// Batches still to do: positions in `results`.
    pub batches: VecDeque<Vec<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Action {
    Create,
    Update,
    Delete,
    DetectDrift,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum OperationStatus {
    Queued,
    Running,
    Stopping,
    Succeeded,
    Failed,
    Stopped,
}

/// How an operation spreads over accounts and Regions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Preferences {
    pub parallel_regions: bool,
    pub region_order: Vec<String>,
    pub failure_tolerance: Share,
    pub maximum_concurrent: Option<Share>,
    pub soft_tolerance: bool,
}

/// A number of accounts, or a percentage of those of a Region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Share {
    Count(usize),
    Percentage(usize),
}

impl Default for Share {
    fn default() -> Self {
        Self::Count(0)
    }
}

impl Share {
    /// The number that the share is of `total`, rounded down.
    pub fn of(self, total: usize) -> usize {
        match self {
            Self::Count(count) => count,
            Self::Percentage(percentage) => total * percentage / 100,
        }
    }
}

/// What became of one instance in an operation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InstanceResult {
    pub account: String,
    pub region: String,
    pub unit: Option<String>,
    pub status: ResultStatus,
    pub reason: Option<String>,
    /// What a drift operation found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drift: Option<DriftStatus>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum ResultStatus {
    Pending,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}

impl StackSets {
    pub fn find(&self, region: &str, name: &str) -> Option<&StackSet> {
        self.live.get(region)?.get(name)
    }

    pub fn find_mut(&mut self, region: &str, name: &str) -> Option<&mut StackSet> {
        self.live.get_mut(region)?.get_mut(name)
    }

    /// Whether an instance of some set has this stack.
    pub fn has_stack(&self, id: &str) -> bool {
        let mut instances = self.live.values().flat_map(BTreeMap::values).flat_map(StackSet::all_instances);
        instances.any(|(_, _, instance)| instance.stack_id.as_deref() == Some(id))
    }
}

impl StackSet {
    pub fn instance(&self, account: &str, region: &str) -> Option<&Instance> {
        self.instances.get(account)?.get(region)
    }

    pub fn instance_mut(&mut self, account: &str, region: &str) -> Option<&mut Instance> {
        self.instances.get_mut(account)?.get_mut(region)
    }

    /// Every instance with its account and Region.
    pub fn all_instances(&self) -> impl Iterator<Item = (&String, &String, &Instance)> {
        self.instances.iter().flat_map(|(account, regions)| {
            regions.iter().map(move |(region, instance)| (account, region, instance))
        })
    }

    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    pub fn operation_mut(&mut self, id: &str) -> Option<&mut Operation> {
        self.operations.iter_mut().find(|operation| operation.id == id)
    }

    /// The first operation that has not ended.
    pub fn unfinished(&self) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.ended.is_none())
    }

    /// Whether the set follows accounts by itself.
    pub fn follows_accounts(&self) -> bool {
        self.auto_deployment.is_some_and(|setting| setting.enabled)
    }

    /// The Regions of the targets among `containers`, each with the first target that names it.
    pub fn regions_for(&self, containers: &[String]) -> BTreeMap<String, String> {
        let mut regions = BTreeMap::new();
        for container in containers {
            for region in self.targets.get(container).into_iter().flatten() {
                regions.entry(region.clone()).or_insert_with(|| container.clone());
            }
        }
        regions
    }
}
