//! The door for resource kinds that are not core: what a plugin host offers, as data.
//!
//! One internal model for every version of the plugin contract. The host checks the shape of an
//! answer; names, policies and core blocks are checked by the phase that asked.

use crate::desired::{AutoDeployment, PermissionModel, Rollout};
use crate::{Address, Text, Value};
use serde::{Deserialize, Serialize};

/// Kinds from plugins. Implementations are pure: same request, same answer.
pub trait Kinds {
    /// Every kind on offer, in the order of their names.
    fn schemas(&self) -> &[KindSchema];

    /// Checks a block beyond what its schema says.
    ///
    /// # Errors
    /// When the plugin itself fails.
    fn validate(&self, request: &Request) -> Result<Vec<Finding>, KindFault>;

    /// Turns a block into core resources. Findings that are errors mean that there are none.
    ///
    /// # Errors
    /// When the plugin itself fails.
    fn expand(&self, request: &Request) -> Result<Expansion, KindFault>;
}

/// A plugin's own failure: a trap, no fuel left, an answer of the wrong shape.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct KindFault {
    /// The plugin, for example `std:baseline`.
    pub plugin: String,
    /// What happened, in one sentence.
    pub message: String,
    /// Facts: trap frames, log lines, the plugin's digest.
    pub notes: Vec<String>,
}

/// The core kinds that plugins may produce. A policy comes with its attachments; `attachment` is that
/// of a policy that somebody else made. Accounts and units are not among them: what a plugin says
/// may not create or move them.
pub const EMITTED: [&str; 5] =
    ["attachment", "delegated-administrator", "policy", "stack-set", "trusted-service"];

/// A kind: its keyword and what its block may contain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KindSchema {
    /// The keyword, for example `baseline`.
    pub name: String,
    /// The plugin that offers it, for example `std:baseline`.
    pub plugin: String,
    /// Markdown.
    pub doc: String,
    /// The attributes of the block.
    pub attributes: Vec<AttributeSchema>,
    /// What it may produce, of [`EMITTED`].
    pub emits: Vec<String>,
}

/// An attribute of a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttributeSchema {
    /// The name as written.
    pub name: String,
    /// What it may hold.
    pub value_type: ValueType,
    /// Whether it must be written.
    pub required: bool,
    /// What holds when it is not written.
    pub default: Option<Value>,
    /// Markdown.
    pub doc: String,
}

/// What a value may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueType {
    /// Any value.
    Anything,
    /// `true` or `false`.
    Boolean,
    /// A whole number in a range.
    Integer {
        /// The smallest.
        minimum: Option<i64>,
        /// The largest.
        maximum: Option<i64>,
    },
    /// Text with bounds on its length in characters.
    Text {
        /// The shortest.
        min_length: Option<u32>,
        /// The longest.
        max_length: Option<u32>,
    },
    /// One of these words.
    Choice(Vec<String>),
    /// A list.
    Sequence {
        /// What each element may be.
        item: Box<ValueType>,
        /// The fewest elements.
        min_items: Option<u32>,
        /// The most elements.
        max_items: Option<u32>,
        /// Whether no element may come twice.
        distinct: bool,
    },
    /// A map from text to values of one type.
    Mapping(Box<ValueType>),
    /// A block or map of named attributes.
    Block(Vec<AttributeSchema>),
    /// A type of the language, by its name: `account`, `organizational-unit`, `target`,
    /// `target-set`, `region`, `policy-document`, `duration`, `percent`, `file`, `amount`, `arn`,
    /// `email`, `money`.
    ///
    /// A `file` is a [`Value::Map`] of `path`, `sha256` and `content`. An `amount` is written as a
    /// whole number or a percentage and is a [`Value::Map`] of one member, `count` or `percent`
    /// (hundredths of a percent), because both would be the same integer otherwise.
    Named(String),
}

/// What is asked of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Request {
    /// The kind's keyword.
    pub kind: String,
    /// The block's label.
    pub name: String,
    /// The block's address.
    pub address: Address,
    /// The block's attributes with defaults filled in: a [`Value::Map`]. For kinds with a
    /// `deployments` attribute, one element per `deploy` sentence, sorted by target and Regions.
    pub config: Value,
}

/// What a block expands to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// Core resources; empty when a finding is an error.
    pub resources: Vec<CoreResource>,
    /// What the plugin has to say.
    pub findings: Vec<Finding>,
}

/// A step from the root of a block's configuration to a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Step {
    /// Into an element of a list.
    Index(u32),
    /// Under a key.
    Key(String),
}

/// How bad a finding of a plugin is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingSeverity {
    /// Nothing is planned.
    Error,
    /// Probably not what is meant.
    Warning,
    /// For information.
    Note,
}

/// A plugin's diagnostic. Texts are already free of control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: FindingSeverity,
    /// The plugin's own code, shown as `<plugin>/<code>`.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// The value at fault; empty is the block itself.
    pub at: Vec<Step>,
    /// More places.
    pub labels: Vec<(Vec<Step>, String)>,
    /// How to mend it.
    pub help: Option<String>,
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
