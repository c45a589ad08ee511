//! What the sources ask for: the complete set of resources after lowering.

use crate::{Address, Text, Value};
use orgc_diag::Span;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The checked model of one organization.
///
/// INVARIANT: every address that a resource mentions (parent, policy, target, stack set,
/// reference) is a key of `resources`, or an AWS-managed policy such as `policy/FullAWSAccess`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Desired {
    /// The name of the project (`orgc.toml`), written to the `orgc:project` tag.
    pub project: String,
    /// The Region in which stack sets live.
    pub region: String,
    /// Every resource, written or implied.
    pub resources: BTreeMap<Address, Resource>,
    /// What to print after apply.
    pub outputs: BTreeMap<String, Output>,
    /// Old addresses of things that have a new one, by the old address.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub moved: BTreeMap<Address, Moved>,
    /// What becomes of things that are no longer declared, by their address.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub removals: BTreeMap<Address, Removal>,
    /// The lists that an `only` makes complete.
    #[serde(skip_serializing_if = "Exclusive::is_empty")]
    pub exclusive: Exclusive,
}

/// `moved account frontend -> web-prod`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The address it has now; a key of the resources.
    pub to: Address,
    /// Where it is written.
    pub origin: Origin,
}

/// `close account old-sandbox "why"`. The address is not a key of the resources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Removal {
    /// What becomes of the thing.
    pub verb: RemovalVerb,
    /// Why, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where it is written.
    pub origin: Origin,
}

/// What becomes of something that is no longer wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemovalVerb {
    /// Close the AWS account.
    Close,
    /// Let the account leave the organization.
    Release,
    /// Stop managing it and touch nothing.
    Forget,
    /// Delete the OU, policy or stack sets.
    Delete,
}

/// The lists that `only` makes complete: what is live and not in the sources is taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Exclusive {
    /// `trust only`: no other service than the written and the implied ones is trusted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust: Option<Origin>,
    /// `delegate only`, by the service's principal: the written accounts are its only administrators.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub delegate: BTreeMap<String, Origin>,
    /// `attach only`, by target, then by the name AWS uses for the policy type: the customer
    /// policies of that type that the sources attach there are all there are.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attach: BTreeMap<Address, BTreeMap<String, Origin>>,
}

impl Exclusive {
    /// Whether no list is complete.
    pub fn is_empty(&self) -> bool {
        self.trust.is_none() && self.delegate.is_empty() && self.attach.is_empty()
    }
}

/// One resource with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resource {
    /// What it is.
    #[serde(flatten)]
    pub body: Body,
    /// The `##` comments above its block.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// Tags written in the source (with defaults filled in); without `orgc:` tags.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// Whether `protect` holds, with the reason given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protect: Option<Protect>,
    /// The live thing that it is, as `adopt` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adopt: Option<Adoption>,
    /// Resources to be applied first, beyond those it mentions.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub after: BTreeSet<Address>,
    /// The sentence of the source, or what implies it.
    pub cause: Cause,
}

impl Resource {
    /// A resource that nothing more is said about.
    pub fn new(body: Body, cause: Cause) -> Self {
        Self {
            body,
            documentation: None,
            tags: BTreeMap::new(),
            protect: None,
            adopt: None,
            after: BTreeSet::new(),
            cause,
        }
    }
}

/// `protect`, with its optional reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protect {
    /// Why, as written.
    pub reason: Option<String>,
}

/// `adopt "222233334444"`: the thing exists, with this id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Adoption {
    /// The id: of the organization, a unit, an account or a policy; the name of a stack set.
    pub id: String,
    /// Where it is written.
    pub origin: Origin,
}

/// Why a resource is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Written in the source.
    Written(Origin),
    /// Nobody wrote it, but something written needs it.
    Implied {
        /// What needs it (the first such thing in address order).
        by: Address,
        /// Why, in a few words: "service control policies must be enabled before one is attached".
        because: String,
        /// Where that is written.
        origin: Origin,
    },
}

