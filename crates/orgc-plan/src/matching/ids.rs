//! Ids of desired things: known where they are live, references where they are not yet.

use super::leaving::Leaving;
use super::matched::{By, Matched};
use crate::live::Live;
use crate::plan::Binding;
use orgc_ir::desired::{Body, Moved, Resource};
use orgc_ir::{Address, Attribute, Part, Reference, Text};
use orgc_policy::{DefaultPolicy, PolicyType};
use std::collections::BTreeMap;

impl<'a> Matched<'a> {
    /// The live thing of an address.
    pub fn get(&self, address: &Address) -> Option<Live<'a>> {
        self.live.get(address).map(|(live, _)| *live)
    }

    /// Whether a thing was found without carrying an address.
    pub fn is_adopted(&self, address: &Address) -> bool {
        matches!(self.live.get(address), Some((_, By::Adoption)))
    }

    /// The sentence by which a thing that carries another address was found.
    pub fn moved(&self, address: &Address) -> Option<&'a Moved> {
        match self.live.get(address) {
            Some((_, By::Moved(moved))) => Some(moved),
            _ => None,
        }
    }

    /// What leaves under this address.
    pub fn leaving(&self, address: &Address) -> Option<&Leaving<'a>> {
        self.leaving.iter().find(|one| one.address == *address)
    }

    /// What becomes of a live thing that is no longer declared.
    pub fn departure(&self, kind: &str, key: &str) -> Option<&Leaving<'a>> {
        self.leaving.iter().find(|one| one.live.kind() == kind && one.live.key() == key)
    }

    /// The address of a live thing.
    pub fn address_of(&self, kind: &'static str, key: &str) -> Option<&'a Address> {
        self.addresses.get(&(kind, key)).copied()
    }

    /// The address of a live root, unit or account, by its id.
    pub fn target_address(&self, id: &'a str) -> Option<&'a Address> {
        let organization = || {
            let live = self.observed.organization.as_ref().filter(|live| live.root_id == id)?;
            self.address_of("organization", &live.id)
        };
        self.address_of("ou", id).or_else(|| self.address_of("account", id)).or_else(organization)
    }

    /// Whether the sources declare an address.
    pub fn declares(&self, address: &str) -> bool {
        Address::try_from(address.to_owned())
            .is_ok_and(|address| self.desired.resources.contains_key(&address))
    }

    /// A declared resource.
    pub fn resource(&self, address: &Address) -> Option<&'a Resource> {
        self.desired.resources.get(address)
    }

    /// The management account's id.
    pub fn management_id(&self) -> Option<&'a str> {
        self.observed.organization.as_ref().map(|live| live.management_account_id.as_str())
    }

    /// The id of a thing; a reference where AWS will assign it.
    pub fn id(&self, address: &Address) -> Text {
        match self.get(address) {
            Some(live) => live.id().into(),
            None => match self.default_policy(address) {
                Some(default) => default.id.as_str().into(),
                None => Reference::new(address.clone(), Attribute::Id).into(),
            },
        }
    }

    /// The AWS-managed policy of an address, unless a declared one has it.
    pub fn default_policy(&self, address: &Address) -> Option<&'static DefaultPolicy> {
        if address.kind() != "policy" || self.desired.resources.contains_key(address) {
            return None;
        }
        let defaults = PolicyType::all().iter().filter_map(|one| one.default_policy.as_ref());
        defaults.into_iter().find(|default| default.name == address.name())
    }

    /// The id of what holds units and accounts or is a target: for the organization, its root's.
    pub fn container(&self, address: &Address) -> Text {
        match self.resource(address).map(|one| &one.body) {
            Some(Body::Organization(_)) => self.root(),
            _ => self.id(address),
        }
    }

    /// The root's id.
    pub fn root(&self) -> Text {
        match &self.observed.organization {
            Some(live) => live.root_id.as_str().into(),
            None => Reference::new(self.organization(), Attribute::RootId).into(),
        }
    }

    /// The organization's address.
    pub fn organization(&self) -> Address {
        self.organization.clone()
    }

    /// The whole text, if everything in it is live.
    pub fn resolve(&self, text: &Text) -> Option<String> {
        text.resolve(|reference| self.value(reference)).ok()
    }

    /// The text as far as it is known, with unknown ids as `{account/dev.id}`.
    pub fn spelled(&self, text: &Text) -> String {
        let mut all = String::new();
        for part in text.parts() {
            match part {
                Part::Literal(literal) => all.push_str(literal),
                Part::Reference(reference) => match self.value(reference) {
                    Some(value) => all.push_str(value),
                    None => all.push_str(&format!("{{{reference}}}")),
                },
            }
        }
        all
    }

    fn value(&self, reference: &Reference) -> Option<&'a str> {
        match (self.get(&reference.address)?, reference.attribute) {
            (live, Attribute::Id) => Some(live.id()),
            (live, Attribute::Arn) => Some(live.arn()),
            (Live::Organization(live), Attribute::RootId) => Some(&live.root_id),
            (Live::Account(_, live), Attribute::Status) => Some(&live.state),
            _ => None,
        }
    }

    /// What AWS assigned to everything that is live.
    pub fn bindings(&self) -> BTreeMap<Address, Binding> {
        self.live.iter().map(|(address, (live, _))| ((*address).clone(), binding(*live))).collect()
    }
}

fn binding(live: Live<'_>) -> Binding {
    let mut binding =
        Binding { id: live.id().to_owned(), arn: live.arn().to_owned(), root_id: None, status: None };
    match live {
        Live::Organization(live) => binding.root_id = Some(live.root_id.clone()),
        Live::Account(_, live) => binding.status = Some(live.state.clone()),
        _ => {}
    }
    binding
}
