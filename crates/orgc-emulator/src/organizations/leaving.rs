//! Accounts that leave the organization and live on.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::{accounts, closure, perform};
use crate::refusal::{Answer, Refusal};
use crate::state::State;

/// How old a created account must be before it may leave (Removing a member account).
const WAIT: Duration = Duration::from_secs(4 * 24 * 3600);

pub(super) fn answer(state: &mut State, operation: &str, input: &Value) -> Option<Answer> {
    Some(match operation {
        "RemoveAccountFromOrganization" => perform(state, input, remove),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RemoveAccount {
    account_id: String,
}

/// That the account has a way to pay and a contact of its own is taken for granted.
fn remove(state: &mut State, input: &RemoveAccount) -> Answer {
    let now = state.now;
    let organization = state.organization()?;
    let id = &input.account_id;
    let account = accounts::find(organization, id)?;
    if *id == organization.management_account_id {
        let message = "the management account cannot leave its organization";
        return Err(Refusal::new("MasterCannotLeaveOrganizationException", message));
    }
    if organization.administrators.values().any(|accounts| accounts.contains_key(id)) {
        let message = "the account is a delegated administrator; deregister it first";
        return Err(Refusal::constraint("CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG", message));
    }
    if !account.invited && now.since(account.joined) < WAIT {
        let message = "an account may leave four days after it was created";
        return Err(Refusal::constraint("WAIT_PERIOD_ACTIVE", message));
    }
    closure::depart(state, id);
    Ok(Value::Null)
}
