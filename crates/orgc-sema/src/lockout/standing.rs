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

/// What two accounts have in common that policies treat alike and that stand at one place: the place, the policies of
/// their own, and, where policies look at it, the id.
type Alike<'m> = (&'m Address, Vec<&'m str>, Option<&'m str>);

impl<'m> Standing<'m> {
    /// Those of a model.
    pub(super) fn of(model: &'m Model, permissions: &'m Permissions) -> Self {
        let mut alike: BTreeMap<Alike<'m>, Vec<&'m Address>> = BTreeMap::new();
        for (address, resource) in &model.resources {
            let Body::Account(account) = &resource.body else { continue };
            let Some(chain) = permissions.chain(address).filter(|_| !account.management) else { continue };
            let own = chain.service.last().into_iter().chain(chain.resource.last());
            let own = own.flat_map(|level| &level.policies).map(|policy| policy.name.as_str()).collect();
            let is_looked_at = |id: &&str| chain.singles_out(id) || chain.singles_out_things_of(id);
            let id = permissions.id(address).filter(is_looked_at);
            alike.entry((&account.parent, own, id)).or_default().push(address);
        }
        let mut standing = Self { classes: Vec::new(), below: BTreeMap::new() };
        let mut known: BTreeMap<(Vec<String>, Option<&str>), usize> = BTreeMap::new();
        for ((parent, _, id), accounts) in &alike {
            let Some((first, chain)) = accounts.first().and_then(|one| Some((*one, permissions.chain(one)?)))
            else {
                continue;
            };
            let likeness = permissions.likeness(first, &Singled::default());
            let class = *known.entry((likeness, *id)).or_insert_with(|| {
                standing.classes.push((first, chain));
                standing.classes.len() - 1
            });
            for place in path(parent, &model.resources) {
                standing.below.entry(place).or_default().entry(class).or_default().extend(accounts);
            }
            for account in accounts {
                standing.below.entry(account).or_default().insert(class, vec![account]);
            }
        }
        standing
    }

    /// The accounts at a place and below it.
    pub(super) fn below(&self, place: &Address) -> impl Iterator<Item = (usize, &[&'m Address])> {
        self.below.get(place).into_iter().flatten().map(|(class, accounts)| (*class, accounts.as_slice()))
    }
}
