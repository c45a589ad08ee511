//! What matching finds out, and what everything after it asks.

use super::attachments::Attachments;
use super::leaving::Leaving;
use crate::live::Live;
use orgc_ir::desired::Moved;
use orgc_ir::{Address, Desired, Observed};
use std::collections::BTreeMap;

/// How a live thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By<'a> {
    /// It carries the address.
    Tag,
    /// It carries an address that a sentence maps to this one.
    Moved(&'a Moved),
    /// It carries nothing, and either `adopt` names it or it has the natural key.
    Adoption,
}

/// Desired and observed, matched.
pub(crate) struct Matched<'a> {
    pub desired: &'a Desired,
    pub observed: &'a Observed,
    pub attachments: Attachments<'a>,
    pub(super) organization: Address,
    /// Owned things that are no longer declared and of which a sentence says what becomes of them.
    pub leaving: Vec<Leaving<'a>>,
    pub(super) live: BTreeMap<&'a Address, (Live<'a>, By<'a>)>,
    pub(super) addresses: BTreeMap<(&'static str, &'a str), &'a Address>,
}

impl<'a> Matched<'a> {
    /// Nothing is matched yet.
    pub(super) fn new(desired: &'a Desired, observed: &'a Observed) -> Self {
        let organization = desired.organization().map(|(address, _)| address.clone());
        Self {
            desired,
            observed,
            attachments: Attachments::new(observed),
            organization: organization.unwrap_or_else(|| Address::organization("organization")),
            leaving: Vec::new(),
            live: BTreeMap::new(),
            addresses: BTreeMap::new(),
        }
    }
}
