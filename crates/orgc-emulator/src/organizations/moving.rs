//! Moving accounts.

use serde::Deserialize;
use serde_json::Value;

use super::{accounts, perform};
use crate::cloudformation::auto_deployment;
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "MoveAccount" => perform(state, call, move_account),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MoveAccount {
    account_id: String,
    source_parent_id: String,
    destination_parent_id: String,
}

fn move_account(state: &mut State, input: &MoveAccount) -> Answer {
    let organization = state.organization_mut()?;
    let (source, destination) = (&input.source_parent_id, &input.destination_parent_id);
    let present = accounts::find(organization, &input.account_id)?.parent.clone();
    if present != *source {
        return Err(Refusal::not_found("SourceParent", source));
    }
    if !organization.is_container(destination) {
        return Err(Refusal::not_found("DestinationParent", destination));
    }
    if present == *destination {
        return Err(Refusal::new("DuplicateAccountException", "the account is in the destination already"));
    }
    let before: Vec<String> = organization.ancestors(&input.account_id).map(str::to_owned).collect();
    organization.accounts.move_to(&input.account_id, destination);
    auto_deployment::account_moved(state, &input.account_id, &before);
    Ok(Value::Null)
}
