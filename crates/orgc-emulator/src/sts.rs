//! AWS Security Token Service: who is calling.

use serde_json::json;

use crate::model;
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;

pub(crate) fn answer(state: &State, call: &Call) -> Answer {
    if call.operation != "GetCallerIdentity" {
        let message = format!("this emulator has no operation {}", call.operation);
        return Err(Refusal::new("InvalidAction", message));
    }
    if let Some(fault) = model::fault(call) {
        return Err(Refusal::validation(fault.to_string()));
    }
    let account = call.account(&state.settings.management_account_id);
    Ok(json!({
        "Account": account,
        "Arn": format!("arn:aws:iam::{account}:user/sandbox"),
        "UserId": "AIDASANDBOXSANDBOXSAN",
    }))
}
