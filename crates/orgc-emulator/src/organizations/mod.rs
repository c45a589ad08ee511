//! AWS Organizations: one file per family of operations.

mod accounts;
mod administrators;
mod attachments;
mod callers;
pub(crate) mod closure;
mod constraints;
pub(crate) mod creation;
mod delegation_policy;
mod document;
pub(crate) mod effective;
pub(crate) mod handshakes;
mod input;
mod joining;
mod leaving;
mod moving;
mod organization;
mod pages;
mod policies;
pub(crate) mod policy_types;
pub(crate) mod service_access;
mod shapes;
mod tags;
mod transfers;
mod tree;
mod units;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;

/// A family answers the operations it knows.
type Family = fn(&mut State, &Call) -> Option<Answer>;

const FAMILIES: [Family; 18] = [
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
    handshakes::answer,
    effective::answer,
    transfers::answer,
];

pub(crate) fn answer(state: &mut State, call: &Call) -> Answer {
    callers::check(state, call)?;
    input::check(call)?;
    let before = effective::changes::before(state, call);
    let answer = dispatch(state, call).unwrap_or_else(|| Err(unknown(&call.operation)))?;
    effective::changes::note(state, call, &before);
    Ok(answer)
}

/// Lets the family that knows the operation answer.
pub(crate) fn dispatch(state: &mut State, call: &Call) -> Option<Answer> {
    FAMILIES.iter().find_map(|family| family(&mut *state, call))
}

fn unknown(operation: &str) -> Refusal {
    Refusal::new("UnknownOperationException", format!("this emulator has no operation {operation}"))
}

/// Reads the input of an operation and performs it.
fn perform<I: DeserializeOwned>(
    state: &mut State,
    call: &Call,
    operation: fn(&mut State, &I) -> Answer,
) -> Answer {
    operation(state, &read(&call.input)?)
}

/// The same for an operation that depends on who calls.
fn perform_as<I: DeserializeOwned>(
    state: &mut State,
    call: &Call,
    operation: fn(&mut State, &str, &I) -> Answer,
) -> Answer {
    let input = read(&call.input)?;
    let caller = callers::caller(state, call).to_owned();
    operation(state, &caller, &input)
}

fn read<I: DeserializeOwned>(input: &Value) -> Result<I, Refusal> {
    // What the model lets pass can be read. What cannot be is answered all the same, not taken for impossible.
    I::deserialize(input).map_err(|error| Refusal::new("SerializationException", error.to_string()))
}
