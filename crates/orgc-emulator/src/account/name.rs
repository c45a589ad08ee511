//! The account's name and what else it knows of itself.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::refusal::Answer;
use crate::state::State;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PutName {
    account_name: String,
}

/// Sets the name, which may not have all letters that a new account's may.
pub(super) fn put(state: &mut State, account: &str, input: PutName) -> Answer {
    let name = input.account_name;
    let accounts = state.organization.as_mut().map(|organization| &mut organization.accounts);
    match accounts.and_then(|accounts| accounts.get_mut(account)) {
        Some(found) => found.name = name,
        None => state.settings.management_account_name = name,
    }
    Ok(Value::Null)
}

pub(super) fn get(state: &State, account: &str) -> Answer {
    let found = state.organization.as_ref().and_then(|organization| organization.accounts.get(account));
    Ok(match found {
        Some(found) => json!({
            "AccountId": account,
            "AccountName": found.name,
            "AccountCreatedDate": found.joined.iso8601(),
            "AccountState": found.state.state(),
        }),
        None => json!({
            "AccountId": account,
            "AccountName": state.settings.management_account_name,
            "AccountCreatedDate": crate::clock::Moment::START.iso8601(),
            "AccountState": "ACTIVE",
        }),
    })
}
