//! What accounts can do before a plan and after it.
//!
//! The service and resource control policies that stand over each account are read from the snapshot; the
//! operations of the plan are carried out on them in thought; and the two are compared for all requests.
//! What is attached by hand counts like everything else that is live.

mod state;

use crate::plan::Plan;
use orgc_ir::Observed;
use orgc_policy::{Chain, Ground, IamCatalog, Passage, Shift, shifts};
use state::State;
#[cfg(test)]
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What a plan changes in what accounts can do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// The accounts that can do other things; none if each can do the same as before.
    pub shifts: Vec<Shift<String>>,
    /// Policies that cannot be read. Accounts under one of them are not compared.
    pub unread: BTreeSet<String>,
}

/// What stands over an account of an organization that is live.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The policies that can be read.
    pub chain: Chain,
    /// The names of those over it that cannot be read.
    pub unread: BTreeSet<String>,
}

/// What stands over the account of this id; none if there is no organization, or no such account in it.
pub fn standing(observed: &Observed, account: &str) -> Option<Standing> {
    let organization = observed.organization.as_ref()?;
    observed.accounts.get(account)?;
    let state = State::new(None, observed, organization);
    Some(Standing { chain: state.chain(account), unread: state.unread_over(account) })
}

/// What changes in what principals of the accounts can do, as far as the organization is concerned; none
/// if the same policies stand over each of them. Accounts that come or leave are not compared.
pub fn access(plan: &Plan, observed: &Observed) -> Option<Access> {
    let organization = observed.organization.as_ref()?;
    let mut state = State::new(Some(plan), observed, organization);
    let look = |state: &State<'_>, id: &str| (state.chain(id).of_any_account(), state.unread_over(id));
    let before: Vec<_> = state.accounts().into_iter().map(|id| (id, look(&state, id))).collect();
    plan.operations.iter().for_each(|operation| state.carry_out(operation));
    let partition = organization.partition();
    let (mut passages, mut unread) = (Vec::new(), BTreeSet::new());
    for (id, (before, unread_before)) in before.into_iter().filter(|(id, _)| state.stays(id)) {
        let (after, unread_after) = look(&state, id);
        if (&before, &unread_before) == (&after, &unread_after) {
            continue;
        }
        if !unread_before.is_empty() || !unread_after.is_empty() {
            unread.extend(unread_before.into_iter().chain(unread_after));
            continue;
        }
        let ground = Ground::of_account(id, Some(&organization.id), partition);
        passages.push(Passage { account: state.name(id), ground, id: id.to_owned(), before, after });
    }
    if passages.is_empty() && unread.is_empty() {
        return None;
    }
    passages.sort_by(|one, other| one.account.cmp(&other.account));
    Some(Access { shifts: shifts(&passages, IamCatalog::bundled()), unread })
}

/// What stands over each account that stays, before a plan is carried out or after.
#[cfg(test)]
pub(crate) fn chains(plan: &Plan, observed: &Observed, after: bool) -> BTreeMap<String, Chain> {
    let Some(organization) = &observed.organization else { return BTreeMap::new() };
    let mut state = State::new(Some(plan), observed, organization);
    if after {
        plan.operations.iter().for_each(|operation| state.carry_out(operation));
    }
    let accounts = state.accounts().into_iter().filter(|id| state.stays(id));
    accounts.map(|id| (id.to_owned(), state.chain(id).of_any_account())).collect()
}
