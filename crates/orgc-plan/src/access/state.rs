//! Which control policies stand over accounts, between two operations.

use crate::plan::{Action, Operation, Plan};
use crate::tree::{Tree, own_id};
use orgc_ir::observed::LiveOrganization;
use orgc_ir::{Attribute, Observed, Part, Reference, Text};
use orgc_policy::{Chain, Document, Grammar, Level, Policy, PolicyType};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The organization as far as these policies are concerned.
pub(super) struct State<'a> {
    /// None if nothing is planned.
    plan: Option<&'a Plan>,
    observed: &'a Observed,
    organization: &'a LiveOrganization,
    tree: Tree<'a>,
    attached: BTreeMap<String, BTreeSet<String>>,
    policies: BTreeMap<String, (Grammar, Arc<Policy>)>,
    /// The names of policies that cannot be read.
    unread: BTreeMap<String, String>,
    enabled: BTreeSet<String>,
}

impl<'a> State<'a> {
    /// What is live.
    pub fn new(plan: Option<&'a Plan>, observed: &'a Observed, organization: &'a LiveOrganization) -> Self {
        let mut state = Self {
            plan,
            observed,
            organization,
            tree: Tree::new(plan, observed),
            attached: BTreeMap::new(),
            policies: default_policies(),
            unread: BTreeMap::new(),
            enabled: organization.policy_types.clone(),
        };
        for one in &observed.attachments {
            state.attach(&one.target, &one.policy);
        }
        for (id, live) in &observed.policies {
            let name = state.tree.address(id).map_or(live.name.as_str(), |address| address.name());
            state.learn(id.clone(), name, &live.policy_type, &live.document);
        }
        state
    }

