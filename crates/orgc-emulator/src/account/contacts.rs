//! Alternate contacts of an account.

use serde::Deserialize;
use serde_json::{Value, json};

use super::invalid;
use crate::refusal::{Answer, Refusal};
use crate::state::{Contact, State};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PutContact {
    #[serde(flatten)]
    which: Which,
    #[serde(flatten)]
    contact: Contact,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Which {
    alternate_contact_type: String,
}

pub(super) fn put(state: &mut State, account: &str, input: PutContact) -> Answer {
    check_kind(&input.which)?;
    check_contact(&input.contact)?;
    let contacts = state.contacts.entry(account.to_owned()).or_default();
    contacts.insert(input.which.alternate_contact_type, input.contact);
    Ok(Value::Null)
}

pub(super) fn get(state: &State, account: &str, which: &Which) -> Answer {
    check_kind(which)?;
    let contacts = state.contacts.get(account);
    let contact =
        contacts.and_then(|contacts| contacts.get(&which.alternate_contact_type)).ok_or_else(unset)?;
    let mut shape = json!(contact);
    if let Some(members) = shape.as_object_mut() {
        members.insert("AlternateContactType".to_owned(), which.alternate_contact_type.clone().into());
    }
    Ok(json!({ "AlternateContact": shape }))
}

pub(super) fn delete(state: &mut State, account: &str, which: &Which) -> Answer {
    check_kind(which)?;
    let contacts = state.contacts.get_mut(account);
    let removed = contacts.and_then(|contacts| contacts.remove(&which.alternate_contact_type));
    removed.map(|_| Value::Null).ok_or_else(unset)
}

fn unset() -> Refusal {
    Refusal::new("ResourceNotFoundException", "the account has no such contact").with_status(404)
}

fn check_kind(which: &Which) -> Result<(), Refusal> {
    let is_kind = ["BILLING", "OPERATIONS", "SECURITY"].contains(&which.alternate_contact_type.as_str());
    if is_kind {
        Ok(())
    } else {
        Err(invalid("AlternateContactType must be BILLING, OPERATIONS or SECURITY"))
    }
}

fn check_contact(contact: &Contact) -> Result<(), Refusal> {
    let limits = [
        ("Name", &contact.name, 64),
        ("Title", &contact.title, 50),
        ("EmailAddress", &contact.email_address, 254),
        ("PhoneNumber", &contact.phone_number, 25),
    ];
    for (field, text, maximum) in limits {
        if text.is_empty() || text.chars().count() > maximum {
            return Err(invalid(&format!("{field} must have 1 to {maximum} characters")));
        }
    }
    let has_at = contact
        .email_address
        .split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
    let is_phone =
        |letter: char| letter.is_whitespace() || letter.is_ascii_digit() || "()+-".contains(letter);
    if !has_at {
        return Err(invalid("EmailAddress is no e-mail address"));
    }
    if contact.phone_number.chars().all(is_phone) {
        Ok(())
    } else {
        Err(invalid("PhoneNumber is no phone number"))
    }
}