impl Cause {
    /// The place in the source this goes back to.
    pub fn origin(&self) -> &Origin {
        match self {
            Self::Written(origin) | Self::Implied { origin, .. } => origin,
        }
    }
}

/// A place in the source that outlives the run that read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The file, relative to the project.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// How the place was reached, outermost first: through which imports, uses of templates and
    /// rounds of loops, each in a few words such as "row 4 of fleet.csv, main.org:76".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<String>,
    /// The place as a span of this run, for diagnostics; absent in a plan read from a file.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// The core kinds: what the backend knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Body {
    /// The organization and its root. Exactly one.
    Organization(Organization),
    /// A policy type enabled in the root.
    PolicyType(PolicyType),
    /// A service that may act in the organization.
    TrustedService(TrustedService),
    /// CloudFormation's own activation of trusted access, which service-managed stack sets need.
    OrganizationsAccess(OrganizationsAccess),
    /// An account that administers a service for the organization.
    DelegatedAdministrator(DelegatedAdministrator),
    /// Who may manage the organization's policies besides the management account.
    DelegationPolicy(DelegationPolicy),
    /// An organizational unit.
    Unit(Unit),
    /// An account.
    Account(Account),
    /// A customer's policy.
    Policy(Policy),
    /// A policy at a target.
    Attachment(Attachment),
    /// An AWS-managed policy that must not be at a target (`detach FullAWSAccess`).
    Detachment(Attachment),
    /// A stack set.
    StackSet(StackSet),
    /// The instances of a stack set at one target.
    StackInstances(StackInstances),
}

/// The organization, feature set ALL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Organization {
    /// The name in the source, also of the root's address.
    pub name: String,
}

/// A policy type, enabled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyType {
    /// The name AWS uses, for example `SERVICE_CONTROL_POLICY`.
    pub policy_type: String,
}

/// A trusted service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrustedService {
    /// Its principal, for example `config.amazonaws.com`.
    pub principal: String,
}

/// The activation has no attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OrganizationsAccess {}

/// A delegated administrator: address `delegate/<service>@<account's address>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DelegatedAdministrator {
    /// The account.
    pub account: Address,
    /// The service's principal, for example `guardduty.amazonaws.com`.
    pub principal: String,
}

/// The resource-based policy of the organization, which delegates policy management. At most one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DelegationPolicy {
    /// Minified JSON.
    pub document: Text,
}

/// An organizational unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// The organization or the unit above.
    pub parent: Address,
    /// The name in AWS.
    pub name: String,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// The organization or the unit it stands in.
    pub parent: Address,
    /// The display name in AWS.
    pub name: String,
    /// The e-mail of its root user.
    pub email: String,
    /// Whether it is the management account, which exists before the organization.
    pub management: bool,
    /// Role that the management account may assume; none is the default of AWS. Creation only.
    pub role_name: Option<String>,
    /// Whether IAM users may see billing; none is the default of AWS. Creation only.
    pub billing_access: Option<bool>,
    /// The alternate contacts that are written; others stay as they are.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub contacts: BTreeMap<ContactType, AlternateContact>,
    /// The primary contact, if it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_contact: Option<PrimaryContact>,
    /// Opt-in Regions to enable; none is ever disabled.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub regions: BTreeSet<String>,
}

/// The sorts of alternate contacts (Account Management API, `AlternateContactType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContactType {
    /// Asked about bills.
    Billing,
    /// Asked about the running of AWS services.
    Operations,
    /// Told about security events.
    Security,
}

impl ContactType {
    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Billing => "billing",
            Self::Operations => "operations",
            Self::Security => "security",
        }
    }
}

/// An alternate contact; AWS takes all of it or nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlternateContact {
    /// At most 64 characters.
    pub name: String,
    /// At most 50 characters.
    pub title: String,
    /// At most 254 characters.
    pub email: String,
    /// At most 25 digits, spaces and `()+-`.
    pub phone: String,
}

