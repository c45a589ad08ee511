//! Effective policies: what the management policies above an account come to.

pub(crate) mod changes;
mod faults;
mod merge;

use serde::Deserialize;
use serde_json::{Value, json};

use super::constraints::check_all_features;
use super::{accounts, callers, pages::Paging, perform, perform_as};
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::{Node, Organization};
use crate::state::policy::Policy;
use faults::faults;

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "DescribeEffectivePolicy" => perform_as(state, call, describe),
        "ListAccountsWithInvalidEffectivePolicy" => perform(state, call, list_accounts),
        "ListEffectivePolicyValidationErrors" => perform(state, call, list_errors),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DescribeEffectivePolicy {
    policy_type: String,
    target_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListAccounts {
    policy_type: String,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListErrors {
    account_id: String,
    policy_type: String,
    #[serde(flatten)]
    paging: Paging,
}

/// Where the effective policy is invalid, the last valid one is in force.
fn describe(state: &mut State, caller: &str, input: &DescribeEffectivePolicy) -> Answer {
    let DescribeEffectivePolicy { policy_type, target_id } = input;
    let target = target_id.as_deref().unwrap_or(caller);
    let organization = state.organization()?;
    check_all_features(organization, "effective policies need")?;
    check_target(organization, target)?;
    if target != caller && !callers::sees_organization(state, caller) {
        let message = format!("account {caller} may not read the effective policy of {target}");
        return Err(Refusal::new("AccessDeniedException", message));
    }
    let in_force = match organization.invalid_policies.in_force(policy_type, target) {
        Some(last_valid) => last_valid.map(|(content, updated)| (content.to_owned(), updated)),
        None => effective(organization, target, policy_type)
            .map(|document| (document.to_string(), organization.policies_updated())),
    };
    let (content, updated) = in_force.ok_or_else(|| not_found(target, policy_type))?;
    Ok(json!({"EffectivePolicy": {
        "PolicyContent": content,
        "LastUpdatedTimestamp": updated.epoch_seconds(),
        "TargetId": target,
        "PolicyType": policy_type,
    }}))
}

fn list_accounts(state: &mut State, input: &ListAccounts) -> Answer {
    let organization = state.organization()?;
    check_all_features(organization, "effective policies need")?;
    let invalid = organization.invalid_policies.accounts(&input.policy_type);
    // Only those of the page are looked up. INVARIANT: an account that leaves is not in the list any more.
    let shape = |id: &String| {
        organization.accounts.get(id).map(|account| super::shapes::account(organization, id, account)).into()
    };
    let answer = input.paging.answer("Accounts", invalid, shape)?;
    Ok(with(answer, [("PolicyType", json!(input.policy_type))]))
}

fn list_errors(state: &mut State, input: &ListErrors) -> Answer {
    let ListErrors { account_id, policy_type, paging } = input;
    let organization = state.organization()?;
    check_all_features(organization, "effective policies need")?;
    accounts::find(organization, account_id)?;
    let contributing: Vec<String> =
        policies_above(organization, account_id, policy_type).flatten().map(|one| one.id.clone()).collect();
    if contributing.is_empty() {
        return Err(not_found(account_id, policy_type));
    }
    let document = effective(organization, account_id, policy_type);
    let faults = document.map_or_else(Vec::new, |document| faults(policy_type, &document));
    let answer = paging.answer("EffectivePolicyValidationErrors", faults.into_iter(), |fault| {
        json!({
            "ErrorCode": fault.code,
            "ErrorMessage": fault.message,
            "PathToError": fault.path,
            "ContributingPolicies": contributing,
        })
    })?;
    let about = [
        ("AccountId", json!(account_id)),
        ("PolicyType", json!(policy_type)),
        ("Path", json!(organization.path(account_id))),
        ("EvaluationTimestamp", state.now.epoch_seconds()),
    ];
    Ok(with(answer, about))
}

/// The page with what it is about.
fn with(mut page: Value, about: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    if let Some(members) = page.as_object_mut() {
        members.extend(about.into_iter().map(|(name, value)| (name.to_owned(), value)));
    }
    page
}

fn check_target(organization: &Organization, target: &str) -> Result<(), Refusal> {
    match organization.node(target) {
        Some(Node::Account) => Ok(()),
        Some(Node::Root | Node::Unit) => {
            Err(Refusal::invalid("TARGET_NOT_SUPPORTED", "only accounts have an effective policy"))
        }
        None => Err(Refusal::not_found("Target", target)),
    }
}

fn not_found(target: &str, policy_type: &str) -> Refusal {
    let message = format!("{target} has no effective policy of type {policy_type}");
    Refusal::new("EffectivePolicyNotFoundException", message)
}

/// The policies of a type from the root down to an account, by level.
fn policies_above<'a>(
    organization: &'a Organization,
    account: &'a str,
    policy_type: &'a str,
) -> impl Iterator<Item = Vec<&'a Policy>> {
    let mut levels: Vec<&str> = organization.ancestors(account).collect();
    levels.reverse();
    levels.into_iter().chain([account]).map(move |level| {
        organization.attached(level).filter(|policy| policy.policy_type == policy_type).collect()
    })
}

/// None when no policy of the type stands above the account.
fn effective(organization: &Organization, account: &str, policy_type: &str) -> Option<Value> {
    let document = |policy: &&Policy| serde_json::from_str(&policy.content).unwrap_or_default();
    let levels: Vec<Vec<Value>> = policies_above(organization, account, policy_type)
        .map(|policies| policies.iter().map(document).collect())
        .collect();
    levels.iter().any(|level| !level.is_empty()).then(|| merge::effective(policy_type, &levels))
}
