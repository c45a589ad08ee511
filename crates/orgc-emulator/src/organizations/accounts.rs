//! Reading accounts.

use serde::Deserialize;
use serde_json::json;

use super::{pages::Paging, perform, shapes};
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::{Account, Organization};

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "ListAccounts" => perform(state, call, list),
        "DescribeAccount" => perform(state, call, describe),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AccountId {
    account_id: String,
}

fn list(state: &mut State, paging: &Paging) -> Answer {
    let organization = state.organization()?;
    let shape = |(id, account): (&String, _)| shapes::account(organization, id, account);
    paging.answer("Accounts", organization.accounts.iter(), shape)
}

fn describe(state: &mut State, input: &AccountId) -> Answer {
    let organization = state.organization()?;
    let account = find(organization, &input.account_id)?;
    Ok(json!({ "Account": shapes::account(organization, &input.account_id, account) }))
}

pub(super) fn find<'a>(organization: &'a Organization, id: &str) -> Result<&'a Account, Refusal> {
    organization.accounts.get(id).ok_or_else(|| Refusal::not_found("Account", id))
}
