//! Accounts that leave the organization and live on.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::{accounts, closure, perform, perform_as};
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::{Outside, State};

/// How old a created account must be before it may leave (Removing a member account).
const WAIT: Duration = Duration::from_secs(4 * 24 * 3600);

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "RemoveAccountFromOrganization" => perform(state, call, remove),
        "LeaveOrganization" => perform_as(state, call, leave),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RemoveAccount {
    account_id: String,
}

#[derive(Debug, Deserialize)]
struct Nothing {}

fn remove(state: &mut State, input: &RemoveAccount) -> Answer {
    go(state, &input.account_id)
}

fn leave(state: &mut State, caller: &str, _: &Nothing) -> Answer {
    go(state, caller)
}

/// That the account has a way to pay and a contact of its own is taken for granted.
fn go(state: &mut State, id: &str) -> Answer {
    let now = state.now;
    let organization = state.organization()?;
    let account = accounts::find(organization, id)?;
    if id == organization.management_account_id {
        let message = "the management account cannot leave its organization";
        return Err(Refusal::new("MasterCannotLeaveOrganizationException", message));
    }
    if organization.is_administrator(id) {
        let message = "the account is a delegated administrator; deregister it first";
        return Err(Refusal::constraint("CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG", message));
    }
    if !account.invited && now.since(account.joined) < WAIT {
        let message = "an account may leave four days after it was created";
        return Err(Refusal::constraint("WAIT_PERIOD_ACTIVE", message));
    }
    let outside = Outside { name: account.name.clone(), email: account.email.clone() };
    closure::depart(state, id);
    state.outside.insert(id.to_owned(), outside);
    Ok(Value::Null)
}
