//! AWS Account Management: names, contacts and opt-in Regions.

mod contacts;
mod name;
mod primary;
pub(crate) mod regions;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;

/// The service that must be trusted before the management account may act on members.
const SERVICE: &str = "account.amazonaws.com";

pub(crate) fn answer(state: &mut State, call: &Call) -> Answer {
    let account = subject(state, call)?;
    match call.operation.as_str() {
        "PutAccountName" => name::put(state, &account, read(&call.input)?),
        "GetAccountInformation" => name::get(state, &account),
        "GetPrimaryEmail" => name::get_email(state, &account),
        "PutAlternateContact" => contacts::put(state, &account, read(&call.input)?),
        "GetAlternateContact" => contacts::get(state, &account, &read(&call.input)?),
        "DeleteAlternateContact" => contacts::delete(state, &account, &read(&call.input)?),
        "PutContactInformation" => primary::put(state, &account, read(&call.input)?),
        "GetContactInformation" => primary::get(state, &account),
        "EnableRegion" => regions::enable(state, &account, &read(&call.input)?),
        "DisableRegion" => regions::disable(state, &account, &read(&call.input)?),
        "GetRegionOptStatus" => regions::get(state, &account, &read(&call.input)?),
        "ListRegions" => regions::list(state, &account, &read(&call.input)?),
        _ => Err(Refusal::new(
            "UnknownOperationException",
            format!("this emulator has no operation {}", call.operation),
        )),
    }
}

fn read<I: DeserializeOwned>(input: &Value) -> Result<I, Refusal> {
    I::deserialize(input).map_err(|error| invalid(&error.to_string()))
}

fn invalid(message: &str) -> Refusal {
    Refusal::new("ValidationException", message).with_reason("fieldValidationFailed")
}

/// The account that the call is about: the one it names, else the caller.
///
/// The management account names members only, and only with trusted access; for itself it names nobody.
fn subject(state: &State, call: &Call) -> Result<String, Refusal> {
    let caller = call.caller.clone().unwrap_or_else(|| state.settings.management_account_id.clone());
    let Some(named) = call.input.get("AccountId").and_then(Value::as_str) else { return Ok(caller) };
    let denied = |message: &str| Err(Refusal::new("AccessDeniedException", message).with_status(403));
    if caller != state.settings.management_account_id {
        return denied("only the management account may name another account");
    }
    if named == caller {
        return Err(invalid("the management account must leave AccountId out for itself"));
    }
    let Some(organization) = &state.organization else { return denied("your account is in no organization") };
    if !organization.accounts.contains_key(named) {
        return denied("the account is not a member of the organization");
    }
    if !organization.all_features || !organization.trusted_services.contains_key(SERVICE) {
        return denied("trusted access for account.amazonaws.com is not enabled");
    }
    Ok(named.to_owned())
}
