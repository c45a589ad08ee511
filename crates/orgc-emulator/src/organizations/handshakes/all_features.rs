//! From consolidated billing to all features: every invited member is asked, then the management account.

use std::time::Duration;

use serde::Deserialize;

use super::{begin, constraint, end, shape_of};
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::handshake::{Action, Handshake, HandshakeState, Party};

/// Enabling all features: members have ninety days to agree.
const EXPIRY: Duration = Duration::from_secs(90 * 24 * 3600);

#[derive(Debug, Deserialize)]
pub(super) struct EnableAllFeatures {}

pub(super) fn enable(state: &mut State, _: &EnableAllFeatures) -> Answer {
    let organization = state.organization()?;
    if organization.all_features {
        let message = "the organization has all features already";
        return Err(constraint("ORGANIZATION_ALREADY_HAS_ALL_FEATURES", message));
    }
    let pending = organization.handshakes.iter().filter(|(_, one)| one.state.is_pending());
    if pending.clone().any(|(_, one)| one.action == Action::EnableAllFeatures) {
        let message = "all features are being enabled already";
        return Err(constraint("ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION", message));
    }
    let invitations: Vec<String> =
        pending.filter(|(_, one)| one.action == Action::Invite).map(|(id, _)| id.clone()).collect();
    let members: Vec<String> = organization
        .accounts
        .iter()
        .filter(|(id, account)| account.invited && **id != organization.management_account_id)
        .map(|(id, _)| id.clone())
        .collect();
    for invitation in invitations {
        end(state, &invitation, HandshakeState::Canceled);
    }
    let waits = if members.is_empty() { HandshakeState::Open } else { HandshakeState::Requested };
    let parent = question(state, Action::EnableAllFeatures, Party::Organization);
    let parent = begin(state, Handshake { state: waits, ..parent })?;
    for member in members {
        let child = question(state, Action::ApproveAllFeatures, Party::Account(member));
        begin(state, Handshake { parent: Some(parent.clone()), ..child })?;
    }
    shape_of(state, &parent)
}

fn question(state: &State, action: Action, recipient: Party) -> Handshake {
    Handshake::open(action, recipient, state.now, EXPIRY)
}

/// A member agrees; after the last one it is the management account's turn.
pub(super) fn approved(state: &mut State, parent: Option<&str>) {
    let Some((organization, parent)) = state.organization.as_mut().zip(parent) else { return };
    let is_of_parent = |one: &&Handshake| one.parent.as_deref() == Some(parent);
    let mut children = organization.handshakes.values().filter(is_of_parent);
    let is_agreed = children.all(|child| child.state == HandshakeState::Accepted);
    if let Some(handshake) = organization.handshakes.get_mut(parent)
        && is_agreed
        && handshake.state == HandshakeState::Requested
    {
        handshake.state = HandshakeState::Open;
    }
}

/// There is no way back. Policy types are enabled one by one afterwards.
pub(super) fn complete(state: &mut State) -> Result<(), Refusal> {
    state.organization_mut()?.all_features = true;
    Ok(())
}
