//! Where things stand while a plan is carried out in thought.
//!
//! Things are named by their ids, and those that the plan makes by references to their ids.

use crate::plan::{Action, Operation, Plan};
use orgc_ir::{Address, Attribute, Observed, Reference, Text};
use std::collections::{BTreeMap, BTreeSet};

/// The tree between two operations.
pub(crate) struct Tree<'a> {
    observed: &'a Observed,
    root: String,
    /// The declared things.
    names: BTreeMap<String, &'a Address>,
    parents: BTreeMap<String, String>,
    accounts: BTreeSet<String>,
    left: BTreeSet<String>,
}

impl<'a> Tree<'a> {
    /// What is live; without a plan nothing is declared.
    pub fn new(plan: Option<&'a Plan>, observed: &'a Observed) -> Self {
        let units = observed.units.iter().map(|(id, one)| (id.clone(), one.parent.clone()));
        let accounts = observed.accounts.iter().map(|(id, one)| (id.clone(), one.parent.clone()));
        let bindings = plan.into_iter().flat_map(|plan| &plan.bindings);
        let names = bindings.map(|(address, one)| {
            // Policies and stack sets are attached and deployed to the root.
            (one.root_id.as_ref().unwrap_or(&one.id).clone(), address)
        });
        let mut made = plan.into_iter().flat_map(|plan| &plan.operations);
        let made = made.find(|one| matches!(one.action, Action::CreateOrganization { .. }));
        let root = match (&observed.organization, made) {
            (Some(live), _) => live.root_id.clone(),
            (None, Some(made)) => reference(&made.address, Attribute::RootId),
            (None, None) => String::new(),
        };
        Self {
            observed,
            names: names.chain(made.map(|one| (root.clone(), &one.address))).collect(),
            root,
            parents: units.chain(accounts).collect(),
            accounts: observed.accounts.keys().cloned().collect(),
            left: BTreeSet::new(),
        }
    }

    /// The accounts there are, those that have left included.
    pub fn accounts(&self) -> impl Iterator<Item = &str> {
        self.accounts.iter().map(String::as_str)
    }

    /// Whether there is, or was, such an account.
    pub fn has_account(&self, id: &str) -> bool {
        self.accounts.contains(id)
    }

    /// Whether a thing is still there.
    pub fn stays(&self, id: &str) -> bool {
        !self.left.contains(id)
    }

    /// Units and accounts.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.parents.keys().map(String::as_str)
    }

    /// The address of a declared thing.
    pub fn address(&self, id: &str) -> Option<&'a Address> {
        self.names.get(id).copied()
    }

    /// What people call a thing.
    pub fn name(&self, id: &str) -> String {
        if let Some(address) = self.names.get(id) {
            return if address.kind() == "account" { address.name().to_owned() } else { address.to_string() };
        }
        let unit = self.observed.units.get(id).map(|live| format!("ou `{}` ({id})", live.name));
        let account = self.observed.accounts.get(id).map(|live| format!("{} ({id})", live.name));
        unit.or(account)
            .unwrap_or_else(|| if id == self.root { "the root".to_owned() } else { id.to_owned() })
    }

    /// From the root to a place.
    pub fn path<'s>(&'s self, place: &'s str) -> Vec<&'s str> {
        let mut places = vec![place];
        while let Some(parent) = self.parents.get(*places.last().unwrap_or(&place)) {
            // A unit below itself cannot be; a walk that does not end may not be either.
            if places.contains(&parent.as_str()) {
                break;
            }
            places.push(parent);
        }
        places.reverse();
        places
    }

    /// What an operation changes of it.
    pub fn carry_out(&mut self, operation: &'a Operation) {
        match &operation.action {
            Action::CreateUnit { parent, .. } => self.appear(operation, parent.to_string()),
            Action::CreateAccount { .. } => {
                self.accounts.insert(own_id(&operation.address));
                self.appear(operation, self.root.clone());
            }
            Action::MoveAccount { account, to, .. } => {
                self.parents.insert(account.to_string(), to.to_string());
            }
            Action::CloseAccount { account } | Action::ReleaseAccount { account } => {
                self.left.insert(account.to_string());
            }
            _ => {}
        }
    }

    fn appear(&mut self, operation: &'a Operation, parent: String) {
        let id = own_id(&operation.address);
        self.parents.insert(id.clone(), parent);
        self.names.insert(id, &operation.address);
    }
}

/// How a plan refers to what an operation makes.
pub(crate) fn own_id(address: &Address) -> String {
    reference(address, Attribute::Id)
}

fn reference(address: &Address, attribute: Attribute) -> String {
    Text::from(Reference::new(address.clone(), attribute)).to_string()
}
