//! The record of calls: what a test looks at to see what a client did.

use std::collections::VecDeque;

use serde_json::Value;

use crate::clock::Moment;
use crate::protocol::Service;

/// One call that reached the emulator, or would have.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRecord {
    /// The service that was called.
    pub service: Service,
    /// The operation, such as `CreateAccount`.
    pub operation: String,
    /// The Region for which the call was signed.
    pub region: String,
    /// The members of the request; scalars of CloudFormation requests are text.
    pub input: Value,
    /// When the call was made.
    pub at: Moment,
    /// Whether the operation only reads.
    pub reads: bool,
    /// What came of it.
    pub outcome: Outcome,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered with success.
    Answered,
    /// It was answered with this error code.
    Refused(String),
    /// It had its effect, if the operation succeeded, but the reply was lost.
    Unheard,
    /// It had no effect and no reply.
    Lost,
}

/// A server may run for days; its record of calls must not grow for days.
const MOST_CALLS: usize = 100_000;
/// What the inputs of the calls may have in memory, in bytes.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// The latest calls, oldest first.
// INVARIANT: `bytes` is the sum over the inputs of all records.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    records: VecDeque<CallRecord>,
    bytes: usize,
}

impl Calls {
    /// Adds a call, and forgets the oldest ones where they are too many or too large. The latest is always there.
    pub fn push(&mut self, record: CallRecord) {
        self.bytes += bytes(&record.input);
        self.records.push_back(record);
        while self.records.len() > MOST_CALLS || (self.bytes > MOST_BYTES && self.records.len() > 1) {
            let Some(oldest) = self.records.pop_front() else { return };
            self.bytes -= bytes(&oldest.input);
        }
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    pub fn iter(&self) -> impl Iterator<Item = &CallRecord> {
        self.records.iter()
    }
}

/// About what a value has in memory: many small members have more than their text.
fn bytes(value: &Value) -> usize {
    let below = match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(bytes).sum(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| size_of::<String>() + name.len() + bytes(value)).sum()
        }
    };
    size_of::<Value>() + below
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn call(operation: &str, input: Value) -> CallRecord {
        CallRecord {
            service: Service::Organizations,
            operation: operation.to_owned(),
            region: "us-east-1".to_owned(),
            input,
            at: Moment::START,
            reads: true,
            outcome: Outcome::Answered,
        }
    }

    fn first(calls: &Calls) -> &str {
        &calls.iter().next().unwrap().operation
    }

    #[test]
    fn the_oldest_of_too_many_calls_are_forgotten() {
        let mut calls = Calls::default();
        (0..=MOST_CALLS).for_each(|number| calls.push(call(&number.to_string(), json!({}))));
        assert_eq!((calls.iter().count(), first(&calls)), (MOST_CALLS, "1"));
    }

    #[test]
    fn large_inputs_are_fewer() {
        let large = |share: usize| json!("x".repeat(MOST_BYTES / share));
        let mut calls = Calls::default();
        (0..20).for_each(|number| calls.push(call(&number.to_string(), large(10))));
        assert_eq!((calls.iter().count(), first(&calls)), (9, "11"));
        // Many small values are large, and what is too large alone is there until the next.
        let many = json!(vec![0; MOST_BYTES / size_of::<Value>()]);
        calls.push(call("many", many));
        assert_eq!((calls.iter().count(), first(&calls)), (1, "many"));
        calls.push(call("next", json!({})));
        assert_eq!((calls.iter().count(), first(&calls)), (1, "next"));
        calls.clear();
        calls.push(call("after", large(2)));
        assert_eq!(calls.iter().count(), 1);
        assert_eq!(calls.bytes, bytes(&large(2)));
    }
}
