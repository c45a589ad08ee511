//! Everything the emulator remembers.
//!
//! Plain values, serializable as a whole: a snapshot is this structure as JSON. Operations change it only
//! through `&mut State`, and time changes it only in `settle`.

pub(crate) mod drift;
pub(crate) mod handshake;
pub(crate) mod ids;
pub(crate) mod invalid;
pub(crate) mod organization;
pub(crate) mod placed;
pub(crate) mod policy;
pub(crate) mod schedule;
pub(crate) mod stack_set;
pub(crate) mod transfer;
pub(crate) mod verification;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::refusal::Refusal;
use crate::settings::Settings;
use drift::Drifts;
use ids::Minter;
use organization::Organization;
use schedule::Schedule;
use stack_set::StackSets;
use verification::Verification;

/// The world as AWS would know it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct State {
    pub settings: Settings,
    /// The moment up to which the schedule has been worked off.
    pub now: Moment,
    pub ids: Minter,
    pub organization: Option<Organization>,
    /// Alternate contacts: account, then contact type, then the fields.
    pub contacts: BTreeMap<String, BTreeMap<String, Contact>>,
    /// Primary contacts by account.
    #[serde(default)]
    pub primary_contacts: BTreeMap<String, PrimaryContact>,
    /// Opt-in Regions that were ever changed, by account.
    #[serde(default)]
    pub regions: BTreeMap<String, BTreeMap<String, RegionState>>,
    /// Changes of root users' addresses, by account.
    #[serde(default)]
    pub emails: BTreeMap<String, Verification>,
    /// Verifications of phone numbers, by account.
    #[serde(default)]
    pub phones: BTreeMap<String, Verification>,
    /// Accounts that have left the organization and live on.
    #[serde(default)]
    pub outside: BTreeMap<String, Outside>,
    pub stack_sets: StackSets,
    pub schedule: Schedule,
    pub afflictions: Afflictions,
}

/// What is known of an account that is in no organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outside {
    pub name: String,
    pub email: String,
}

/// An alternate contact of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Contact {
    pub name: String,
    pub title: String,
    pub email_address: String,
    pub phone_number: String,
}

/// The primary contact of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PrimaryContact {
    pub full_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_name: Option<String>,
    pub address_line1: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_line3: Option<String>,
    pub city: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_or_region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district_or_county: Option<String>,
    pub postal_code: String,
    pub country_code: String,
    pub phone_number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website_url: Option<String>,
}

/// How far an opt-in Region is in an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RegionState {
    Enabling,
    Enabled,
    Disabling,
    Disabled,
}

impl RegionState {
    /// The `RegionOptStatus`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Enabling => "ENABLING",
            Self::Enabled => "ENABLED",
            Self::Disabling => "DISABLING",
            Self::Disabled => "DISABLED",
        }
    }

    pub fn is_changing(self) -> bool {
        matches!(self, Self::Enabling | Self::Disabling)
    }
}

/// Failures of the world that a test has ordered; unlike faults of a call they are part of the state.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Afflictions {
    /// E-mail address of a creation that will fail, and its FailureReason.
    pub creations: BTreeMap<String, String>,
    /// Account in which stack instances fail, and the reason.
    pub stack_instances: BTreeMap<String, String>,
    /// What has drifted, by the id of the stack.
    #[serde(default)]
    pub drifts: BTreeMap<String, Drifts>,
}

/// A change to [`Afflictions`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Affliction {
    Creation { email: String, reason: String },
    StackInstances { account: String, reason: String },
    Drift { stack: String, drifts: Drifts },
    Healed,
}

impl State {
    pub fn new(settings: Settings, now: Moment) -> Self {
        Self {
            ids: Minter::new(settings.seed),
            settings,
            now,
            organization: None,
            contacts: BTreeMap::new(),
            primary_contacts: BTreeMap::new(),
            regions: BTreeMap::new(),
            emails: BTreeMap::new(),
            phones: BTreeMap::new(),
            outside: BTreeMap::new(),
            stack_sets: StackSets::default(),
            schedule: Schedule::default(),
            afflictions: Afflictions::default(),
        }
    }

    /// The organization, or what every operation answers without one.
    pub fn organization(&self) -> Result<&Organization, Refusal> {
        self.organization.as_ref().ok_or_else(not_in_use)
    }

    /// The organization, to be changed.
    pub fn organization_mut(&mut self) -> Result<&mut Organization, Refusal> {
        self.organization.as_mut().ok_or_else(not_in_use)
    }

    pub fn afflict(&mut self, affliction: Affliction) {
        match affliction {
            Affliction::Creation { email, reason } => {
                self.afflictions.creations.insert(email, reason);
            }
            Affliction::StackInstances { account, reason } => {
                self.afflictions.stack_instances.insert(account, reason);
            }
            Affliction::Drift { stack, drifts } => {
                self.afflictions.drifts.insert(stack, drifts);
            }
            Affliction::Healed => self.afflictions = Afflictions::default(),
        }
    }
}

fn not_in_use() -> Refusal {
    Refusal::new("AWSOrganizationsNotInUseException", "your account is not a member of an organization")
}
