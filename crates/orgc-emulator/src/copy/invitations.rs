//! Invitations that wait for an answer.

use super::file::{Everything, Invitation, Recipient};
use crate::organizations::handshakes::INVITATION_EXPIRY;
use crate::state::State;
use crate::state::handshake::{Action, Handshake, Party};
use crate::state::schedule::Event;

/// They are as open as if they had been sent just now, and without the tags, which no read shows.
pub(super) fn open(all: &Everything, state: &mut State) {
    let Some(organization) = &mut state.organization else { return };
    for (id, Invitation { recipient, notes }) in &all.invitations {
        let recipient = match recipient {
            Recipient::Account(id) => Party::Account(id.clone()),
            Recipient::Email(address) => Party::Email(address.clone()),
        };
        let invitation = Handshake::open(Action::Invite, recipient, state.now, INVITATION_EXPIRY);
        state.schedule.add(invitation.expires, Event::HandshakeExpires { handshake: id.clone() });
        organization.handshakes.insert(id.clone(), Handshake { notes: notes.clone(), ..invitation });
    }
}
