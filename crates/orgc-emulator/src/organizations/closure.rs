//! Closing accounts, which takes time and leaves them in the tree for ninety days.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::constraints::check_all_features;
use super::{accounts, perform};
use crate::cloudformation::auto_deployment;
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::{AccountState, Organization};
use crate::state::schedule::Event;

const CONCURRENT_CLOSURES: usize = 3;
const CLOSURE_WINDOW: Duration = Duration::from_secs(30 * 24 * 3600);

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "CloseAccount" => perform(state, call, close),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CloseAccount {
    account_id: String,
}

fn close(state: &mut State, input: &CloseAccount) -> Answer {
    let now = state.now;
    let due = now.after(state.settings.account_closure);
    let organization = state.organization_mut()?;
    let id = &input.account_id;
    check_all_features(organization, "closing accounts needs")?;
    if *id == organization.management_account_id {
        let message = "the management account cannot be closed";
        return Err(Refusal::constraint("CANNOT_CLOSE_MANAGEMENT_ACCOUNT", message));
    }
    match accounts::find(organization, id)?.state {
        AccountState::Active => {}
        AccountState::PendingClosure => {
            return Err(Refusal::new("ConflictException", "the account is being closed"));
        }
        AccountState::Closed => {
            return Err(Refusal::new("AccountAlreadyClosedException", "the account is closed already"));
        }
    }
    organization.closures.retain(|closed| now.since(*closed) < CLOSURE_WINDOW);
    check_closure_quotas(organization)?;
    organization.closures.push(now);
    if let Some(account) = organization.accounts.get_mut(id) {
        account.state = AccountState::PendingClosure;
    }
    state.schedule.add(due, Event::ClosureEnds { account: id.clone() });
    Ok(Value::Null)
}

/// Closures per thirty days: 20 % of the members, at least 250 and at most 1,000.
fn check_closure_quotas(organization: &Organization) -> Result<(), Refusal> {
    let closing =
        organization.accounts.values().filter(|account| account.state == AccountState::PendingClosure);
    if closing.count() >= CONCURRENT_CLOSURES {
        let message = format!("{CONCURRENT_CLOSURES} accounts are being closed");
        return Err(Refusal::constraint("CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED", message));
    }
    let members = organization.accounts.len().saturating_sub(1);
    let quota = (members / 5).clamp(250, 1000);
    if organization.closures.len() >= quota {
        let message = format!("{quota} accounts may be closed in 30 days");
        return Err(Refusal::constraint("CLOSE_ACCOUNT_QUOTA_EXCEEDED", message));
    }
    Ok(())
}

/// The account is closed; it stays in its place until it departs.
pub(crate) fn finish(state: &mut State, id: &str) {
    let departs = state.now.after(state.settings.post_closure);
    let accounts = state.organization.as_mut().map(|organization| &mut organization.accounts);
    if let Some(account) = accounts.and_then(|accounts| accounts.get_mut(id)) {
        account.state = AccountState::Closed;
        state.schedule.add(departs, Event::AccountDeparts { account: id.to_owned() });
    }
}

/// The account leaves the organization for good, with its tags, attachments and delegations. Its
/// address stays with it, so that no other account can have it.
pub(crate) fn depart(state: &mut State, id: &str) {
    let Some(organization) = &mut state.organization else { return };
    let before: Vec<String> = organization.ancestors(id).map(str::to_owned).collect();
    if let Some(account) = organization.accounts.remove(id) {
        organization.spent_emails.insert(account.email.to_lowercase());
        organization.forget(id);
        organization.invalid_policies.remove_account(id);
        for administrators in organization.administrators.values_mut() {
            administrators.remove(id);
        }
    }
    state.contacts.remove(id);
    state.primary_contacts.remove(id);
    state.regions.remove(id);
    state.emails.remove(id);
    state.phones.remove(id);
    auto_deployment::account_moved(state, id, &before);
}
