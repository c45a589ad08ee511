//! The address of the root user. It changes when somebody who reads the new mailbox gives back a code.

use serde::Deserialize;
use serde_json::json;

use super::{invalid, not_found};
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::Account;
use crate::state::verification::{Progress, Verification};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Start {
    primary_email: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Accept {
    primary_email: String,
    otp: String,
}

pub(super) fn get(state: &State, account: &str) -> Answer {
    member(state, account).map(|found| json!({ "PrimaryEmail": found.email }))
}

/// Sends a code to the new address. A later request replaces an earlier one.
pub(super) fn start(state: &mut State, account: &str, input: Start) -> Answer {
    let address = input.primary_email;
    if !address.contains('@') {
        return Err(invalid("PrimaryEmail must be an address"));
    }
    member(state, account)?;
    check_is_free(state, &address)?;
    let sent = state.send_code(address);
    state.emails.insert(account.to_owned(), sent);
    Ok(json!({ "Status": "PENDING" }))
}

pub(super) fn accept(state: &mut State, account: &str, input: &Accept) -> Answer {
    member(state, account)?;
    let sent = state.emails.get(account).filter(|sent| sent.sent_to == input.primary_email);
    let sent = sent.cloned().ok_or_else(|| not_found("no change to this address was started"))?;
    if sent.progress == Progress::Completed {
        return Err(conflict("the address was changed already"));
    }
    if !sent.is_code(&input.otp) {
        return Err(invalid("the one-time code is not the one that was sent"));
    }
    check_is_free(state, &sent.sent_to)?;
    let now = state.now;
    let accounts = state.organization.as_mut().map(|found| &mut found.accounts);
    if let Some(found) = accounts.and_then(|accounts| accounts.get_mut(account)) {
        found.email.clone_from(&sent.sent_to);
    }
    let done = Verification { progress: Progress::Completed, updated: now, ..sent };
    state.emails.insert(account.to_owned(), done);
    Ok(json!({ "Status": "ACCEPTED" }))
}

pub(super) fn get_status(state: &State, account: &str) -> Answer {
    let sent = state.emails.get(account).ok_or_else(|| not_found("no change of the address was started"))?;
    let status = match sent.progress {
        Progress::Pending => "PENDING",
        Progress::Completed => "COMPLETED",
    };
    Ok(json!({"Status": status, "UpdatedAt": sent.updated.epoch_seconds()}))
}

/// The address of the management account is no business of this API.
fn member<'a>(state: &'a State, account: &str) -> Result<&'a Account, Refusal> {
    let found = state.organization.as_ref().and_then(|organization| organization.accounts.get(account));
    let is_member = account != state.settings.management_account_id;
    found.filter(|_| is_member).ok_or_else(|| not_found("the address is known of members only"))
}

fn check_is_free(state: &State, address: &str) -> Result<(), Refusal> {
    let is_taken = state.organization.as_ref().is_some_and(|found| found.has_spent(address));
    if is_taken { Err(conflict("another account has the address")) } else { Ok(()) }
}

fn conflict(message: &str) -> Refusal {
    Refusal::new("ConflictException", message).with_status(409)
}
