//! The passing of time: what was started becomes finished.

use crate::account;
use crate::clock::Moment;
use crate::cloudformation;
use crate::organizations;
use crate::state::State;
use crate::state::schedule::Event;

impl State {
    /// Works off everything that is due at `now`, in order, each thing at its own time. Says whether there was
    /// anything.
    ///
    // INVARIANT: settling in several steps gives the same state as settling in one.
    pub fn settle(&mut self, now: Moment) -> bool {
        let mut worked = false;
        while let Some((due, event)) = self.schedule.take_due(now) {
            self.now = self.now.max(due);
            happen(self, event);
            worked = true;
        }
        self.now = self.now.max(now);
        worked
    }
}

fn happen(state: &mut State, event: Event) {
    match event {
        Event::CreationEnds { request } => organizations::creation::finish(state, &request),
        Event::ClosureEnds { account } => organizations::closure::finish(state, &account),
        Event::AccountDeparts { account } => organizations::closure::depart(state, &account),
        Event::HandshakeExpires { handshake } => organizations::handshakes::expire(state, &handshake),
        Event::HandshakeIsForgotten { handshake } => organizations::handshakes::forget(state, &handshake),
        Event::PolicyTypeSettles { policy_type } => organizations::policy_types::settle(state, &policy_type),
        Event::RegionSettles { account, region } => account::regions::settle(state, &account, &region),
        Event::OperationSteps { region, stack_set, operation } => {
            cloudformation::run::step(state, &region, &stack_set, &operation);
        }
    }
}
