//! The primary contact of an account.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{invalid, not_found, phone};
use crate::refusal::{Answer, Refusal};
use crate::state::{PrimaryContact, State};

/// Countries whose addresses need a state or region (Account Management API model).
const WITH_STATES: [&str; 7] = ["US", "CA", "GB", "DE", "JP", "IN", "BR"];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PutInformation {
    contact_information: PrimaryContact,
}

/// Replaces the whole record.
pub(super) fn put(state: &mut State, account: &str, input: PutInformation) -> Answer {
    check_place(&input.contact_information)?;
    state.primary_contacts.insert(account.to_owned(), input.contact_information);
    Ok(Value::Null)
}

pub(super) fn get(state: &State, account: &str) -> Answer {
    match state.primary_contacts.get(account) {
        Some(contact) => {
            let status = phone::status(state, account);
            Ok(json!({"ContactInformation": contact, "VerificationStatus": status}))
        }
        None => Err(not_found("the account has no primary contact")),
    }
}

fn check_place(contact: &PrimaryContact) -> Result<(), Refusal> {
    let country = contact.country_code.as_str();
    if !country.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Err(invalid("CountryCode must be two capital letters"));
    }
    if WITH_STATES.contains(&country) && contact.state_or_region.is_none() {
        return Err(invalid(&format!("StateOrRegion is required in {country}")));
    }
    Ok(())
}
