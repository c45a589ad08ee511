//! What will happen later, in the order in which it will.

use serde::{Deserialize, Serialize};

use crate::clock::Moment;

/// Something that becomes due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Event {
    /// An account creation succeeds or fails.
    CreationEnds { request: String },
    /// A closing account becomes closed.
    ClosureEnds { account: String },
    /// A closed account leaves the organization.
    AccountDeparts { account: String },
    /// Nobody has answered a handshake in time.
    HandshakeExpires { handshake: String },
    /// A handshake that has ended is not listed any more.
    HandshakeIsForgotten { handshake: String },
    /// A pending policy type becomes enabled or disabled.
    PolicyTypeSettles { policy_type: String },
    /// A Region that is being enabled or disabled is so.
    RegionSettles { account: String, region: String },
    /// A stack set operation starts or finishes a batch.
    OperationSteps { region: String, stack_set: String, operation: String },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    due: Moment,
    event: Event,
}

/// The events to come.
// INVARIANT: entries are sorted by due time; equal times keep the order in which they were added.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Schedule {
    entries: Vec<Entry>,
}

impl Schedule {
    pub fn add(&mut self, due: Moment, event: Event) {
        let position = self.entries.partition_point(|entry| entry.due <= due);
        self.entries.insert(position, Entry { due, event });
    }

    /// Takes the first event that is due at `now`, with the time at which it was.
    pub fn take_due(&mut self, now: Moment) -> Option<(Moment, Event)> {
        if self.entries.first()?.due > now {
            return None;
        }
        let entry = self.entries.remove(0);
        Some((entry.due, entry.event))
    }

    /// When the next event is due.
    pub fn next_due(&self) -> Option<Moment> {
        self.entries.first().map(|entry| entry.due)
    }
}
