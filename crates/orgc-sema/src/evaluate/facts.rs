//! What can be asked about the model once it is complete.

use crate::value::{Entry, Located, Value};
use orgc_diag::Span;
use orgc_ir::desired::{Body, Resource};
use orgc_ir::{Address, Text};
use std::collections::{BTreeMap, BTreeSet};

/// The answers, each worked out once.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    things: BTreeMap<Address, Fact>,
    /// The things directly below the organization or a unit.
    children: BTreeMap<Address, Vec<Address>>,
    /// The policies attached to each target.
    attached: BTreeMap<Address, BTreeSet<Address>>,
}

#[derive(Debug)]
struct Fact {
    title: String,
    email: Option<String>,
    /// What an account or a unit stands in.
    parent: Option<Address>,
    tags: Vec<(String, String)>,
    /// The name that AWS uses, of policies.
    policy_type: Option<String>,
    /// The text of a policy.
    document: Option<Text>,
    is_management: bool,
}

impl Facts {
    /// Adds what the model has more than before. What it had stays as it was: a resource is complete
    /// when it comes into the model.
    pub(crate) fn complete(&mut self, resources: &BTreeMap<Address, Resource>) {
        for (address, resource) in resources {
            if !self.things.contains_key(address) {
                self.add(address, resource);
            }
        }
    }

    fn add(&mut self, address: &Address, resource: &Resource) {
        let (title, email, parent, policy_type) = match &resource.body {
            Body::Organization(organization) => (organization.name.clone(), None, None, None),
            Body::Unit(unit) => (unit.name.clone(), None, Some(&unit.parent), None),
            Body::Account(account) => {
                (account.name.clone(), Some(account.email.clone()), Some(&account.parent), None)
            }
            Body::Policy(policy) => (policy.name.clone(), None, None, Some(policy.policy_type.clone())),
            Body::Attachment(one) => {
                self.attached.entry(one.target.clone()).or_default().insert(one.policy.clone());
                return;
            }
            _ => return,
        };
        if let Some(parent) = parent {
            self.children.entry(parent.clone()).or_default().push(address.clone());
        }
        let tags = resource.tags.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        let is_management = matches!(&resource.body, Body::Account(account) if account.management);
        let document = match &resource.body {
            Body::Policy(policy) => Some(policy.document.clone()),
            _ => None,
        };
        let parent = parent.cloned();
        let fact = Fact { title, email, parent, tags, policy_type, document, is_management };
        self.things.insert(address.clone(), fact);
    }

    /// What the sources say of a thing; none as long as that is not known.
    pub(super) fn attribute(&self, address: &Address, name: &str, span: Span) -> Option<Value> {
        let fact = self.things.get(address)?;
        Some(match name {
            "title" => Value::text(fact.title.as_str()),
            "email" => fact.email.as_ref().map_or(Value::None, |email| Value::text(email.as_str())),
            "type" => Value::text(type_name(fact.policy_type.as_deref()?)),
            _ => {
                let entry = |(key, value): &(String, String)| Entry {
                    key: key.clone(),
                    key_span: span,
                    value: Located::new(Value::text(value.as_str()), span),
                };
                Value::map(fact.tags.iter().map(entry).collect())
            }
        })
    }

    /// The accounts or units in a part of the organization, in the order of their addresses.
    pub(super) fn below(&self, top: &Address, kind: &str) -> Vec<Address> {
        let mut found = BTreeSet::new();
        let mut open = vec![top.clone()];
        while let Some(next) = open.pop() {
            for child in self.children.get(&next).into_iter().flatten() {
                if child.kind() == kind {
                    found.insert(child.clone());
                }
                open.push(child.clone());
            }
        }
        found.into_iter().collect()
    }

    /// From the organization to an account or a unit.
    pub(crate) fn path<'f>(&'f self, thing: &'f Address) -> Vec<&'f Address> {
        let above = |one: &&'f Address| self.things.get(*one)?.parent.as_ref();
        let mut path: Vec<&Address> = std::iter::successors(Some(thing), above).collect();
        path.reverse();
        path
    }

    /// The text of a declared policy.
    pub(crate) fn document(&self, policy: &Address) -> Option<&Text> {
        self.things.get(policy)?.document.as_ref()
    }

    /// Whether an account is the management account.
    pub(super) fn is_management(&self, account: &Address) -> bool {
        self.things.get(account).is_some_and(|fact| fact.is_management)
    }

    /// The policies of a type that are attached to a target itself.
    pub(crate) fn attached(&self, target: &Address, policy_type: &str) -> Vec<Address> {
        let of_type = |policy: &&Address| match self.things.get(*policy) {
            Some(fact) => fact.policy_type.as_deref() == Some(policy_type),
            None => crate::model::type_of(policy, &BTreeMap::new())
                .is_some_and(|managed| managed.aws_name == policy_type),
        };
        self.attached.get(target).into_iter().flatten().filter(of_type).cloned().collect()
    }
}

/// The type as the language calls it.
fn type_name(aws_name: &str) -> &str {
    orgc_policy::PolicyType::aws_named(aws_name).map_or(aws_name, |found| found.name.as_str())
}
