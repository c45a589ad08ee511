//! Changes of the state: what the log keeps and what recovery repeats.
//!
//! Promise: the same changes at the same moments give the same state and the same answers.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Moment;
use crate::protocol::{Call, Service};
use crate::refusal::Answer;
use crate::state::{Affliction, State};
use crate::{account, cloudformation, organizations, sts, tagging};

/// Something that changes the state.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Change {
    /// A call that writes, whether it succeeds or not.
    Call(Call),
    /// A failure of the world.
    Affliction(Affliction),
    /// Nothing but time, when a read has shown what it brought.
    Time,
}

/// Lets time pass up to `at` and makes the change.
pub(crate) fn apply(state: &mut State, at: Moment, change: &Change) -> Answer {
    state.settle(at);
    match change {
        Change::Call(call) => answer(state, call),
        Change::Affliction(affliction) => {
            state.afflict(affliction.clone());
            Ok(Value::Null)
        }
        Change::Time => Ok(Value::Null),
    }
}

/// Answers a call as its service does.
pub(crate) fn answer(state: &mut State, call: &Call) -> Answer {
    match call.service {
        Service::Organizations => organizations::answer(state, call),
        Service::Account => account::answer(state, call),
        Service::CloudFormation => cloudformation::answer(state, call),
        Service::Sts => sts::answer(state, call),
        Service::Tagging => tagging::answer(state, call),
    }
}
