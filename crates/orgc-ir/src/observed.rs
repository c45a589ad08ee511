//! What is live: a snapshot of the organization, in the vocabulary of [`desired`](crate::desired)
//! with ids instead of addresses.

use crate::desired::{AlternateContact, AutoDeployment, ContactType, PermissionModel, PrimaryContact};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A snapshot. Maps are keyed by the id that AWS assigned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// The organization; none when the caller's account belongs to none.
    pub organization: Option<LiveOrganization>,
    /// Units by id.
    pub units: BTreeMap<String, LiveUnit>,
    /// Accounts by id, the management account and closed ones included.
    pub accounts: BTreeMap<String, LiveAccount>,
    /// Customer policies of every enabled type, by id.
    pub policies: BTreeMap<String, LivePolicy>,
    /// Direct attachments, AWS-managed policies included.
    pub attachments: BTreeSet<LiveAttachment>,
    /// Principals of trusted services.
    pub trusted_services: BTreeSet<String>,
    /// Delegated administrators by service principal, where someone asked for them.
    #[serde(default)]
    pub administrators: BTreeMap<String, BTreeSet<String>>,
    /// The delegation policy, where someone asked for it and there is one.
    #[serde(default)]
    pub delegation_policy: Option<String>,
    /// What Account Management knows of accounts, by id, where someone asked for it.
    #[serde(default)]
    pub details: BTreeMap<String, LiveDetails>,
    /// Whether CloudFormation's organizations access is active.
    pub organizations_access: bool,
    /// Active stack sets of the home Region, by name.
    pub stack_sets: BTreeMap<String, LiveStackSet>,
    /// Creations of accounts that are still in progress.
    pub creations: Vec<LiveCreation>,
    /// Invitations that wait for an answer, by id, where someone asked for them.
    #[serde(default)]
    pub invitations: BTreeMap<String, LiveInvitation>,
    /// How many calls were made, by `service:Operation`, as plans name them.
    pub calls: BTreeMap<String, u32>,
}

/// The live organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveOrganization {
    /// `o-…`.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// Whether all features are enabled.
    pub all_features: bool,
    /// The management account.
    pub management_account_id: String,
    /// `r-…`.
    pub root_id: String,
    /// The root's ARN.
    pub root_arn: String,
    /// The root's tags.
    pub tags: BTreeMap<String, String>,
    /// Enabled policy types by their AWS names.
    pub policy_types: BTreeSet<String>,
}

impl LiveOrganization {
    /// The partition of AWS that it is in: `aws`, `aws-cn`, `aws-us-gov`.
    pub fn partition(&self) -> &str {
        self.arn.split(':').nth(1).unwrap_or("aws")
    }
}

/// A live unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveUnit {
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// The root or the unit above.
    pub parent: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// A live account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveAccount {
    /// Its ARN.
    pub arn: String,
    /// Its display name.
    pub name: String,
    /// The e-mail of its root user.
    pub email: String,
    /// `ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE`, `CLOSED`, `PENDING_ACTIVATION`.
    pub state: String,
    /// The root or the unit it stands in.
    pub parent: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

impl LiveAccount {
    /// Whether it is suspended or closed, or will be: nothing can be changed in it.
    pub fn is_inactive(&self) -> bool {
        matches!(self.state.as_str(), "SUSPENDED" | "PENDING_CLOSURE" | "CLOSED")
    }
}

/// What Account Management knows of an account, as far as someone asked for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveDetails {
    /// The alternate contacts that are set.
    pub contacts: BTreeMap<ContactType, AlternateContact>,
    /// The primary contact, if it is set.
    pub primary_contact: Option<PrimaryContact>,
    /// `ENABLED`, `ENABLING`, `DISABLING`, `DISABLED` or `ENABLED_BY_DEFAULT`, by Region.
    pub regions: BTreeMap<String, String>,
}

/// A live customer policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LivePolicy {
    /// Its ARN.
    pub arn: String,
    /// The name AWS uses for its type.
    pub policy_type: String,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: String,
    /// Its text as stored.
    pub document: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// A direct attachment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LiveAttachment {
    /// The policy's id, `p-FullAWSAccess` included.
    pub policy: String,
    /// The name AWS uses for the policy's type.
    pub policy_type: String,
    /// The root's, unit's or account's id.
    pub target: String,
}

/// A live stack set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveStackSet {
    /// `name:uuid`.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// Its description.
    pub description: String,
    /// The template as stored.
    pub template: String,
    /// Who its stacks are made by.
    pub permission_model: PermissionModel,
    /// What happens when accounts come and go.
    pub auto_deployment: Option<AutoDeployment>,
    /// Its capabilities.
    pub capabilities: BTreeSet<String>,
    /// Its parameters.
    pub parameters: BTreeMap<String, String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Units (or the root) that are targets, each with its Regions: what
    /// `ListStackSetAutoDeploymentTargets` answers.
    pub targets: BTreeMap<String, BTreeSet<String>>,
    /// The instances that exist.
    pub instances: Vec<LiveInstance>,
    /// The operation in flight, if one is.
    pub running_operation: Option<String>,
}

/// A live stack instance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LiveInstance {
    /// The account.
    pub account: String,
    /// The Region.
    pub region: String,
    /// The unit through which it came, if any.
    pub unit: Option<String>,
    /// `CURRENT`, `OUTDATED` or `INOPERABLE`.
    pub status: String,
    /// `SUCCEEDED`, `FAILED`, `SKIPPED_SUSPENDED_ACCOUNT` and so on.
    pub detailed_status: String,
    /// Parameters with other values than the set's, where someone asked for them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub overrides: BTreeMap<String, String>,
}

/// An invitation to an account that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveInvitation {
    /// Who is invited.
    pub recipient: Recipient,
    /// What was written to whoever reads it.
    pub notes: Option<String>,
}

/// Who is invited: an account is named by its id or by the address of its root user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recipient {
    /// Twelve digits.
    Account(String),
    /// An e-mail address.
    Email(String),
}

/// An account creation in progress.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveCreation {
    /// `car-…`.
    pub request: String,
    /// The display name asked for.
    pub name: String,
}
