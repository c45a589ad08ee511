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
        "GetPrimaryEmail" => email::get(state, &account),
        "StartPrimaryEmailUpdate" => email::start(state, &account, read(&call.input)?),
        "AcceptPrimaryEmailUpdate" => email::accept(state, &account, &read(&call.input)?),
        "GetPrimaryEmailUpdateStatus" => email::get_status(state, &account),
        "SendPhoneNumberVerification" => phone::send(state, &account),
        "VerifyPhoneNumber" => phone::verify(state, &account, &read(&call.input)?),
        "GetGovCloudAccountInformation" => gov_cloud::get(state, &account, &read(&call.input)?),
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
