//! What matching finds out, and what everything after it asks.

use super::attachments::Attachments;
use crate::live::Live;
use orgc_ir::{Address, Desired, Observed};
use std::collections::BTreeMap;

/// How a live thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// It carries the address.
    Tag,
    /// It has the natural key and carries nothing.
    NaturalKey,
}

/// Desired and observed, matched.
pub(crate) struct Matched<'a> {
    pub desired: &'a Desired,
    pub observed: &'a Observed,
    pub attachments: Attachments<'a>,
    pub(super) organization: Address,
    pub(super) live: BTreeMap<&'a Address, (Live<'a>, By)>,
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
            live: BTreeMap::new(),
            addresses: BTreeMap::new(),
        }
    }
}
