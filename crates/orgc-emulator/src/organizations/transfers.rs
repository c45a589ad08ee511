//! Billing transfers: another organization's management account is asked to let this one pay.

use serde::Deserialize;
use serde_json::{Value, json};

use super::constraints::{Tag, checked_tags};
use super::handshakes::{INVITATION_EXPIRY, Target, begin, constraint, is_member, recipient, shape_of};
use super::{pages::Paging, perform};
use crate::clock::Moment;
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::handshake::{Action, Handshake, HandshakeState, Party};
use crate::state::organization::Organization;
use crate::state::transfer::{Transfer, TransferStatus};

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "InviteOrganizationToTransferResponsibility" => perform(state, call, invite),
        "UpdateResponsibilityTransfer" => perform(state, call, update),
        "TerminateResponsibilityTransfer" => perform(state, call, terminate),
        "DescribeResponsibilityTransfer" => perform(state, call, describe),
        "ListInboundResponsibilityTransfers" => perform(state, call, list_inbound),
        "ListOutboundResponsibilityTransfers" => perform(state, call, list_outbound),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Invite {
    target: Target,
    notes: Option<String>,
    start_timestamp: f64,
    source_name: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Update {
    id: String,
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Terminate {
    id: String,
    end_timestamp: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TransferId {
    id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct List {
    id: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

fn invite(state: &mut State, input: &Invite) -> Answer {
    let source = recipient(&input.target)?;
    let tags = checked_tags(&input.tags)?;
    let starts = start(state, input.start_timestamp)?;
    check_source(state.organization()?, &source)?;
    let transfer = state.ids.text("rt-", 10);
    let question =
        Handshake::open(Action::TransferResponsibility, source.clone(), state.now, INVITATION_EXPIRY);
    let notes = input.notes.clone();
    let handshake = Handshake { notes, transfer: Some(transfer.clone()), ..question };
    let handshake = begin(state, handshake)?;
    let organization = state.organization_mut()?;
    if !tags.is_empty() {
        organization.tags.insert(transfer.clone(), tags);
    }
    let requested = Transfer {
        name: input.source_name.clone(),
        status: TransferStatus::Requested,
        source,
        starts,
        ends: None,
        handshake: handshake.clone(),
    };
    organization.transfers.insert(transfer, requested);
    shape_of(state, &handshake)
}

/// Bills are of months, so a transfer starts with one, and not in the past.
fn start(state: &State, timestamp: f64) -> Result<Moment, Refusal> {
    let starts = Moment::of_epoch_seconds(timestamp);
    if starts <= state.now {
        return Err(Refusal::invalid("START_DATE_TOO_EARLY", "the transfer must start in the future"));
    }
    if !starts.begins_month() {
        let message = "the transfer must start with a month, in UTC";
        return Err(Refusal::invalid("START_DATE_NOT_BEGINNING_OF_MONTH", message));
    }
    Ok(starts)
}

fn check_source(organization: &Organization, source: &Party) -> Result<(), Refusal> {
    if is_member(organization, source) {
        let message = "the responsibility is this organization's already";
        return Err(constraint("SOURCE_AND_TARGET_CANNOT_MATCH", message));
    }
    let same = organization.transfers.values().find(|one| one.source == *source && one.status.is_active());
    match same.map(|transfer| transfer.status) {
        None => Ok(()),
        Some(TransferStatus::Requested) => {
            let message = "an invitation to this account is open already";
            Err(Refusal::new("DuplicateHandshakeException", message))
        }
        Some(_) => {
            let message = "there is a transfer from this account already";
            Err(constraint("RESPONSIBILITY_TRANSFER_ALREADY_EXISTS", message))
        }
    }
}

/// The answer to the invitation is that to the transfer.
pub(super) fn follow(organization: &mut Organization, transfer: &str, answered: HandshakeState) {
    let status = match answered {
        HandshakeState::Requested | HandshakeState::Open => return,
        HandshakeState::Accepted => TransferStatus::Accepted,
        HandshakeState::Declined => TransferStatus::Declined,
        HandshakeState::Canceled => TransferStatus::Canceled,
        HandshakeState::Expired => TransferStatus::Expired,
    };
    if let Some(transfer) = organization.transfers.get_mut(transfer) {
        transfer.status = status;
    }
}

fn update(state: &mut State, input: &Update) -> Answer {
    find_mut(state, &input.id)?.name.clone_from(&input.name);
    shown(state, &input.id)
}

/// Without an end it ends now.
fn terminate(state: &mut State, input: &Terminate) -> Answer {
    let now = state.now;
    let ends = input.end_timestamp.map_or(now, Moment::of_epoch_seconds);
    let transfer = find_mut(state, &input.id)?;
    match transfer.status {
        TransferStatus::Accepted => {}
        TransferStatus::Withdrawn => {
            let message = "the transfer is withdrawn already";
            return Err(Refusal::new("ResponsibilityTransferAlreadyInStatusException", message));
        }
        other => {
            let message = format!("a transfer that is {} cannot be terminated", other.text());
            return Err(Refusal::new("InvalidResponsibilityTransferTransitionException", message));
        }
    }
    if ends < now {
        return Err(Refusal::invalid("END_DATE_TOO_EARLY", "the transfer cannot end in the past"));
    }
    transfer.status = TransferStatus::Withdrawn;
    transfer.ends = Some(ends);
    shown(state, &input.id)
}

fn describe(state: &mut State, input: &TransferId) -> Answer {
    find_mut(state, &input.id)?;
    shown(state, &input.id)
}

fn list_inbound(state: &mut State, input: &List) -> Answer {
    if let Some(id) = &input.id {
        find_mut(state, id)?;
    }
    let organization = state.organization()?;
    let wanted =
        organization.transfers.iter().filter(|(id, _)| input.id.as_ref().is_none_or(|wanted| wanted == *id));
    input.paging.answer("ResponsibilityTransfers", wanted, |(id, transfer)| shape(organization, id, transfer))
}

/// Nobody has been asked to take what is this organization's.
fn list_outbound(state: &mut State, input: &List) -> Answer {
    state.organization()?;
    input.paging.answer("ResponsibilityTransfers", std::iter::empty::<Value>(), |shape| shape)
}

fn find_mut<'a>(state: &'a mut State, id: &str) -> Result<&'a mut Transfer, Refusal> {
    let transfer = state.organization_mut()?.transfers.get_mut(id);
    transfer.ok_or_else(|| Refusal::not_found("ResponsibilityTransfer", id))
}

fn shown(state: &State, id: &str) -> Answer {
    let organization = state.organization()?;
    let transfer = organization.transfers.get(id).map(|transfer| shape(organization, id, transfer));
    Ok(json!({ "ResponsibilityTransfer": transfer }))
}

fn shape(organization: &Organization, id: &str, transfer: &Transfer) -> Value {
    let management = &organization.management_account_id;
    let email = organization.accounts.get(management).map(|account| account.email.as_str());
    let source = match &transfer.source {
        Party::Account(id) => json!({ "ManagementAccountId": id }),
        Party::Email(address) => json!({ "ManagementAccountEmail": address }),
        Party::Organization => json!({}),
    };
    let arn =
        format!("arn:aws:organizations::{management}:transfer/{}/billing/inbound/{id}", organization.id);
    let is_requested = transfer.status == TransferStatus::Requested;
    let shape = json!({
        "Id": id,
        "Arn": arn,
        "Name": transfer.name,
        "Type": "BILLING",
        "Status": transfer.status.text(),
        "Source": source,
        "Target": {"ManagementAccountId": management, "ManagementAccountEmail": email},
        "StartTimestamp": transfer.starts.epoch_seconds(),
        "EndTimestamp": transfer.ends.map(|ends| ends.epoch_seconds()),
        "ActiveHandshakeId": is_requested.then_some(&transfer.handshake),
    });
    without_nulls(shape)
}

fn without_nulls(mut shape: Value) -> Value {
    if let Some(members) = shape.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    shape
}
