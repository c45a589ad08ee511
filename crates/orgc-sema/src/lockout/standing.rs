//! Which accounts stand where, and which of them policies treat alike.

use crate::model::Model;
use crate::permissions::{Permissions, path};
use orgc_ir::Address;
use orgc_ir::desired::Body;
use orgc_policy::{Chain, Singled};
use std::collections::BTreeMap;

/// Member accounts that policies treat alike, by the number of their class.
pub(super) type Accounts<'m> = BTreeMap<usize, Vec<&'m Address>>;

/// The member accounts by where they stand.
pub(super) struct Standing<'m> {
    /// The chain that stands for each class, and the account that it is of.
    pub(super) classes: Vec<(&'m Address, &'m Chain)>,
    below: BTreeMap<&'m Address, Accounts<'m>>,
}

impl<'m> Standing<'m> {
    /// Those of a model.
    pub(super) fn of(model: &'m Model, permissions: &'m Permissions) -> Self {
        let mut standing = Self { classes: Vec::new(), below: BTreeMap::new() };
        let mut known: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for (account, resource) in &model.resources {
            let is_member = matches!(&resource.body, Body::Account(account) if !account.management);
            let Some(chain) = permissions.chain(account).filter(|_| is_member) else { continue };
            let likeness = permissions.likeness(account, &Singled::default());
            let class = *known.entry(likeness).or_insert_with(|| {
                standing.classes.push((account, chain));
                standing.classes.len() - 1
            });
            for place in path(account, &model.resources) {
                standing.below.entry(place).or_default().entry(class).or_default().push(account);
            }
        }
        standing
    }

    /// The accounts at a place and below it.
    pub(super) fn below(&self, place: &Address) -> impl Iterator<Item = (usize, &[&'m Address])> {
        self.below.get(place).into_iter().flatten().map(|(class, accounts)| (*class, accounts.as_slice()))
    }
}
