//! Inputs compared with the service model; faults in the words of Organizations.

use crate::model::{self, Fault, What};
use crate::protocol::Call;
use crate::refusal::Refusal;

/// Refuses an input with a fault. What passes here, an operation need not check again.
pub(super) fn check(call: &Call) -> Result<(), Refusal> {
    model::fault(call).map_or(Ok(()), |fault| Err(refusal(&fault)))
}

fn refusal(fault: &Fault<'_>) -> Refusal {
    let message = fault.to_string();
    let reason = match fault.what {
        What::Type(_) => return Refusal::new("SerializationException", message),
        _ if fault.is_item => "INVALID_LIST_MEMBER",
        What::Missing => "INPUT_REQUIRED",
        What::Choice(_) if fault.shape == "PolicyType" => "INVALID_ENUM_POLICY_TYPE",
        What::Choice(_) => "INVALID_ENUM",
        What::Pattern(_) if fault.shape == "PolicyTargetId" => "INVALID_PATTERN_TARGET_ID",
        What::Pattern(_) => "INVALID_PATTERN",
        What::TooShort(_) => "MIN_LENGTH_EXCEEDED",
        What::TooLong(_) => "MAX_LENGTH_EXCEEDED",
        What::TooSmall(_) => "MIN_VALUE_EXCEEDED",
        What::TooLarge(_) => "MAX_VALUE_EXCEEDED",
    };
    Refusal::invalid(reason, message)
}
