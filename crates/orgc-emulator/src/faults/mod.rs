//! What goes wrong with calls, as a test or a person orders it.

mod file;
mod plan;

use std::time::Duration;

pub use file::Faults;
pub(crate) use plan::{Fate, Plan};

use crate::protocol::{Call, Service};

/// One ordered trouble.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    service: Option<Service>,
    operation: Option<String>,
    when: When,
    /// How often it strikes at most.
    times: u64,
    trouble: Trouble,
}

/// At which of its calls a fault strikes; they are counted from one.
#[derive(Debug, Clone, Copy, PartialEq)]
enum When {
    At(u64),
    Always,
    /// With this probability. The same seed strikes at the same calls.
    Sometimes {
        probability: f64,
        seed: u64,
    },
}

/// What a fault does to its call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The call is refused with the service's throttling error and has no effect.
    Throttle,
    /// The call is refused with this error and has no effect.
    Fail {
        /// The exception's name, such as `ServiceException`.
        code: String,
        /// The sentence for people.
        message: String,
        /// The `Reason` member, where the exception has one.
        reason: Option<String>,
        /// The HTTP status: 400 for most exceptions, 500 for a fault of the service.
        status: u16,
    },
    /// The connection breaks before the call arrives: no effect and no reply.
    LoseRequest,
    /// The call has its effect, and the connection breaks before the reply.
    LoseReply,
    /// The call arrives twice, as when something between client and service repeats it; the second reply is heard.
    Repeat,
    /// The reply takes this long.
    Delay(Duration),
    /// A read sees the state before the last write.
    Stale,
    /// A list of Organizations answers with an empty page and a token for what it did not give.
    EmptyPage,
    /// The client dies before this call: neither it nor any later one has an effect or a reply.
    StopBefore,
    /// The client dies after this call had its effect, and before the reply; later calls have no effect.
    StopAfter,
}

impl Fault {
    /// Trouble at every call.
    #[must_use]
    pub fn always(trouble: Trouble) -> Self {
        Self { service: None, operation: None, when: When::Always, times: u64::MAX, trouble }
    }

    /// Trouble at the n-th call from now on, whatever it is; the next call is the first.
    #[must_use]
    pub fn at_call(nth: u64, trouble: Trouble) -> Self {
        Self { when: When::At(nth), ..Self::always(trouble) }
    }

    /// Trouble at the n-th call of one operation from now on.
    #[must_use]
    pub fn at(operation: &str, nth: u64, trouble: Trouble) -> Self {
        Self::at_call(nth, trouble).of(operation)
    }

    /// Trouble with a probability between 0 and 1. The same seed strikes at the same calls.
    #[must_use]
    pub fn sometimes(probability: f64, seed: u64, trouble: Trouble) -> Self {
        Self { when: When::Sometimes { probability, seed }, ..Self::always(trouble) }
    }

    /// The same for one operation alone.
    #[must_use]
    pub fn of(self, operation: &str) -> Self {
        Self { operation: Some(operation.to_owned()), ..self }
    }

    /// The same for one service alone.
    #[must_use]
    pub fn in_service(self, service: Service) -> Self {
        Self { service: Some(service), ..self }
    }

    /// The same, and it strikes no more often than that.
    #[must_use]
    pub fn at_most(self, times: u64) -> Self {
        Self { times, ..self }
    }

    fn concerns(&self, call: &Call) -> bool {
        self.service.is_none_or(|service| service == call.service)
            && self.operation.as_ref().is_none_or(|operation| *operation == call.operation)
    }
}

impl Trouble {
    /// A refusal by an exception with the HTTP status 400.
    #[must_use]
    pub fn fail(code: &str, message: &str) -> Self {
        Self::Fail { code: code.to_owned(), message: message.to_owned(), reason: None, status: 400 }
    }
}
