//! What a file of `orgc snapshot` says, as far as the emulator knows of it. `docs/sandbox.md` describes it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::state::stack_set::{DetailedStatus, InstanceStatus};

/// The version that is read.
pub(super) const FORMAT: u64 = 1;

/// Only the member that every version has.
#[derive(Debug, Deserialize)]
pub(super) struct Format {
    pub format: u64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Snapshot {
    /// The Region of the stack sets.
    pub region: String,
    pub organization: Everything,
}

#[derive(Debug, Deserialize)]
pub(super) struct Everything {
    pub organization: Organization,
    pub units: BTreeMap<String, Unit>,
    pub accounts: BTreeMap<String, Account>,
    pub policies: BTreeMap<String, Policy>,
    pub attachments: Vec<Attachment>,
    pub trusted_services: BTreeSet<String>,
    pub administrators: BTreeMap<String, BTreeSet<String>>,
    pub delegation_policy: Option<String>,
    pub details: BTreeMap<String, Details>,
    pub organizations_access: bool,
    pub stack_sets: BTreeMap<String, StackSet>,
    #[serde(default)]
    pub invitations: BTreeMap<String, Invitation>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Organization {
    pub id: String,
    pub all_features: bool,
    pub management_account_id: String,
    pub root_id: String,
    pub tags: BTreeMap<String, String>,
    pub policy_types: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Unit {
    pub name: String,
    pub parent: String,
    pub tags: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Account {
    pub name: String,
    pub email: String,
    pub state: String,
    pub parent: String,
    pub tags: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Policy {
    pub policy_type: String,
    pub name: String,
    pub description: String,
    pub document: String,
    pub tags: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Attachment {
    pub policy: String,
    pub target: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Details {
    pub contacts: BTreeMap<String, Contact>,
    pub primary_contact: Option<PrimaryContact>,
    pub regions: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Contact {
    pub name: String,
    pub title: String,
    pub email: String,
    pub phone: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct PrimaryContact {
    pub full_name: String,
    pub company_name: Option<String>,
    pub address_lines: Vec<String>,
    pub city: String,
    pub state_or_region: Option<String>,
    pub district_or_county: Option<String>,
    pub postal_code: String,
    pub country_code: String,
    pub phone: String,
    pub website: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct StackSet {
    pub id: String,
    pub arn: String,
    pub description: String,
    pub template: String,
    pub permission_model: PermissionModel,
    pub auto_deployment: Option<AutoDeployment>,
    pub capabilities: Vec<String>,
    pub parameters: BTreeMap<String, String>,
    pub tags: BTreeMap<String, String>,
    pub targets: BTreeMap<String, BTreeSet<String>>,
    pub instances: Vec<Instance>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum PermissionModel {
    ServiceManaged,
    SelfManaged,
}

#[derive(Debug, Deserialize)]
pub(super) struct AutoDeployment {
    pub enabled: bool,
    pub retain_on_leave: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Instance {
    pub account: String,
    pub region: String,
    pub unit: Option<String>,
    pub status: InstanceStatus,
    pub detailed_status: DetailedStatus,
    #[serde(default)]
    pub overrides: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Invitation {
    pub recipient: Recipient,
    pub notes: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Recipient {
    Account(String),
    Email(String),
}
