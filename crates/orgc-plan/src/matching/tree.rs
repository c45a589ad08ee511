//! Where things stand: live and desired.
//!
//! Places are spelled as ids where they are live and as `{ou/Staging.id}` where they are not yet,
//! so that one key means one place in both trees.

use super::matched::Matched;
use crate::live::Live;
use orgc_ir::Address;
use orgc_ir::desired::Body;
use std::collections::BTreeSet;

impl<'a> Matched<'a> {
    /// The key of a target or parent.
    pub fn place(&self, address: &Address) -> String {
        // What [`Matched::container`] says, without a detour for what is live, as this is asked most of all.
        match self.get(address) {
            Some(Live::Organization(live)) => live.root_id.clone(),
            Some(live) => live.id().to_owned(),
            None => self.container(address).to_string(),
        }
    }

    /// The declared parent of a unit or account.
    pub fn parent(&self, address: &Address) -> Option<&'a Address> {
        match &self.resource(address)?.body {
            Body::Unit(unit) => Some(&unit.parent),
            Body::Account(account) => Some(&account.parent),
            _ => None,
        }
    }

    /// Where a declared thing shall stand: its parent, the one above, up to the root.
    pub fn desired_above(&self, address: &Address) -> Vec<String> {
        let mut above = Vec::new();
        let mut seen = BTreeSet::new();
        let mut next = self.parent(address);
        while let Some(parent) = next.filter(|parent| seen.insert(*parent)) {
            above.push(self.place(parent));
            next = self.parent(parent);
        }
        above
    }

    /// Where a live unit or account stands: its parent, the one above, up to the root.
    pub fn live_above(&self, id: &str) -> Vec<&'a str> {
        let mut above = Vec::new();
        let mut next = self.live_parent(id);
        // A tree of AWS is at most six deep; a broken snapshot must not loop.
        while let Some(parent) = next.filter(|parent| !above.contains(parent)) {
            above.push(parent);
            next = self.live_parent(parent);
        }
        above
    }

    fn live_parent(&self, id: &str) -> Option<&'a str> {
        let account = self.observed.accounts.get(id).map(|one| one.parent.as_str());
        account.or_else(|| self.observed.units.get(id).map(|one| one.parent.as_str()))
    }

    /// Where an account shall stand: as declared, or where it is if nobody declares it.
    pub fn destination(&self, id: &str) -> Vec<String> {
        match self.address_of("account", id) {
            Some(address) => self.desired_above(address),
            None => self.live_above(id).into_iter().map(str::to_owned).collect(),
        }
    }

    /// A place as people read it: its address, also one that it is about to lose, or its id.
    pub fn place_name(&self, id: &'a str) -> String {
        let leaving = || self.departure("ou", id).or_else(|| self.departure("account", id));
        match self.target_address(id) {
            Some(address) => address.to_string(),
            None => leaving().map_or_else(|| id.to_owned(), |one| one.address.to_string()),
        }
    }
}
