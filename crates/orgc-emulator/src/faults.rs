//! What goes wrong with calls, as a test orders it.

use std::time::Duration;

use crate::protocol::{self, Call};
use crate::refusal::Refusal;

/// One ordered trouble.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    operation: Option<String>,
    nth: u64,
    trouble: Trouble,
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
    /// The call has its effect, and the connection breaks before the reply.
    LoseReply,
    /// The client dies before this call: neither it nor any later one has an effect or a reply.
    StopBefore,
    /// The client dies after this call had its effect, and before the reply; later calls have no effect.
    StopAfter,
}

impl Fault {
    /// Trouble at the n-th call from now on, whatever it is; the next call is the first.
    #[must_use]
    pub fn at_call(nth: u64, trouble: Trouble) -> Self {
        Self { operation: None, nth, trouble }
    }

    /// Trouble at the n-th call of one operation from now on.
    #[must_use]
    pub fn at(operation: &str, nth: u64, trouble: Trouble) -> Self {
        Self { operation: Some(operation.to_owned()), nth, trouble }
    }
}

impl Trouble {
    /// A refusal by an exception with the HTTP status 400.
    #[must_use]
    pub fn fail(code: &str, message: &str) -> Self {
        Self::Fail { code: code.to_owned(), message: message.to_owned(), reason: None, status: 400 }
    }
}

/// What happens to a call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is answered.
    Answered,
    /// It is refused, without effect.
    Refused(Refusal),
    /// It has its effect; its reply is lost.
    Unheard,
    /// It never arrives.
    Lost,
}

/// All ordered faults.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    faults: Vec<(Fault, u64)>,
    stopped: bool,
    /// How long reads lag behind writes.
    pub visibility_delay: Duration,
}

impl Plan {
    pub fn add(&mut self, fault: Fault) {
        self.faults.push((fault, 0));
    }

    /// Counts the call and says what happens to it: the first fault that fires decides.
    pub fn fate(&mut self, call: &Call) -> Fate {
        if self.stopped {
            return Fate::Lost;
        }
        let mut fired = None;
        for (fault, seen) in &mut self.faults {
            let matches = fault.operation.as_ref().is_none_or(|operation| *operation == call.operation);
            *seen += u64::from(matches);
            if matches && *seen == fault.nth && fired.is_none() {
                fired = Some(fault.trouble.clone());
            }
        }
        fired.map_or(Fate::Answered, |trouble| self.strike(trouble, call))
    }

    fn strike(&mut self, trouble: Trouble, call: &Call) -> Fate {
        match trouble {
            Trouble::Throttle => Fate::Refused(protocol::throttled(call.service)),
            Trouble::Fail { code, message, reason, status } => {
                Fate::Refused(Refusal { status, code, message, reason })
            }
            Trouble::LoseReply => Fate::Unheard,
            Trouble::StopBefore => {
                self.stopped = true;
                Fate::Lost
            }
            Trouble::StopAfter => {
                self.stopped = true;
                Fate::Unheard
            }
        }
    }
}
