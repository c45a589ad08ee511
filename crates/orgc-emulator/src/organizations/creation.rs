//! Creating accounts, which takes time and may fail late.

use serde::Deserialize;
use serde_json::json;

use super::constraints::{Tag, check_role_name, checked_tags, is_email};
use super::handshakes::open_invitations;
use super::joining::{self, Newcomer};
use super::{pages::Paging, perform, shapes};
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::{Creation, CreationOutcome, Organization};
use crate::state::schedule::Event;

const CONCURRENT_CREATIONS: usize = 5;

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "CreateAccount" => perform(state, call, |state, input| create(state, input, false)),
        "CreateGovCloudAccount" => perform(state, call, |state, input| create(state, input, true)),
        "DescribeCreateAccountStatus" => perform(state, call, describe),
        "ListCreateAccountStatus" => perform(state, call, list),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateAccount {
    email: String,
    account_name: String,
    role_name: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RequestId {
    create_account_request_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListStatus {
    #[serde(default)]
    states: Vec<String>,
    #[serde(flatten)]
    paging: Paging,
}

/// With GovCloud there are two accounts: the one in the organization, and its twin in the other partition,
/// which is in no organization and has but an id here.
fn create(state: &mut State, input: &CreateAccount, with_gov_cloud: bool) -> Answer {
    check_role_name(input.role_name.as_deref().unwrap_or_default())?;
    let tags = checked_tags(&input.tags)?;
    check_may_create(state)?;
    let request = state.ids.text("car-", 32);
    let creation = Creation {
        name: input.account_name.clone(),
        email: input.email.clone(),
        tags,
        gov_cloud: with_gov_cloud.then(|| state.ids.account()),
        requested: state.now,
        completed: None,
        outcome: CreationOutcome::InProgress,
    };
    let due = state.now.after(state.settings.account_creation);
    let mut shape = shapes::creation(&request, &creation);
    let creation = with_early_failure(state.organization()?, creation);
    state.organization_mut()?.creations.insert(request.clone(), creation);
    if let Some(members) = shape.as_object_mut() {
        members.remove("AccountName");
    }
    state.schedule.add(due, Event::CreationEnds { request });
    Ok(json!({ "CreateAccountStatus": shape }))
}

fn check_may_create(state: &State) -> Result<(), Refusal> {
    check_finalized(state)?;
    let organization = state.organization()?;
    let quota = state.settings.account_quota;
    let running = organization.creations.values().filter(|creation| is_running(creation)).count();
    if running >= CONCURRENT_CREATIONS {
        let message = format!("{CONCURRENT_CREATIONS} account creations are in progress");
        return Err(Refusal::constraint("ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED", message));
    }
    if organization.accounts.len() + running + open_invitations(organization) >= quota {
        let message = format!("the organization may have {quota} accounts");
        return Err(Refusal::constraint("ACCOUNT_NUMBER_LIMIT_EXCEEDED", message));
    }
    Ok(())
}

/// Refuses new accounts while AWS sets the organization up.
pub(super) fn check_finalized(state: &State) -> Result<(), Refusal> {
    if state.now >= state.organization()?.created.after(state.settings.finalizing) {
        return Ok(());
    }
    let message = "the organization is still being set up. Try again later.";
    Err(Refusal::new("FinalizingOrganizationException", message))
}

fn is_running(creation: &Creation) -> bool {
    creation.completed.is_none()
}

/// The creation, already failed when another one with the same address runs; it is reported when it completes.
fn with_early_failure(organization: &Organization, mut creation: Creation) -> Creation {
    let is_twin = |other: &Creation| is_running(other) && other.email.eq_ignore_ascii_case(&creation.email);
    if organization.creations.values().any(is_twin) {
        creation.outcome = CreationOutcome::Failed { reason: "CONCURRENT_ACCOUNT_MODIFICATION".to_owned() };
    }
    creation
}

/// Ends a creation: the account appears in the root, or the request says why not.
pub(crate) fn finish(state: &mut State, request: &str) {
    let Some(creation) = state.organization.as_ref().and_then(|found| found.creations.get(request)).cloned()
    else {
        return;
    };
    let outcome = match failure(state, &creation) {
        Some(reason) => CreationOutcome::Failed { reason },
        None => CreationOutcome::Succeeded { account: open(state, &creation) },
    };
    let now = state.now;
    let creations = state.organization.as_mut().map(|found| &mut found.creations);
    if let Some(creation) = creations.and_then(|creations| creations.get_mut(request)) {
        creation.outcome = outcome;
        creation.completed = Some(now);
    }
}

/// Why the creation fails, with the words of `CreateAccountStatus.FailureReason`.
fn failure(state: &State, creation: &Creation) -> Option<String> {
    if let CreationOutcome::Failed { reason } = &creation.outcome {
        return Some(reason.clone());
    }
    if let Some(reason) = state.afflictions.creations.get(&creation.email) {
        return Some(reason.clone());
    }
    if !is_email(&creation.email) {
        return Some("INVALID_EMAIL".to_owned());
    }
    let is_taken = state.organization.as_ref()?.has_spent(&creation.email);
    is_taken.then(|| "EMAIL_ALREADY_EXISTS".to_owned())
}

fn open(state: &mut State, creation: &Creation) -> String {
    let mut id = state.ids.account();
    while state.organization.as_ref().is_some_and(|found| found.accounts.contains_key(&id)) {
        id = state.ids.account();
    }
    // AWS copies the contact of the account that creates.
    if let Some(contact) = state.primary_contacts.get(&state.settings.management_account_id).cloned() {
        state.primary_contacts.insert(id.clone(), contact);
    }
    let Creation { name, email, tags, .. } = creation;
    let newcomer = Newcomer { name: name.clone(), email: email.clone(), invited: false, tags };
    joining::enter(state, &id, newcomer);
    id
}

fn describe(state: &mut State, input: &RequestId) -> Answer {
    let id = &input.create_account_request_id;
    let creation = state.organization()?.creations.get(id);
    let creation = creation.ok_or_else(|| Refusal::not_found("CreateAccountStatus", id))?;
    Ok(json!({ "CreateAccountStatus": shapes::creation(id, creation) }))
}

fn list(state: &mut State, input: &ListStatus) -> Answer {
    let creations = state.organization()?.creations.iter();
    let is_wanted = |creation: &Creation| {
        input.states.is_empty()
            || input.states.iter().any(|wanted| wanted == shapes::creation_state(creation))
    };
    let wanted = creations.filter(|(_, creation)| is_wanted(creation));
    input.paging.answer("CreateAccountStatuses", wanted, |(id, creation)| shapes::creation(id, creation))
}
