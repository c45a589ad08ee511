//! Handshakes: asking an account to join, and the organization to have all features.
//!
//! Who an account outside of the organization is, the emulator does not know: whoever has the id of an
//! invitation to an address may answer it.

mod all_features;
mod invitation;
mod shape;

pub(super) use invitation::{Target, recipient};

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use super::{callers, pages::Paging, perform, perform_as, transfers};
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::handshake::{Action, Handshake, HandshakeState, Party};
use crate::state::organization::Organization;
use crate::state::schedule::Event;

/// Managing invitations: an invitation is open for fifteen days.
pub(crate) const INVITATION_EXPIRY: Duration = Duration::from_secs(15 * 24 * 3600);
/// How long a handshake is listed after it has ended.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "InviteAccountToOrganization" => perform(state, call, invitation::invite),
        "EnableAllFeatures" => perform(state, call, all_features::enable),
        "AcceptHandshake" => perform_as(state, call, accept),
        "DeclineHandshake" => perform_as(state, call, decline),
        "CancelHandshake" => perform(state, call, cancel),
        "DescribeHandshake" => perform_as(state, call, describe),
        "ListHandshakesForAccount" => perform_as(state, call, list_for_account),
        "ListHandshakesForOrganization" => perform(state, call, list_for_organization),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct HandshakeId {
    handshake_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListHandshakes {
    #[serde(default)]
    filter: Filter,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Filter {
    action_type: Option<String>,
    parent_handshake_id: Option<String>,
}

fn accept(state: &mut State, caller: &str, input: &HandshakeId) -> Answer {
    let id = &input.handshake_id;
    let handshake = received(state, caller, id)?;
    check_open(&handshake)?;
    match handshake.action {
        Action::Invite => invitation::join(state, caller, &handshake)?,
        Action::ApproveAllFeatures | Action::EnableAllFeatures | Action::TransferResponsibility => {}
    }
    end(state, id, HandshakeState::Accepted);
    match handshake.action {
        Action::Invite | Action::TransferResponsibility => {}
        Action::ApproveAllFeatures => all_features::approved(state, handshake.parent.as_deref()),
        Action::EnableAllFeatures => all_features::complete(state)?,
    }
    shape_of(state, id)
}

fn decline(state: &mut State, caller: &str, input: &HandshakeId) -> Answer {
    let handshake = received(state, caller, &input.handshake_id)?;
    check_open(&handshake)?;
    end(state, &input.handshake_id, HandshakeState::Declined);
    shape_of(state, &input.handshake_id)
}

/// The sender is the management account; what waits for the handshake is cancelled with it.
fn cancel(state: &mut State, input: &HandshakeId) -> Answer {
    let id = &input.handshake_id;
    let handshake = find(state.organization()?, id)?;
    match handshake.state {
        HandshakeState::Requested | HandshakeState::Open => {}
        HandshakeState::Canceled => return Err(already(HandshakeState::Canceled)),
        other => return Err(no_transition(other)),
    }
    let children: Vec<String> = state
        .organization()?
        .handshakes
        .iter()
        .filter(|(_, child)| child.parent.as_ref() == Some(id) && child.state.is_pending())
        .map(|(child, _)| child.clone())
        .collect();
    for one in children.iter().chain([id]) {
        end(state, one, HandshakeState::Canceled);
    }
    shape_of(state, id)
}

fn describe(state: &mut State, caller: &str, input: &HandshakeId) -> Answer {
    let id = &input.handshake_id;
    let handshake = state.organization.as_ref().and_then(|found| found.handshakes.get(id));
    let is_party = |handshake: &&Handshake| {
        callers::sees_organization(state, caller) || is_recipient(state, caller, handshake)
    };
    handshake.filter(is_party).ok_or_else(|| Refusal::not_found("Handshake", id))?;
    shape_of(state, id)
}

fn list_for_account(state: &mut State, caller: &str, input: &ListHandshakes) -> Answer {
    list(state, input, |handshake| match &handshake.recipient {
        Party::Account(id) => id == caller,
        Party::Email(_) | Party::Organization => false,
    })
}

fn list_for_organization(state: &mut State, input: &ListHandshakes) -> Answer {
    state.organization()?;
    list(state, input, |_| true)
}

fn list(state: &State, input: &ListHandshakes, is_meant: impl Fn(&Handshake) -> bool) -> Answer {
    let Filter { action_type, parent_handshake_id } = &input.filter;
    if action_type.is_some() && parent_handshake_id.is_some() {
        let message = "a filter has an ActionType or a ParentHandshakeId, not both";
        return Err(Refusal::invalid("MAX_LIMIT_EXCEEDED_FILTER", message));
    }
    let organization = state.organization.as_ref();
    let all = organization.into_iter().flat_map(|found| found.handshakes.iter().map(move |one| (found, one)));
    let wanted = all.filter(|(_, (_, handshake))| {
        is_meant(handshake)
            && action_type.as_ref().is_none_or(|action| action == handshake.action.text())
            && (parent_handshake_id.is_none() || handshake.parent == *parent_handshake_id)
    });
    input.paging.answer("Handshakes", wanted, |(organization, (id, handshake))| {
        shape::handshake(organization, id, handshake)
    })
}

/// A handshake that waits for this caller's answer, or once did.
fn received(state: &State, caller: &str, id: &str) -> Result<Handshake, Refusal> {
    let handshake = state.organization.as_ref().and_then(|found| found.handshakes.get(id));
    handshake
        .filter(|handshake| is_recipient(state, caller, handshake))
        .cloned()
        .ok_or_else(|| Refusal::not_found("Handshake", id))
}

fn is_recipient(state: &State, caller: &str, handshake: &Handshake) -> bool {
    let is_inside = state.organization.as_ref().is_some_and(|found| found.accounts.contains_key(caller));
    match &handshake.recipient {
        Party::Account(id) => id == caller,
        Party::Email(_) => !is_inside || !handshake.state.is_pending(),
        Party::Organization => caller == state.settings.management_account_id,
    }
}

fn check_open(handshake: &Handshake) -> Result<(), Refusal> {
    match handshake.state {
        HandshakeState::Open => Ok(()),
        other @ (HandshakeState::Accepted | HandshakeState::Declined) => Err(already(other)),
        other => Err(no_transition(other)),
    }
}

fn already(state: HandshakeState) -> Refusal {
    let message = format!("the handshake is {} already", state.text());
    Refusal::new("HandshakeAlreadyInStateException", message)
}

fn no_transition(state: HandshakeState) -> Refusal {
    let message = format!("a handshake that is {} cannot be answered so", state.text());
    Refusal::new("InvalidHandshakeTransitionException", message)
}

fn find<'a>(organization: &'a Organization, id: &str) -> Result<&'a Handshake, Refusal> {
    organization.handshakes.get(id).ok_or_else(|| Refusal::not_found("Handshake", id))
}