    /// The member accounts in which anybody can do anything.
    pub fn accounts(&self) -> Vec<&'a str> {
        let members = self.observed.accounts.iter().filter(|(id, account)| {
            **id != self.organization.management_account_id && !account.is_inactive()
        });
        members.map(|(id, _)| id.as_str()).collect()
    }

    /// Whether an account is still there.
    pub fn stays(&self, account: &str) -> bool {
        self.tree.stays(account)
    }

    /// What people call a thing.
    pub fn name(&self, id: &str) -> String {
        self.tree.name(id)
    }

    /// The policies over an account that cannot be read.
    pub fn unread_over(&self, account: &str) -> BTreeSet<String> {
        let attached =
            self.tree.path(account).into_iter().filter_map(|place| self.attached.get(place)).flatten();
        attached.filter_map(|policy| self.unread.get(policy)).cloned().collect()
    }

    /// What stands over an account.
    pub fn chain(&self, account: &str) -> Chain {
        let places = self.tree.path(account);
        Chain {
            is_management: account == self.organization.management_account_id,
            service: self.levels(&places, Grammar::ServiceControl),
            resource: self.levels(&places, Grammar::ResourceControl),
        }
    }

    fn levels(&self, places: &[&str], grammar: Grammar) -> Vec<Level> {
        let is_enabled = PolicyType::all()
            .iter()
            .any(|one| one.grammar == Some(grammar) && self.enabled.contains(&one.aws_name));
        if !is_enabled {
            return Vec::new();
        }
        let level = |place: &&str| Level {
            target: self.tree.name(place),
            policies: self.policies_at(place, grammar),
        };
        places.iter().map(level).collect()
    }

    fn policies_at(&self, place: &str, grammar: Grammar) -> Vec<Arc<Policy>> {
        let here =
            self.attached.get(place).into_iter().flatten().filter_map(|policy| self.policies.get(policy));
        let mut here: Vec<Arc<Policy>> =
            here.filter(|(of, _)| *of == grammar).map(|(_, policy)| Arc::clone(policy)).collect();
        // Ids are of no meaning, and what the plan makes has none yet.
        here.sort_by(|one, other| one.name.cmp(&other.name));
        here
    }

    /// What an operation changes of it.
    pub fn carry_out(&mut self, operation: &'a Operation) {
        self.tree.carry_out(operation);
        match &operation.action {
            Action::AttachPolicy { policy, target } => self.attach(&target.to_string(), &policy.to_string()),
            Action::DetachPolicy { policy, target } => {
                if let Some(all) = self.attached.get_mut(&target.to_string()) {
                    all.remove(&policy.to_string());
                }
            }
            Action::CreatePolicy { policy_type, document, .. } => {
                let document = self.spelled(document);
                self.learn(own_id(&operation.address), operation.address.name(), policy_type, &document);
            }
            Action::UpdatePolicy { policy, document: Some(document), .. } => {
                let (policy, document) = (policy.to_string(), self.spelled(document));
                if let Some(live) = self.observed.policies.get(&policy) {
                    self.learn(policy, operation.address.name(), &live.policy_type, &document);
                }
            }
            Action::CreateUnit { .. } => self.attach_defaults(&own_id(&operation.address)),
            Action::EnablePolicyType { policy_type, .. } => {
                self.enabled.insert(policy_type.clone());
                let places: Vec<String> = self.tree.places().map(str::to_owned).collect();
                places.iter().for_each(|place| self.attach_defaults(place));
                self.attach_defaults(&self.organization.root_id);
            }
            _ => {}
        }
    }

    fn attach(&mut self, target: &str, policy: &str) {
        self.attached.entry(target.to_owned()).or_default().insert(policy.to_owned());
    }

    /// AWS attaches them wherever their type is enabled.
    fn attach_defaults(&mut self, place: &str) {
        for one in PolicyType::all().iter().filter(|one| self.enabled.contains(&one.aws_name)) {
            if let Some(default) = &one.default_policy {
                self.attached.entry(place.to_owned()).or_default().insert(default.id.clone());
            }
        }
    }

    /// Takes a policy in, if it is of a kind that matters.
    fn learn(&mut self, id: String, name: &str, policy_type: &str, document: &str) {
        let Some(grammar) = PolicyType::aws_named(policy_type).and_then(|one| one.grammar) else { return };
        self.unread.remove(&id);
        match read(name, grammar, document) {
            Some(policy) => _ = self.policies.insert(id, (grammar, policy)),
            None => _ = self.unread.insert(id, name.to_owned()),
        }
    }

    /// A text with ids, or with stand-ins of their form for those that are assigned later.
    fn spelled(&self, text: &Text) -> String {
        let part = |part: &Part| match part {
            Part::Literal(known) => known.clone(),
            Part::Reference(reference) => self.reference(reference),
        };
        text.parts().iter().map(part).collect()
    }

    fn reference(&self, reference: &Reference) -> String {
        let bound = self.plan.and_then(|plan| plan.bindings.get(&reference.address));
        match (reference.attribute, bound) {
            (Attribute::Id, Some(bound)) => bound.id.clone(),
            (Attribute::Arn, Some(bound)) => bound.arn.clone(),
            (Attribute::Id, None) if reference.address.kind() == "account" => {
                let mut operations = self.plan.into_iter().flat_map(|plan| &plan.operations);
                let made = operations.position(|one| one.address == reference.address);
                format!("{:012}", made.unwrap_or_default())
            }
            _ => reference.address.to_string(),
        }
    }
}

fn default_policies() -> BTreeMap<String, (Grammar, Arc<Policy>)> {
    let defaults = PolicyType::all().iter().filter_map(|one| {
        let (grammar, default) = (one.grammar?, one.default_policy.as_ref()?);
        Some((default.id.clone(), (grammar, read(&default.name, grammar, &default.document)?)))
    });
    defaults.collect()
}

fn read(name: &str, grammar: Grammar, document: &str) -> Option<Arc<Policy>> {
    let document = Document::parse(document).ok()?;
    Some(Arc::new(Policy::new(name, &document, grammar).ok()?))
}
