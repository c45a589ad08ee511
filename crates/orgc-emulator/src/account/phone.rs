//! Verifying the phone number of the primary contact.

use serde::Deserialize;
use serde_json::json;

use super::{invalid, not_found};
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::verification::Progress;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Verify {
    otp: String,
}

pub(super) fn send(state: &mut State, account: &str) -> Answer {
    let number = number(state, account)?;
    if status(state, account) == "VERIFIED" {
        return Err(Refusal::new("ConflictException", "the number is verified already").with_status(409));
    }
    let sent = state.send_code(number);
    state.phones.insert(account.to_owned(), sent);
    Ok(json!({ "Status": "PENDING" }))
}

pub(super) fn verify(state: &mut State, account: &str, input: &Verify) -> Answer {
    number(state, account)?;
    let now = state.now;
    let sent = state.phones.get_mut(account).filter(|sent| sent.progress == Progress::Pending);
    let sent = sent.ok_or_else(|| not_found("no code was sent"))?;
    if !sent.is_code(&input.otp) {
        return Err(invalid("the one-time code is not the one that was sent"));
    }
    (sent.progress, sent.updated) = (Progress::Completed, now);
    Ok(json!({ "Status": "VERIFIED" }))
}

/// The `VerificationStatus` of the number that the account has now.
pub(super) fn status(state: &State, account: &str) -> &'static str {
    let number = state.primary_contacts.get(account).map(|contact| &contact.phone_number);
    let sent = state.phones.get(account).filter(|sent| Some(&sent.sent_to) == number);
    match sent.map(|sent| sent.progress) {
        None => "UNVERIFIED",
        Some(Progress::Pending) => "PENDING",
        Some(Progress::Completed) => "VERIFIED",
    }
}

fn number(state: &State, account: &str) -> Result<String, Refusal> {
    let contact = state.primary_contacts.get(account);
    let contact = contact.ok_or_else(|| not_found("the account has no primary contact"))?;
    Ok(contact.phone_number.clone())
}
