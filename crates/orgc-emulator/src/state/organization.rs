//! The organization: its tree, accounts, policies and settings.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::handshake::Handshake;
use super::invalid::InvalidPolicies;
use super::placed::{Child, Placed};
use super::policy::{Policy, full_access_of};
use super::transfer::Transfer;
use crate::clock::Moment;

/// One organization.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Organization {
    pub id: String,
    pub root_id: String,
    pub all_features: bool,
    pub created: Moment,
    pub management_account_id: String,
    pub units: Placed<Unit>,
    pub accounts: Placed<Account>,
    /// Addresses of accounts that have left: AWS never gives an address free again.
    pub spent_emails: BTreeSet<String>,
    pub creations: BTreeMap<String, Creation>,
    #[serde(default)]
    pub handshakes: BTreeMap<String, Handshake>,
    #[serde(default)]
    pub transfers: BTreeMap<String, Transfer>,
    pub closures: Vec<Moment>,
    pub policies: BTreeMap<String, Policy>,
    /// Target id to the policies attached directly to it, in the order of attachment.
    pub attachments: BTreeMap<String, Vec<String>>,
    /// When the effect of policies last changed, if it ever did.
    #[serde(default)]
    pub policies_changed: Option<Moment>,
    #[serde(default)]
    pub invalid_policies: InvalidPolicies,
    pub policy_types: BTreeMap<String, TypeStatus>,
    pub tags: BTreeMap<String, BTreeMap<String, String>>,
    pub trusted_services: BTreeMap<String, Moment>,
    /// Service principal to its delegated administrators.
    pub administrators: BTreeMap<String, BTreeMap<String, Moment>>,
    /// The delegation policy.
    #[serde(default)]
    pub resource_policy: Option<ResourcePolicy>,
}

/// The resource-based policy of the organization.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ResourcePolicy {
    pub id: String,
    pub content: String,
}

/// An organizational unit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Unit {
    pub name: String,
    pub parent: String,
}

/// A member account, or the management account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    pub name: String,
    pub email: String,
    pub parent: String,
    pub state: AccountState,
    pub joined: Moment,
    pub invited: bool,
}

impl Child for Unit {
    fn parent(&self) -> &str {
        &self.parent
    }

    fn move_to(&mut self, parent: &str) {
        parent.clone_into(&mut self.parent);
    }
}

impl Child for Account {
    fn parent(&self) -> &str {
        &self.parent
    }

    fn move_to(&mut self, parent: &str) {
        parent.clone_into(&mut self.parent);
    }
}

/// The life of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AccountState {
    Active,
    PendingClosure,
    Closed,
}

impl AccountState {
    /// The `State` member.
    pub fn state(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::PendingClosure => "PENDING_CLOSURE",
            Self::Closed => "CLOSED",
        }
    }

    /// The older `Status` member, which calls a closed account suspended.
    pub fn status(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::PendingClosure => "PENDING_CLOSURE",
            Self::Closed => "SUSPENDED",
        }
    }
}

/// A request to create an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Creation {
    pub name: String,
    pub email: String,
    pub tags: BTreeMap<String, String>,
    /// The id of the account in AWS GovCloud that is made with it.
    #[serde(default)]
    pub gov_cloud: Option<String>,
    pub requested: Moment,
    pub completed: Option<Moment>,
    pub outcome: CreationOutcome,
}

/// How far a creation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum CreationOutcome {
    InProgress,
    Succeeded { account: String },
    Failed { reason: String },
}

/// How far a policy type is; a disabled one is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TypeStatus {
    PendingEnable,
    Enabled,
    PendingDisable,
}

/// What can hold policies and tags in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Node {
    Root,
    Unit,
    Account,
}

impl Organization {
    /// What `id` is in the tree.
    pub fn node(&self, id: &str) -> Option<Node> {
        if id == self.root_id {
            Some(Node::Root)
        } else if self.units.contains_key(id) {
            Some(Node::Unit)
        } else {
            self.accounts.contains_key(id).then_some(Node::Account)
        }
    }

    /// Whether `id` is the root or an OU.
    pub fn is_container(&self, id: &str) -> bool {
        matches!(self.node(id), Some(Node::Root | Node::Unit))
    }

    /// The parent of an OU or account.
    pub fn parent(&self, child: &str) -> Option<&str> {
        let unit = self.units.get(child).map(|unit| unit.parent.as_str());
        unit.or_else(|| self.accounts.get(child).map(|account| account.parent.as_str()))
    }

