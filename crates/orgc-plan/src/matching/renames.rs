//! Old addresses of live things, and the new ones that `moved` gives them.
//!
//! A sentence about a unit or about the block of a plugin holds for everything whose address stands
//! below it.

use super::index::Index;
use orgc_ir::desired::Moved;
use orgc_ir::{Address, Desired};
use std::collections::{BTreeMap, BTreeSet};

/// The carried addresses that have become another one, by the new one.
#[derive(Default)]
pub(super) struct Renames<'a> {
    by_new: BTreeMap<Address, Vec<(&'a str, &'a Moved)>>,
    old: BTreeSet<&'a str>,
}

impl<'a> Renames<'a> {
    pub fn new(desired: &'a Desired, index: &Index<'a>) -> Self {
        let mut renames = Self::default();
        for carried in index.owned.keys() {
            if let Some((new, moved)) = followed(desired, carried) {
                renames.by_new.entry(new).or_default().push((carried, moved));
                renames.old.insert(carried);
            }
        }
        renames
    }

    /// The carried addresses that have become this one.
    pub fn of(&self, address: &Address) -> &[(&'a str, &'a Moved)] {
        self.by_new.get(address).map_or(&[], Vec::as_slice)
    }

    /// The sentence that maps one carried address to this one.
    pub fn between(&self, carried: &str, address: &Address) -> Option<&'a Moved> {
        self.of(address).iter().find(|(old, _)| *old == carried).map(|(_, moved)| *moved)
    }

    /// Whether a carried address has become a declared one.
    pub fn settles(&self, carried: &str) -> bool {
        self.old.contains(carried)
    }
}

/// The declared address that a carried one has become, over several sentences if need be.
fn followed<'a>(desired: &'a Desired, carried: &str) -> Option<(Address, &'a Moved)> {
    let mut address = Address::try_from(carried.to_owned()).ok()?;
    let mut last = None;
    for _ in 0..=desired.moved.len() {
        if desired.resources.contains_key(&address) {
            break;
        }
        let (next, moved) = step(desired, &address)?;
        (address, last) = (next, Some(moved));
    }
    last.filter(|_| desired.resources.contains_key(&address)).map(|moved| (address, moved))
}

fn step<'a>(desired: &'a Desired, address: &Address) -> Option<(Address, &'a Moved)> {
    let (old, moved) = nearest(address, |one| desired.moved.get(one))?;
    let rest = address.as_str().strip_prefix(old.as_str())?;
    Some((Address::try_from(format!("{}{rest}", moved.to)).ok()?, moved))
}

/// What is said about an address, or about the nearest one above it.
pub(super) fn nearest<T>(address: &Address, said: impl Fn(&Address) -> Option<T>) -> Option<(Address, T)> {
    let mut above = Some(address.clone());
    while let Some(one) = above {
        if let Some(found) = said(&one) {
            return Some((one, found));
        }
        above = one.as_str().rsplit_once('/').and_then(|(start, _)| Address::try_from(start.to_owned()).ok());
    }
    None
}
