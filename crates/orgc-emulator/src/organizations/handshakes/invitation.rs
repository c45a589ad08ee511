//! Inviting accounts that exist already.

use std::time::Duration;

use serde::Deserialize;

use super::{INVITATION_EXPIRY, begin, constraint, is_member, open_invitations, shape_of};
use crate::model;
use crate::organizations::constraints::{Tag, checked_tags};
use crate::organizations::creation::check_finalized;
use crate::organizations::joining::{self, Newcomer};
use crate::protocol::Service;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::handshake::{Action, Handshake, Party};
use crate::state::organization::Organization;

const DAY: Duration = Duration::from_secs(24 * 3600);
/// Invitations of a day, however small the account quota is.
const FEWEST_A_DAY: usize = 20;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Invite {
    target: Target,
    notes: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::organizations) struct Target {
    id: String,
    r#type: String,
}

pub(super) fn invite(state: &mut State, input: &Invite) -> Answer {
    let recipient = recipient(&input.target)?;
    let tags = checked_tags(&input.tags)?;
    check_may_invite(state, &recipient)?;
    let invitation = Handshake::open(Action::Invite, recipient, state.now, INVITATION_EXPIRY);
    let handshake = Handshake { notes: input.notes.clone(), tags, ..invitation };
    let id = begin(state, handshake)?;
    shape_of(state, &id)
}

/// Whom a target means. Which form its id has depends on its type, so no one shape says it.
pub(in crate::organizations) fn recipient(target: &Target) -> Result<Party, Refusal> {
    let id = &target.id;
    let fits = |shape| model::fits(Service::Organizations, shape, id);
    match target.r#type.as_str() {
        "ACCOUNT" if fits("AccountId") => Ok(Party::Account(id.clone())),
        "ACCOUNT" => {
            let message = format!("Target.Id must be the twelve digits of an account: {id}");
            Err(Refusal::invalid("INVALID_PATTERN_TARGET_ID", message))
        }
        "EMAIL" if fits("Email") => Ok(Party::Email(id.clone())),
        "EMAIL" => {
            let message = format!("Target.Id must be an e-mail address: {id}");
            Err(Refusal::invalid("INVALID_EMAIL_ADDRESS_TARGET", message))
        }
        _ => Err(Refusal::invalid("INVALID_PARTY_TYPE_TARGET", "an organization cannot be invited")),
    }
}

fn check_may_invite(state: &State, recipient: &Party) -> Result<(), Refusal> {
    check_finalized(state)?;
    let organization = state.organization()?;
    let is_pending = |one: &&Handshake| one.state.is_pending();
    let pending: Vec<&Handshake> = organization.handshakes.values().filter(is_pending).collect();
    if pending.iter().any(|one| one.action == Action::EnableAllFeatures) {
        let message = "nobody is invited while all features are being enabled";
        return Err(constraint("INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES", message));
    }
    if pending.iter().any(|one| one.recipient == *recipient) {
        let message = "an invitation to this account is open already";
        return Err(Refusal::new("DuplicateHandshakeException", message));
    }
    if is_member(organization, recipient) {
        let message = "the account is in the organization already";
        return Err(constraint("ALREADY_IN_AN_ORGANIZATION", message));
    }
    check_rates(state, organization)
}

fn check_rates(state: &State, organization: &Organization) -> Result<(), Refusal> {
    let quota = state.settings.account_quota;
    if organization.accounts.len() + open_invitations(organization) >= quota {
        let message = format!("the organization may have {quota} accounts, open invitations included");
        return Err(constraint("ACCOUNT_NUMBER_LIMIT_EXCEEDED", message));
    }
    let is_of_today = |one: &&Handshake| one.action == Action::Invite && state.now.since(one.requested) < DAY;
    let today = organization.handshakes.values().filter(is_of_today).count();
    let most = quota.max(FEWEST_A_DAY);
    if today >= most {
        let message = format!("{most} invitations may be sent in 24 hours");
        return Err(constraint("HANDSHAKE_RATE_LIMIT_EXCEEDED", message));
    }
    Ok(())
}

/// The account joins, in the root. No role is made in it.
pub(super) fn join(state: &mut State, id: &str, handshake: &Handshake) -> Result<(), Refusal> {
    let known = state.outside.get(id).cloned();
    if state.organization()?.accounts.contains_key(id) {
        let message = "the account is in an organization already";
        return Err(constraint("ALREADY_IN_AN_ORGANIZATION", message));
    }
    let email = match (&handshake.recipient, &known) {
        (Party::Email(address), _) => address.clone(),
        (_, Some(outside)) => outside.email.clone(),
        _ => format!("account-{id}@example.com"),
    };
    let name = known.map_or_else(|| format!("Account {id}"), |outside| outside.name);
    state.outside.remove(id);
    joining::enter(state, id, Newcomer { name, email, invited: true, tags: &handshake.tags });
    Ok(())
}
