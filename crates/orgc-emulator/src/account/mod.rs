//! AWS Account Management: names, contacts and opt-in Regions.

mod contacts;
mod email;
mod gov_cloud;
mod name;
mod phone;
mod primary;
pub(crate) mod regions;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::model;
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;

/// The service that must be trusted before the management account may act on members.
const SERVICE: &str = "account.amazonaws.com";

pub(crate) fn answer(state: &mut State, call: &Call) -> Answer {
    // Whom the call is about stands in its input, so the input is looked at first.
    if let Some(fault) = model::fault(call) {
        return Err(invalid(&fault.to_string()));
    }
    let account = subject(state, call)?;
    dispatch(state, &account, call).unwrap_or_else(|| {
        let message = format!("this emulator has no operation {}", call.operation);
        Err(Refusal::new("UnknownOperationException", message))
    })
}

/// Answers the operations there are.
pub(crate) fn dispatch(state: &mut State, account: &str, call: &Call) -> Option<Answer> {
    let input = &call.input;
    Some(match call.operation.as_str() {
        "PutAccountName" => read(input).and_then(|input| name::put(state, account, input)),
        "GetAccountInformation" => name::get(state, account),
        "GetPrimaryEmail" => email::get(state, account),
        "StartPrimaryEmailUpdate" => read(input).and_then(|input| email::start(state, account, input)),
        "AcceptPrimaryEmailUpdate" => read(input).and_then(|input| email::accept(state, account, &input)),
        "GetPrimaryEmailUpdateStatus" => email::get_status(state, account),
        "SendPhoneNumberVerification" => phone::send(state, account),
        "VerifyPhoneNumber" => read(input).and_then(|input| phone::verify(state, account, &input)),
        "GetGovCloudAccountInformation" => {
            read(input).and_then(|input| gov_cloud::get(state, account, &input))
        }
        "PutAlternateContact" => read(input).and_then(|input| contacts::put(state, account, input)),
        "GetAlternateContact" => read(input).and_then(|input| contacts::get(state, account, &input)),
        "DeleteAlternateContact" => read(input).and_then(|input| contacts::delete(state, account, &input)),
        "PutContactInformation" => read(input).and_then(|input| primary::put(state, account, input)),
        "GetContactInformation" => primary::get(state, account),
        "EnableRegion" => read(input).and_then(|input| regions::enable(state, account, &input)),
        "DisableRegion" => read(input).and_then(|input| regions::disable(state, account, &input)),
        "GetRegionOptStatus" => read(input).and_then(|input| regions::get(state, account, &input)),
        "ListRegions" => read(input).and_then(|input| regions::list(state, account, &input)),
        _ => return None,
    })
}

fn read<I: DeserializeOwned>(input: &Value) -> Result<I, Refusal> {
    I::deserialize(input).map_err(|error| invalid(&error.to_string()))
}

fn invalid(message: &str) -> Refusal {
    Refusal::new("ValidationException", message).with_reason("fieldValidationFailed")
}

/// The account that the call is about: the one it names, else the caller.
///
/// The management account, or one that administers the service, names members only, and only with trusted
/// access; for itself it names nobody.
fn subject(state: &State, call: &Call) -> Result<String, Refusal> {
    let caller = call.account(&state.settings.management_account_id).to_owned();
    let Some(named) = call.input.get("AccountId").and_then(Value::as_str) else { return Ok(caller) };
    let denied = |message: &str| Err(Refusal::new("AccessDeniedException", message).with_status(403));
    if caller != state.settings.management_account_id && !administers(state, &caller) {
        return denied("only the management account may name another account");
    }
    if named == state.settings.management_account_id {
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

fn administers(state: &State, account: &str) -> bool {
    let services = state.organization.as_ref().map(|organization| &organization.administrators);
    services.and_then(|services| services.get(SERVICE)).is_some_and(|all| all.contains_key(account))
}

fn not_found(message: &str) -> Refusal {
    Refusal::new("ResourceNotFoundException", message).with_status(404)
}
