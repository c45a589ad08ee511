//! Alternate contacts of an account.

use serde::Deserialize;
use serde_json::{Value, json};

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
    let contacts = state.contacts.entry(account.to_owned()).or_default();
    contacts.insert(input.which.alternate_contact_type, input.contact);
    Ok(Value::Null)
}

pub(super) fn get(state: &State, account: &str, which: &Which) -> Answer {
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
    let contacts = state.contacts.get_mut(account);
    let removed = contacts.and_then(|contacts| contacts.remove(&which.alternate_contact_type));
    removed.map(|_| Value::Null).ok_or_else(unset)
}

fn unset() -> Refusal {
    Refusal::new("ResourceNotFoundException", "the account has no such contact").with_status(404)
}
