//! What there is, as plain data for people: the tree, the policies, the stack sets.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::clock::Moment;
use crate::state::State;
use crate::state::organization::{Account, Organization, TypeStatus};
use crate::state::policy::Policy;
use crate::state::stack_set::StackSet;
use crate::state::verification::Verification;

/// Everything in the emulator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct View {
    /// The moment of the view.
    pub now: Moment,
    /// The organization, if there is one.
    pub organization: Option<OrganizationView>,
    /// One-time codes that were sent and not yet given back.
    pub codes: Vec<CodeView>,
    /// Whether CloudFormation may act on the organization.
    pub stack_sets_activated: bool,
    /// The stack sets, by Region and name.
    pub stack_sets: Vec<StackSetView>,
}

/// A one-time code, which a person would read in a mailbox or on a phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeView {
    /// The account that it is about.
    pub account: String,
    /// The address or number that it was sent to.
    pub sent_to: String,
    /// The code.
    pub code: String,
}

/// The organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrganizationView {
    /// `o-…`.
    pub id: String,
    /// Whether it has all features; else consolidated billing alone.
    pub all_features: bool,
    /// The management account.
    pub management_account_id: String,
    /// The root and everything below it.
    pub root: UnitView,
    /// All policies, AWS's own included, by name.
    pub policies: Vec<PolicyView>,
    /// Policy types that are enabled or on the way, with `ENABLED`, `PENDING_ENABLE` or `PENDING_DISABLE`.
    pub policy_types: BTreeMap<String, String>,
    /// Principals of trusted services.
    pub trusted_services: Vec<String>,
    /// Service principals with the accounts that administer them.
    pub administrators: BTreeMap<String, Vec<String>>,
    /// The delegation policy, if there is one.
    pub delegation_policy: Option<String>,
    /// Names of accounts whose creation is in progress.
    pub accounts_in_creation: Vec<String>,
}

/// The root or an organizational unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitView {
    /// `r-…` or `ou-…`.
    pub id: String,
    /// The name; the root's is `Root`.
    pub name: String,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// Ids of the policies attached directly, in the order of attachment.
    pub policies: Vec<String>,
    /// OUs directly below, by name.
    pub units: Vec<UnitView>,
    /// Accounts directly below, by name.
    pub accounts: Vec<AccountView>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountView {
    /// Twelve digits.
    pub id: String,
    /// The name.
    pub name: String,
    /// The e-mail address of its root user.
    pub email: String,
    /// `ACTIVE`, `PENDING_CLOSURE` or `CLOSED`.
    pub state: String,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// Ids of the policies attached directly, in the order of attachment.
    pub policies: Vec<String>,
    /// Contacts as Account Management answers them: `PRIMARY`, `BILLING`, `OPERATIONS`, `SECURITY`.
    pub contacts: BTreeMap<String, Value>,
    /// Opt-in Regions that were ever changed, with `ENABLED`, `ENABLING`, `DISABLING` or `DISABLED`.
    pub regions: BTreeMap<String, String>,
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyView {
    /// `p-…`.
    pub id: String,
    /// The name.
    pub name: String,
    /// The policy type.
    pub policy_type: String,
    /// Whether it is AWS's own.
    pub aws_managed: bool,
    /// The document.
    pub content: String,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// Ids of the targets it is attached to directly.
    pub targets: Vec<String>,
}

/// A stack set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StackSetView {
    /// The Region in which it lives.
    pub region: String,
    /// The name.
    pub name: String,
    /// The description, if it has one.
    pub description: Option<String>,
    /// The parameters of all its stacks.
    pub parameters: BTreeMap<String, String>,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// The root or OUs that it follows, with the Regions.
    pub targets: BTreeMap<String, Vec<String>>,
    /// Its instances, by account and Region.
    pub instances: Vec<StackInstanceView>,
    /// The id of the operation that runs or waits, if any.
    pub operation: Option<String>,
    /// For how long, in all, an operation of it ran or waited.
    #[serde(skip)]
    pub busy: Duration,
}

/// A stack instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StackInstanceView {
    /// The account.
    pub account: String,
    /// The Region.
    pub region: String,
    /// `CURRENT`, `OUTDATED` or `INOPERABLE`.
    pub status: String,
    /// The detailed status, such as `SUCCEEDED` or `FAILED`.
    pub detailed_status: String,
    /// Parameters that differ from the set's.
    pub overrides: BTreeMap<String, String>,
}

fn code((account, sent): (&String, &Verification)) -> CodeView {
    CodeView { account: account.clone(), sent_to: sent.sent_to.clone(), code: sent.code.clone() }
}

impl View {
    pub(crate) fn of(state: &State) -> Self {
        let sets = state.stack_sets.live.iter();
        Self {
            now: state.now,
            organization: state.organization.as_ref().map(|found| {
                let mut view = organization(found);
                add_details(state, &mut view.root);
                view
            }),
            codes: state.pending_codes().map(code).collect(),
            stack_sets_activated: state.stack_sets.activated,
            stack_sets: sets
                .flat_map(|(region, sets)| sets.values().map(|set| stack_set(region, set)))
                .collect(),
        }
    }
}

