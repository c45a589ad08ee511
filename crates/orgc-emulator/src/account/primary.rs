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
    check(&input.contact_information)?;
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

fn check(contact: &PrimaryContact) -> Result<(), Refusal> {
    let required = [
        ("FullName", &contact.full_name, 50),
        ("AddressLine1", &contact.address_line1, 60),
        ("City", &contact.city, 50),
        ("PostalCode", &contact.postal_code, 20),
        ("PhoneNumber", &contact.phone_number, 20),
    ];
    let optional = [
        ("AddressLine2", &contact.address_line2, 60),
        ("AddressLine3", &contact.address_line3, 60),
        ("StateOrRegion", &contact.state_or_region, 50),
        ("DistrictOrCounty", &contact.district_or_county, 50),
        ("CompanyName", &contact.company_name, 50),
        ("WebsiteUrl", &contact.website_url, 256),
    ];
    let given = optional.iter().filter_map(|(field, text, most)| Some((*field, text.as_ref()?, *most)));
    for (field, text, maximum) in required.into_iter().chain(given) {
        if text.is_empty() || text.chars().count() > maximum {
            return Err(invalid(&format!("{field} must have 1 to {maximum} characters")));
        }
    }
    check_place(contact)
}

fn check_place(contact: &PrimaryContact) -> Result<(), Refusal> {
    let country = contact.country_code.as_str();
    if country.len() != 2 || !country.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Err(invalid("CountryCode must be two letters"));
    }
    if WITH_STATES.contains(&country) && contact.state_or_region.is_none() {
        return Err(invalid(&format!("StateOrRegion is required in {country}")));
    }
    let is_phone = |letter: char| letter.is_whitespace() || letter.is_ascii_digit() || "()-".contains(letter);
    match contact.phone_number.strip_prefix('+') {
        Some(rest) if !rest.is_empty() && rest.chars().all(is_phone) => Ok(()),
        _ => Err(invalid("PhoneNumber must begin with + and the country's prefix")),
    }
}
