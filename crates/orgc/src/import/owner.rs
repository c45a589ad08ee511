//! Whose a live thing is.

use orgc_plan::ownership::{ID, PROJECT};
use std::collections::BTreeMap;

/// Who manages a live thing, by its tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner<'a> {
    /// Nobody that we know of.
    Nobody,
    /// This project, under an address.
    This(&'a str),
    /// Another project.
    Other(&'a str),
}

impl<'a> Owner<'a> {
    pub(super) fn of(tags: &'a BTreeMap<String, String>, project: &str) -> Self {
        match (tags.get(PROJECT), tags.get(ID)) {
            (Some(owner), Some(address)) if owner == project => Self::This(address),
            (Some(owner), Some(_)) => Self::Other(owner),
            // Both are written in one call, so one alone is not ours.
            _ => Self::Nobody,
        }
    }
}
