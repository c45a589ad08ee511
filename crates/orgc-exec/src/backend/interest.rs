//! What a plan needs to know of the live organization, so that nothing else is read.

use orgc_ir::desired::{Account, Body, ContactType, RemovalVerb, Resource};
use orgc_ir::{Address, Desired};
use orgc_plan::ownership::desired_tags;
use std::collections::{BTreeMap, BTreeSet};

/// What a plan needs to know of the live organization.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interest {
    /// The project: stack sets with its ownership tag are read whole.
    pub project: String,
    /// The names of the declared stack sets, which are read whole too.
    pub declared_stack_sets: BTreeSet<String>,
    /// Whether to look at stack sets at all. Without a declared one and without CloudFormation's
    /// trusted access there is nothing of ours to find.
    pub stack_sets: StackSets,
    /// Whether the parameters that single instances override are asked for, with one call for each instance of a set that
    /// has parameters.
    pub overrides: bool,
    /// Whether open invitations are asked for.
    pub invitations: bool,
    /// Whether delegated administrators matter: one is declared, a list of them is complete, or an
    /// account leaves.
    pub administrators: bool,
    /// Whether the delegation policy matters.
    pub delegation_policy: bool,
    /// The tags, ownership included, that things shall have, by address: of what has them already, no more is asked.
    pub tags: BTreeMap<String, BTreeMap<String, String>>,
    /// Accounts of which Account Management is asked.
    pub accounts: Vec<AccountInterest>,
    /// Whether it is asked of all accounts, and about everything.
    pub every_account: bool,
}

/// What is asked of one account, and how it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountInterest {
    /// Addresses that it may carry: its own and those it had before.
    pub addresses: BTreeSet<String>,
    /// The id that `adopt` names.
    pub id: Option<String>,
    /// Its e-mail.
    pub email: String,
    /// Whether it is the management account.
    pub management: bool,
    /// What is asked.
    pub details: Details,
}

/// What Account Management is asked of an account, one call each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Alternate contacts.
    pub contacts: BTreeSet<ContactType>,
    /// Whether the primary contact.
    pub primary_contact: bool,
    /// Whether the Regions.
    pub regions: bool,
}

/// Whether to look at stack sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StackSets {
    /// When one is declared, or CloudFormation has trusted access.
    #[default]
    WhenInUse,
    /// Never: the caller knows that there are none.
    Never,
    /// All, and all of them whole.
    Whole,
}

impl Interest {
    /// What a plan of this model needs to know.
    pub fn of(desired: &Desired) -> Self {
        let bodies = || desired.resources.values().map(|resource| &resource.body);
        let sets = bodies().filter_map(|body| match body {
            Body::StackSet(set) => Some(set.name.clone()),
            _ => None,
        });
        let delegates = bodies().any(|body| matches!(body, Body::DelegatedAdministrator(_)));
        let leaves = |verb| matches!(verb, RemovalVerb::Close | RemovalVerb::Release);
        let accounts = desired.resources.iter().filter_map(|(address, one)| account(desired, address, one));
        Self {
            project: desired.project.clone(),
            declared_stack_sets: sets.collect(),
            stack_sets: StackSets::WhenInUse,
            overrides: false,
            invitations: false,
            administrators: delegates
                || !desired.exclusive.delegate.is_empty()
                || desired.removals.values().any(|one| leaves(one.verb)),
            delegation_policy: bodies().any(|body| matches!(body, Body::DelegationPolicy(_))),
            tags: desired.resources.iter().filter_map(|(address, one)| tags(desired, address, one)).collect(),
            accounts: accounts.collect(),
            every_account: false,
        }
    }

    /// Everything that can be read, whatever sources say: for a copy of the organization. Of instances of stack sets it is
    /// what their lists show, so overrides are left out.
    pub fn everything() -> Self {
        Self {
            stack_sets: StackSets::Whole,
            invitations: true,
            administrators: true,
            delegation_policy: true,
            every_account: true,
            ..Self::default()
        }
    }
}

impl Details {
    /// Everything there is.
    pub fn everything() -> Self {
        Self {
            contacts: BTreeSet::from([ContactType::Billing, ContactType::Operations, ContactType::Security]),
            primary_contact: true,
            regions: true,
        }
    }
}

/// The tags of what AWS Organizations lets carry some.
fn tags(
    desired: &Desired,
    address: &Address,
    resource: &Resource,
) -> Option<(String, BTreeMap<String, String>)> {
    let carries =
        matches!(resource.body, Body::Organization(_) | Body::Unit(_) | Body::Account(_) | Body::Policy(_));
    carries.then(|| (address.to_string(), desired_tags(&desired.project, address, resource)))
}

fn account(desired: &Desired, address: &Address, resource: &Resource) -> Option<AccountInterest> {
    let Body::Account(body) = &resource.body else { return None };
    let Account { contacts, primary_contact, regions, .. } = body;
    if contacts.is_empty() && primary_contact.is_none() && regions.is_empty() {
        return None;
    }
    // A chain of renames is as long as there are sentences; asking once too often does no harm.
    let old = desired.moved.keys().filter(|old| old.kind() == "account" && is_before(desired, old, address));
    Some(AccountInterest {
        addresses: old.chain([address]).map(ToString::to_string).collect(),
        id: resource.adopt.as_ref().map(|one| one.id.clone()),
        email: body.email.clone(),
        management: body.management,
        details: Details {
            contacts: contacts.keys().copied().collect(),
            primary_contact: primary_contact.is_some(),
            regions: !regions.is_empty(),
        },
    })
}

/// Whether an old address has become this one, over several sentences if need be.
fn is_before(desired: &Desired, old: &Address, address: &Address) -> bool {
    let mut next = old;
    for _ in 0..desired.moved.len() {
        match desired.moved.get(next) {
            Some(moved) if moved.to == *address => return true,
            Some(moved) => next = &moved.to,
            None => return false,
        }
    }
    false
}