/// The primary contact; AWS replaces the whole record (Account Management API,
/// `ContactInformation`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrimaryContact {
    /// The person or department.
    pub full_name: String,
    /// The company.
    pub company_name: Option<String>,
    /// One to three lines.
    pub address_lines: Vec<String>,
    /// The city.
    pub city: String,
    /// The state or region; some countries need it.
    pub state_or_region: Option<String>,
    /// The district or county.
    pub district_or_county: Option<String>,
    /// The postal code.
    pub postal_code: String,
    /// Two letters.
    pub country_code: String,
    /// With the country's prefix.
    pub phone: String,
    /// The web site.
    pub website: Option<String>,
}

/// A customer's policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Policy {
    /// The name AWS uses for the type, for example `SERVICE_CONTROL_POLICY`.
    pub policy_type: String,
    /// The name in AWS.
    pub name: String,
    /// The description in AWS; may be empty.
    pub description: String,
    /// Minified JSON.
    pub document: Text,
}

/// A policy and a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// A declared policy or an AWS-managed one (`policy/FullAWSAccess`, `policy/RCPFullAWSAccess`).
    pub policy: Address,
    /// The organization (its root), a unit or an account.
    pub target: Address,
}

/// A stack set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StackSet {
    /// The name in AWS: `[a-zA-Z][-a-zA-Z0-9]*`, at most 128 characters.
    pub name: String,
    /// The description, 1 to 1,024 characters.
    pub description: String,
    /// The template text, JSON or YAML.
    pub template: String,
    /// Who the stacks are made by.
    pub permission_model: PermissionModel,
    /// What happens when accounts come and go; only for service-managed sets.
    pub auto_deployment: Option<AutoDeployment>,
    /// Capabilities such as `CAPABILITY_NAMED_IAM`.
    pub capabilities: BTreeSet<String>,
    /// Parameters of every instance.
    pub parameters: BTreeMap<String, Text>,
    /// How operations proceed; not stored by AWS.
    pub rollout: Option<Rollout>,
}

/// Who a stack set's stacks are made by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PermissionModel {
    /// Roles that AWS makes; targets are units and accounts of the organization.
    ServiceManaged,
    /// Roles that the user makes; targets are accounts.
    SelfManaged,
}

/// What happens when accounts join and leave a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutoDeployment {
    /// Whether a joining account gets its stacks.
    pub enabled: bool,
    /// Whether a leaving account keeps them.
    pub retain_on_leave: bool,
}

/// How an operation of a stack set proceeds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rollout {
    /// Accounts at a time.
    pub max_concurrent: Amount,
    /// Failures to accept in a Region before stopping.
    pub failure_tolerance: Amount,
    /// The order of Regions; empty is the order AWS chooses.
    pub region_order: Vec<String>,
    /// Whether Regions run in parallel.
    pub regions_in_parallel: bool,
    /// `STRICT_FAILURE_TOLERANCE` or `SOFT_FAILURE_TOLERANCE`; none is the default of AWS.
    pub concurrency_mode: Option<String>,
}

/// A number of accounts or a share of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Amount {
    /// So many.
    Count(u32),
    /// So many percent.
    Percent(u32),
}

/// Instances of a stack set at one target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StackInstances {
    /// The set.
    pub stack_set: Address,
    /// The organization (every member account), a unit (and below) or one account.
    pub target: Address,
    /// Regions, at least one.
    pub regions: BTreeSet<String>,
    /// Parameters that differ from the set's.
    pub overrides: BTreeMap<String, Text>,
}

/// An output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Output {
    /// What to print.
    pub value: Value,
    /// The `##` comments above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// Where it is written.
    pub origin: Origin,
}

impl Desired {
    /// The organization's address and body, if one is declared.
    pub fn organization(&self) -> Option<(&Address, &Organization)> {
        self.resources.iter().find_map(|(address, resource)| match &resource.body {
            Body::Organization(organization) => Some((address, organization)),
            _ => None,
        })
    }
}
