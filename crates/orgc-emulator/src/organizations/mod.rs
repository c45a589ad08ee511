//! AWS Organizations: one file per family of operations.

mod accounts;
mod administrators;
mod attachments;
pub(crate) mod closure;
mod constraints;
pub(crate) mod creation;
mod delegation_policy;
mod document;
mod leaving;
mod moving;
mod organization;
mod pages;
mod policies;
pub(crate) mod policy_types;
pub(crate) mod service_access;
mod shapes;
mod tags;
mod tree;
mod units;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;

/// A family answers the operations it knows.
type Family = fn(&mut State, &str, &Value) -> Option<Answer>;

const FAMILIES: [Family; 15] = [
    organization::answer,
    tree::answer,
    units::answer,
    accounts::answer,
    creation::answer,
    moving::answer,
    closure::answer,
    policies::answer,
    attachments::answer,
    policy_types::answer,
    tags::answer,
    service_access::answer,
    administrators::answer,
    delegation_policy::answer,
    leaving::answer,
];

pub(crate) fn answer(state: &mut State, call: &Call) -> Answer {
    check_caller(state, call)?;
    let family = |family: &Family| family(state, &call.operation, &call.input);
    FAMILIES.iter().find_map(family).unwrap_or_else(|| Err(unknown(&call.operation)))
}

/// Member accounts may only ask which organization they are in; nobody but the caller exists besides.
fn check_caller(state: &State, call: &Call) -> Result<(), Refusal> {
    let Some(caller) = call.caller.as_ref().filter(|caller| **caller != state.settings.management_account_id)
    else {
        return Ok(());
    };
    let is_member = state.organization.as_ref().is_some_and(|found| found.accounts.contains_key(caller));
    if !is_member {
        Err(Refusal::new(
            "AWSOrganizationsNotInUseException",
            "your account is not a member of an organization",
        ))
    } else if call.operation == "DescribeOrganization" {
        Ok(())
    } else {
        let message =
            format!("account {caller} may not call {}: it is not the management account", call.operation);
        Err(Refusal::new("AccessDeniedException", message))
    }
}

fn unknown(operation: &str) -> Refusal {
    Refusal::new("UnknownOperationException", format!("this emulator has no operation {operation}"))
}

/// Reads the input of an operation and performs it.
fn perform<I: DeserializeOwned>(
    state: &mut State,
    input: &Value,
    operation: fn(&mut State, &I) -> Answer,
) -> Answer {
    operation(state, &read(input)?)
}

fn read<I: DeserializeOwned>(input: &Value) -> Result<I, Refusal> {
    I::deserialize(input).map_err(|error| {
        let message = error.to_string();
        if message.starts_with("missing field") {
            Refusal::invalid("INPUT_REQUIRED", format!("you must give a value: {message}"))
        } else {
            Refusal::new("SerializationException", message)
        }
    })
}
