//! Which fault strikes which call.

use std::time::Duration;

use super::{Fault, Faults, Trouble, When};
use crate::protocol::{self, Call};
use crate::refusal::Refusal;
use crate::state::ids;

/// What happens to a call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is answered.
    Answered,
    /// It is answered after this time.
    Late(Duration),
    /// It is refused, without effect.
    Refused(Refusal),
    /// It arrives twice.
    Repeated,
    /// It sees the state before the last write.
    Stale,
    /// It gets a page without items.
    EmptyPage,
    /// It has its effect; its reply is lost.
    Unheard,
    /// It never arrives.
    Lost,
}

/// All ordered faults.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    faults: Vec<Ordered>,
    stopped: bool,
    /// How long reads lag behind writes.
    pub visibility_delay: Duration,
}

#[derive(Debug)]
struct Ordered {
    fault: Fault,
    /// Calls that it concerned.
    seen: u64,
    struck: u64,
}

impl Plan {
    pub fn of(ordered: Faults) -> Self {
        let mut plan = Self { visibility_delay: ordered.visibility_delay, ..Self::default() };
        ordered.faults.into_iter().for_each(|fault| plan.add(fault));
        plan
    }

    pub fn add(&mut self, fault: Fault) {
        self.faults.push(Ordered { fault, seen: 0, struck: 0 });
    }

    /// Whether some fault needs the state before the last write.
    pub fn looks_back(&self) -> bool {
        self.faults.iter().any(|ordered| ordered.fault.trouble == Trouble::Stale)
    }

    /// Counts the call and says what happens to it: the first fault that strikes decides.
    pub fn fate(&mut self, call: &Call) -> Fate {
        if self.stopped {
            return Fate::Lost;
        }
        let mut trouble = None;
        for (index, ordered) in self.faults.iter_mut().enumerate() {
            if ordered.strikes(index, call, trouble.is_none()) {
                trouble = Some(ordered.fault.trouble.clone());
            }
        }
        trouble.map_or(Fate::Answered, |trouble| self.strike(trouble, call))
    }

    fn strike(&mut self, trouble: Trouble, call: &Call) -> Fate {
        match trouble {
            Trouble::Throttle => Fate::Refused(protocol::throttled(call.service)),
            Trouble::Fail { code, message, reason, status } => {
                Fate::Refused(Refusal { status, code, message, reason })
            }
            Trouble::LoseRequest => Fate::Lost,
            Trouble::LoseReply => Fate::Unheard,
            Trouble::Repeat => Fate::Repeated,
            Trouble::Delay(duration) => Fate::Late(duration),
            Trouble::Stale => Fate::Stale,
            Trouble::EmptyPage => Fate::EmptyPage,
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

impl Ordered {
    /// Counts the call, and strikes it if nothing has yet.
    fn strikes(&mut self, index: usize, call: &Call, is_free: bool) -> bool {
        if !self.fault.concerns(call) {
            return false;
        }
        self.seen += 1;
        let is_meant = match self.fault.when {
            When::At(nth) => self.seen == nth,
            When::Always => true,
            When::Sometimes { probability, seed } => chance(seed, index, self.seen) < probability,
        };
        let strikes = is_meant && is_free && self.struck < self.fault.times;
        self.struck += u64::from(strikes);
        strikes
    }
}

/// A number from 0 up to 1 that depends on nothing else.
fn chance(seed: u64, fault: usize, call: u64) -> f64 {
    let digest = ids::digest(format!("{seed}:{fault}:{call}").as_bytes());
    let digits = digest.get(..8).unwrap_or_default();
    f64::from(u32::from_str_radix(digits, 16).unwrap_or_default()) / (f64::from(u32::MAX) + 1.0)
}
