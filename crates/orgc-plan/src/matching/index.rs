//! The live organization, findable by tag and by natural key.

use crate::live::{Live, everything};
use crate::ownership::Owner;
use orgc_ir::Observed;
use std::collections::BTreeMap;

/// Maps from what identifies a thing to the thing. Built once, so that planning stays linear.
pub(crate) struct Index<'a> {
    /// What carries the project's tag, by the address in it.
    pub owned: BTreeMap<&'a str, Vec<Live<'a>>>,
    /// Accounts by their e-mail in lower case.
    emails: BTreeMap<String, Live<'a>>,
    /// Units by parent and name.
    units: BTreeMap<(&'a str, &'a str), Live<'a>>,
    /// Policies by type and name.
    policies: BTreeMap<(&'a str, &'a str), Live<'a>>,
    observed: &'a Observed,
}

impl<'a> Index<'a> {
    pub fn new(project: &str, observed: &'a Observed) -> Self {
        let mut owned: BTreeMap<&str, Vec<Live<'_>>> = BTreeMap::new();
        for live in everything(observed) {
            match Owner::of(live.tags()) {
                Owner::Project { project: of, address } if of == project => {
                    owned.entry(address).or_default().push(live);
                }
                _ => {}
            }
        }
        let accounts = observed.accounts.iter();
        let units = observed.units.iter();
        let policies = observed.policies.iter();
        Self {
            owned,
            emails: accounts.map(|(id, one)| (one.email.to_lowercase(), Live::Account(id, one))).collect(),
            units: units
                .map(|(id, one)| ((one.parent.as_str(), one.name.as_str()), Live::Unit(id, one)))
                .collect(),
            policies: policies
                .map(|(id, one)| ((one.policy_type.as_str(), one.name.as_str()), Live::Policy(id, one)))
                .collect(),
            observed,
        }
    }

    /// The account with this e-mail; letters of any case are the same.
    pub fn by_email(&self, email: &str) -> Option<Live<'a>> {
        self.emails.get(&email.to_lowercase()).copied()
    }

    pub fn account(&self, id: &str) -> Option<Live<'a>> {
        self.observed.accounts.get_key_value(id).map(|(id, live)| Live::Account(id, live))
    }

    pub fn unit(&self, parent: &str, name: &str) -> Option<Live<'a>> {
        self.units.get(&(parent, name)).copied()
    }

    pub fn policy(&self, policy_type: &str, name: &str) -> Option<Live<'a>> {
        self.policies.get(&(policy_type, name)).copied()
    }

    /// The thing of a kind with this id; a stack set by its name.
    pub fn by_id(&self, kind: &str, id: &str) -> Option<Live<'a>> {
        let observed = self.observed;
        match kind {
            "organization" => {
                observed.organization.as_ref().filter(|one| one.id == id).map(Live::Organization)
            }
            "ou" => observed.units.get_key_value(id).map(|(id, one)| Live::Unit(id, one)),
            "account" => self.account(id),
            "policy" => observed.policies.get_key_value(id).map(|(id, one)| Live::Policy(id, one)),
            _ => self.stack_set(id),
        }
    }

    pub fn stack_set(&self, name: &str) -> Option<Live<'a>> {
        self.observed.stack_sets.get_key_value(name).map(|(name, live)| Live::StackSet(name, live))
    }
}
