//! Inviting accounts that exist already.

use std::time::Duration;

use serde::Deserialize;

use super::{begin, constraint, open_invitations, shape_of};
use crate::cloudformation::auto_deployment;
use crate::organizations::constraints::{Tag, check_account_id, check_email, checked_tags};
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::handshake::{Action, Handshake, HandshakeState, Party};
use crate::state::organization::{Account, AccountState, Organization};

/// Managing invitations: an invitation is open for fifteen days.
const EXPIRY: Duration = Duration::from_secs(15 * 24 * 3600);
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
    let handshake = Handshake {
        action: Action::Invite,
        state: HandshakeState::Open,
        recipient,
        requested: state.now,
        expires: state.now.after(EXPIRY),
        notes: input.notes.clone(),
        tags,
        parent: None,
        transfer: None,
    };
    let id = begin(state, handshake)?;
    shape_of(state, &id)
}

pub(in crate::organizations) fn recipient(target: &Target) -> Result<Party, Refusal> {
    match target.r#type.as_str() {
        "ACCOUNT" => {
            check_account_id("Target.Id", &target.id).map_err(|refusal| Refusal {
                reason: Some("INVALID_PATTERN_TARGET_ID".to_owned()),
                ..refusal
            })?;
            Ok(Party::Account(target.id.clone()))
        }
        "EMAIL" => {
            check_email(&target.id).map_err(|refusal| Refusal {
                reason: Some("INVALID_EMAIL_ADDRESS_TARGET".to_owned()),
                ..refusal
            })?;
            Ok(Party::Email(target.id.clone()))
        }
        _ => Err(Refusal::invalid("INVALID_PARTY_TYPE_TARGET", "an organization cannot be invited")),
    }
}

fn check_may_invite(state: &State, recipient: &Party) -> Result<(), Refusal> {
    let organization = state.organization()?;
    if state.now < organization.created.after(state.settings.finalizing) {
        let message = "the organization is still being set up. Try again later.";
        return Err(Refusal::new("FinalizingOrganizationException", message));
    }
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

fn is_member(organization: &Organization, recipient: &Party) -> bool {
    match recipient {
        Party::Account(id) => organization.accounts.contains_key(id),
        Party::Email(address) => {
            organization.accounts.values().any(|account| account.email.eq_ignore_ascii_case(address))
        }
        Party::Organization => true,
    }
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
    let joined = state.now;
    let organization = state.organization_mut()?;
    if organization.accounts.contains_key(id) {
        let message = "the account is in an organization already";
        return Err(constraint("ALREADY_IN_AN_ORGANIZATION", message));
    }
    let email = match (&handshake.recipient, &known) {
        (Party::Email(address), _) => address.clone(),
        (_, Some(outside)) => outside.email.clone(),
        _ => format!("account-{id}@example.com"),
    };
    let account = Account {
        name: known.map_or_else(|| format!("Account {id}"), |outside| outside.name),
        email,
        parent: organization.root_id.clone(),
        state: AccountState::Active,
        joined,
        invited: true,
    };
    organization.accounts.insert(id.to_owned(), account);
    organization.guard(id);
    if !handshake.tags.is_empty() {
        organization.tags.insert(id.to_owned(), handshake.tags.clone());
    }
    state.outside.remove(id);
    auto_deployment::account_moved(state, id, &[]);
    Ok(())
}
