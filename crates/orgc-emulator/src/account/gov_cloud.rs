//! The twin of an account in AWS GovCloud.

use serde::Deserialize;
use serde_json::json;

use super::not_found;
use crate::refusal::Answer;
use crate::state::State;
use crate::state::organization::{Creation, CreationOutcome};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct StandardAccount {
    standard_account_id: Option<String>,
}

pub(super) fn get(state: &State, caller: &str, input: &StandardAccount) -> Answer {
    let standard = input.standard_account_id.as_deref().unwrap_or(caller);
    let creations = state.organization.iter().flat_map(|organization| organization.creations.values());
    let twin = creations.filter(|creation| made(creation, standard)).find_map(|one| one.gov_cloud.as_ref());
    let twin = twin.ok_or_else(|| not_found("the account has no twin in AWS GovCloud"))?;
    Ok(json!({"GovCloudAccountId": twin, "AccountState": "ACTIVE"}))
}

fn made(creation: &Creation, standard: &str) -> bool {
    matches!(&creation.outcome, CreationOutcome::Succeeded { account } if account == standard)
}
