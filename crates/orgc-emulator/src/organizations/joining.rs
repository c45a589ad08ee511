//! Accounts that come into the organization: those that it makes, and those that it has invited.

use std::collections::BTreeMap;

use super::effective::changes;
use crate::cloudformation::auto_deployment;
use crate::state::State;
use crate::state::organization::{Account, AccountState};

/// An account that comes.
pub(super) struct Newcomer<'a> {
    pub name: String,
    pub email: String,
    pub invited: bool,
    pub tags: &'a BTreeMap<String, String>,
}

/// Puts an account into the root, with what AWS attaches and deploys there.
pub(super) fn enter(state: &mut State, id: &str, newcomer: Newcomer<'_>) {
    let Some(organization) = &mut state.organization else { return };
    let Newcomer { name, email, invited, tags } = newcomer;
    let account = Account {
        name,
        email,
        parent: organization.root_id.clone(),
        state: AccountState::Active,
        joined: state.now,
        invited,
    };
    organization.accounts.insert(id.to_owned(), account);
    organization.guard(id);
    changes::note_arrival(organization, id);
    if !tags.is_empty() {
        organization.tags.insert(id.to_owned(), tags.clone());
    }
    auto_deployment::account_moved(state, id, &[]);
}
