//! The core resources that a block becomes.

use super::{Finding, Step};
use crate::desired::{AutoDeployment, PermissionModel, Rollout};
use crate::{Address, Text, Value};

/// The core kinds that plugins may produce. A policy comes with its attachments; `attachment` is that
/// of a policy that somebody else made. Accounts and units are not among them: what a plugin says
/// may not create or move them.
pub const EMITTED: [&str; 5] =
    ["attachment", "delegated-administrator", "policy", "stack-set", "trusted-service"];

/// What a block expands to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// Core resources; empty when a finding is an error.
    pub resources: Vec<CoreResource>,
    /// What the plugin has to say.
    pub findings: Vec<Finding>,
}

/// One core resource of an expansion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreResource {
    /// Unique in the expansion; becomes the last part of the address.
    pub name: String,
    /// What it is.
    pub body: CoreBody,
    /// Names of this expansion, or addresses, to be applied first.
    pub after: Vec<String>,
    /// The value it comes from; empty is the block itself.
    pub origin: Vec<Step>,
}

/// The core kinds a plugin may produce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoreBody {
    /// A stack set with its deployments.
    StackSet(CoreStackSet),
    /// A policy with its attachments.
    Policy(CorePolicy),
    /// A delegated administrator.
    DelegatedAdministrator {
        /// The account.
        account: Address,
        /// The service's principal.
        service_principal: String,
    },
    /// Any core kind by the names of its attributes, for what has no type in the contract.
    Block {
        /// The kind's keyword.
        kind: String,
        /// Its attributes.
        config: Value,
    },
}

/// A stack set as a plugin gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreStackSet {
    /// 1 to 1,024 characters.
    pub description: String,
    /// None is the management account.
    pub administrator: Option<Address>,
    /// The template text.
    pub template: String,
    /// Who its stacks are made by.
    pub permission_model: PermissionModel,
    /// What happens when accounts come and go.
    pub auto_deployment: Option<AutoDeployment>,
    /// Capabilities such as `CAPABILITY_IAM`.
    pub capabilities: Vec<String>,
    /// Parameters of every instance.
    pub parameters: Vec<(String, Text)>,
    /// Where it is deployed.
    pub deployments: Vec<CoreDeployment>,
    /// How operations proceed.
    pub rollout: Option<Rollout>,
    /// Tags beyond the block's own.
    pub tags: Vec<(String, Text)>,
}

/// A deployment of a stack set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreDeployment {
    /// The organization, units and accounts.
    pub targets: Vec<CoreTarget>,
    /// Regions.
    pub regions: Vec<String>,
    /// Parameters that differ from the set's.
    pub overrides: Vec<(String, Text)>,
}

/// A target of a deployment or attachment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoreTarget {
    /// The root: every member account.
    Root,
    /// A unit and what is below it.
    Unit(Address),
    /// One account.
    Account(Address),
}

/// A policy as a plugin gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorePolicy {
    /// The name in AWS; none is made from the names of the block and the resource.
    pub name: Option<String>,
    /// The name AWS uses for the type.
    pub policy_type: String,
    /// The description.
    pub description: String,
    /// JSON.
    pub document: Text,
    /// Where it is attached.
    pub attach_to: Vec<CoreTarget>,
    /// Tags beyond the block's own.
    pub tags: Vec<(String, Text)>,
}