pub(super) fn shape_of(state: &State, id: &str) -> Answer {
    let organization = state.organization()?;
    let handshake = find(organization, id)?;
    Ok(json!({ "Handshake": shape::handshake(organization, id, handshake) }))
}

/// Opens a handshake, which expires by itself. Gives its id.
pub(super) fn begin(state: &mut State, handshake: Handshake) -> Result<String, Refusal> {
    let id = state.ids.text("h-", 10);
    state.schedule.add(handshake.expires, Event::HandshakeExpires { handshake: id.clone() });
    state.organization_mut()?.handshakes.insert(id.clone(), handshake);
    Ok(id)
}

fn end(state: &mut State, id: &str, how: HandshakeState) {
    let forgotten = state.now.after(KEPT);
    let Some(organization) = &mut state.organization else { return };
    if let Some(handshake) = organization.handshakes.get_mut(id) {
        handshake.state = how;
        if let Some(transfer) = handshake.transfer.clone() {
            transfers::follow(organization, &transfer, how);
        }
        state.schedule.add(forgotten, Event::HandshakeIsForgotten { handshake: id.to_owned() });
    }
}

/// Nobody has answered in time.
pub(crate) fn expire(state: &mut State, id: &str) {
    let handshake = state.organization.as_ref().and_then(|found| found.handshakes.get(id));
    if handshake.is_some_and(|handshake| handshake.state.is_pending()) {
        end(state, id, HandshakeState::Expired);
    }
}

pub(crate) fn forget(state: &mut State, id: &str) {
    if let Some(organization) = &mut state.organization {
        organization.handshakes.remove(id);
    }
}

/// Whether who is asked is in the organization already.
pub(super) fn is_member(organization: &Organization, recipient: &Party) -> bool {
    match recipient {
        Party::Account(id) => organization.accounts.contains_key(id),
        Party::Email(address) => organization.has_address(address),
        Party::Organization => true,
    }
}

/// Invitations that wait for an answer count like accounts.
pub(super) fn open_invitations(organization: &Organization) -> usize {
    let is_open = |one: &&Handshake| one.action == Action::Invite && one.state == HandshakeState::Open;
    organization.handshakes.values().filter(is_open).count()
}

/// `HandshakeConstraintViolationException`.
pub(super) fn constraint(reason: &str, message: impl Into<String>) -> Refusal {
    Refusal::new("HandshakeConstraintViolationException", message).with_reason(reason)
}