    /// The containers above `child`, from its parent up to the root.
    pub fn ancestors<'a>(&'a self, child: &'a str) -> impl Iterator<Item = &'a str> {
        std::iter::successors(self.parent(child), |above| self.parent(above))
    }

    /// How many OUs deep a container is; the root is zero.
    pub fn depth(&self, container: &str) -> usize {
        self.ancestors(container).count()
    }

    /// `o-…/r-…/ou-…/<id>/`.
    pub fn path(&self, id: &str) -> String {
        let mut steps: Vec<&str> = self.ancestors(id).collect();
        steps.reverse();
        let mut path = format!("{}/", self.id);
        for step in steps.into_iter().chain([id]) {
            path.push_str(step);
            path.push('/');
        }
        path
    }

    /// The OUs directly below a container.
    pub fn units_of<'a>(&'a self, parent: &str) -> impl Iterator<Item = (&'a String, &'a Unit)> + use<'a> {
        self.units.under(parent)
    }

    /// The accounts directly below a container.
    pub fn accounts_of<'a>(
        &'a self,
        parent: &str,
    ) -> impl Iterator<Item = (&'a String, &'a Account)> + use<'a> {
        self.accounts.under(parent)
    }

    /// The member accounts anywhere below a container.
    pub fn members_under<'a>(&'a self, container: &'a str) -> impl Iterator<Item = &'a String> {
        self.accounts.keys().filter(move |id| {
            **id != self.management_account_id && self.ancestors(id).any(|ancestor| ancestor == container)
        })
    }

    /// Whether an account here has this address.
    pub fn has_address(&self, address: &str) -> bool {
        self.accounts.values().any(|account| account.email.eq_ignore_ascii_case(address))
    }

    /// Whether no other account can have this address any more.
    pub fn has_spent(&self, address: &str) -> bool {
        self.has_address(address) || self.spent_emails.contains(&address.to_lowercase())
    }

    /// Whether an account administers some service.
    pub fn is_administrator(&self, account: &str) -> bool {
        self.administrators.values().any(|accounts| accounts.contains_key(account))
    }

    /// The policies attached directly to `target`.
    pub fn attached(&self, target: &str) -> impl Iterator<Item = &Policy> {
        self.attachments.get(target).into_iter().flatten().filter_map(|id| self.policies.get(id))
    }

    /// When the effect of policies last changed.
    pub fn policies_updated(&self) -> Moment {
        self.policies_changed.unwrap_or(self.created)
    }

    /// Attaches to a new OU or account what AWS attaches: the full access policy of every enabled type.
    pub fn guard(&mut self, target: &str) {
        let enabled = self.policy_types.iter().filter(|(_, status)| **status == TypeStatus::Enabled);
        let policies: Vec<String> =
            enabled.filter_map(|(policy_type, _)| full_access_of(policy_type)).map(str::to_owned).collect();
        self.attachments.entry(target.to_owned()).or_default().extend(policies);
    }

    /// Every id that can hold policies.
    pub fn targets(&self) -> Vec<String> {
        let root = std::iter::once(&self.root_id);
        root.chain(self.units.keys()).chain(self.accounts.keys()).cloned().collect()
    }

    /// Forgets what hangs on a removed OU or account.
    pub fn forget(&mut self, id: &str) {
        self.attachments.remove(id);
        self.tags.remove(id);
    }

    pub fn organization_arn(&self) -> String {
        format!("arn:aws:organizations::{}:organization/{}", self.management_account_id, self.id)
    }

    /// The ARN of the root, an OU or an account.
    pub fn node_arn(&self, node: Node, id: &str) -> String {
        let kind = match node {
            Node::Root => "root",
            Node::Unit => "ou",
            Node::Account => "account",
        };
        format!("arn:aws:organizations::{}:{kind}/{}/{id}", self.management_account_id, self.id)
    }

    pub fn policy_arn(&self, policy: &Policy) -> String {
        let policy_type = policy.policy_type.to_lowercase();
        if policy.aws_managed {
            format!("arn:aws:organizations::aws:policy/{policy_type}/{}", policy.id)
        } else {
            let management = &self.management_account_id;
            format!("arn:aws:organizations::{management}:policy/{}/{policy_type}/{}", self.id, policy.id)
        }
    }
}