fn organization(organization: &Organization) -> OrganizationView {
    let mut policies: Vec<PolicyView> =
        organization.policies.values().map(|found| policy(organization, found)).collect();
    policies.sort_by(|one, other| one.name.cmp(&other.name));
    let pending = organization.creations.values().filter(|creation| creation.completed.is_none());
    let types = organization.policy_types.iter();
    let administrators = organization.administrators.iter().filter(|(_, accounts)| !accounts.is_empty());
    OrganizationView {
        id: organization.id.clone(),
        all_features: organization.all_features,
        management_account_id: organization.management_account_id.clone(),
        root: unit(organization, &organization.root_id, "Root"),
        policies,
        policy_types: types.map(|(name, status)| (name.clone(), type_status(*status))).collect(),
        trusted_services: organization.trusted_services.keys().cloned().collect(),
        administrators: administrators
            .map(|(name, found)| (name.clone(), found.keys().cloned().collect()))
            .collect(),
        delegation_policy: organization.resource_policy.as_ref().map(|policy| policy.content.clone()),
        accounts_in_creation: pending.map(|creation| creation.name.clone()).collect(),
    }
}

fn type_status(status: TypeStatus) -> String {
    let text = match status {
        TypeStatus::PendingEnable => "PENDING_ENABLE",
        TypeStatus::Enabled => "ENABLED",
        TypeStatus::PendingDisable => "PENDING_DISABLE",
    };
    text.to_owned()
}

fn unit(organization: &Organization, id: &str, name: &str) -> UnitView {
    let mut units: Vec<UnitView> =
        organization.units_of(id).map(|(id, below)| unit(organization, id, &below.name)).collect();
    units.sort_by(|one, other| one.name.cmp(&other.name));
    let mut accounts: Vec<AccountView> =
        organization.accounts_of(id).map(|(id, found)| account(organization, id, found)).collect();
    accounts.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
    UnitView {
        id: id.to_owned(),
        name: name.to_owned(),
        tags: organization.tags.get(id).cloned().unwrap_or_default(),
        policies: organization.attachments.get(id).cloned().unwrap_or_default(),
        units,
        accounts,
    }
}

fn account(organization: &Organization, id: &str, account: &Account) -> AccountView {
    AccountView {
        id: id.to_owned(),
        name: account.name.clone(),
        email: account.email.clone(),
        state: account.state.state().to_owned(),
        tags: organization.tags.get(id).cloned().unwrap_or_default(),
        policies: organization.attachments.get(id).cloned().unwrap_or_default(),
        contacts: BTreeMap::new(),
        regions: BTreeMap::new(),
    }
}

/// What Account Management keeps, which stands beside the organization.
fn add_details(state: &State, unit: &mut UnitView) {
    for account in &mut unit.accounts {
        let alternate = state.contacts.get(&account.id).into_iter().flatten();
        let alternate = alternate.map(|(kind, contact)| (kind.clone(), serde_json::json!(contact)));
        let primary = state.primary_contacts.get(&account.id);
        let primary = primary.map(|contact| ("PRIMARY".to_owned(), serde_json::json!(contact)));
        account.contacts = alternate.chain(primary).collect();
        let regions = state.regions.get(&account.id).into_iter().flatten();
        account.regions = regions.map(|(name, found)| (name.clone(), found.text().to_owned())).collect();
    }
    unit.units.iter_mut().for_each(|below| add_details(state, below));
}

fn policy(organization: &Organization, policy: &Policy) -> PolicyView {
    let targets = organization.attachments.iter().filter(|(_, attached)| attached.contains(&policy.id));
    PolicyView {
        id: policy.id.clone(),
        name: policy.name.clone(),
        policy_type: policy.policy_type.clone(),
        aws_managed: policy.aws_managed,
        content: policy.content.clone(),
        tags: organization.tags.get(&policy.id).cloned().unwrap_or_default(),
        targets: targets.map(|(target, _)| target.clone()).collect(),
    }
}

fn stack_set(region: &str, set: &StackSet) -> StackSetView {
    let targets = set.targets.iter();
    let instances = set.all_instances().map(|(account, region, instance)| StackInstanceView {
        account: account.clone(),
        region: region.clone(),
        status: text(&serde_json::json!(instance.status)),
        detailed_status: text(&serde_json::json!(instance.detailed_status)),
        overrides: instance.overrides.clone(),
    });
    StackSetView {
        region: region.to_owned(),
        name: set.name.clone(),
        description: set.definition.description.clone(),
        parameters: set.definition.parameters.clone(),
        tags: set.definition.tags.clone(),
        targets: targets.map(|(unit, regions)| (unit.clone(), regions.iter().cloned().collect())).collect(),
        instances: instances.collect(),
        operation: set.unfinished().map(|operation| operation.id.clone()),
        busy: busy(set),
    }
}

/// Operations that waited beside each other count once.
fn busy(set: &StackSet) -> Duration {
    let ended = set.operations.iter().filter_map(|one| Some((one.created, one.ended?)));
    let mut spans: Vec<(Moment, Moment)> = ended.collect();
    spans.sort_unstable();
    let (mut all, mut until) = (Duration::ZERO, Moment::START);
    for (begun, ended) in spans {
        let begun = begun.max(until);
        all += if ended > begun { ended.since(begun) } else { Duration::ZERO };
        until = until.max(ended);
    }
    all
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
