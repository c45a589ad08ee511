//! The resource-based policy by which member accounts may manage policies.

use serde::Deserialize;
use serde_json::{Value, json};

use super::constraints::{Tag, check_all_features, checked_tags};
use super::perform;
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::{Organization, ResourcePolicy};

/// Actions that may be delegated besides reads (Delegated administrator for Organizations, 2026).
const WRITES: [&str; 9] = [
    "CreatePolicy",
    "UpdatePolicy",
    "DeletePolicy",
    "AttachPolicy",
    "DetachPolicy",
    "EnablePolicyType",
    "DisablePolicyType",
    "TagResource",
    "UntagResource",
];

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "PutResourcePolicy" => perform(state, call, put),
        "DescribeResourcePolicy" => perform(state, call, describe),
        "DeleteResourcePolicy" => perform(state, call, delete),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutResourcePolicy {
    content: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
struct Nothing {}

fn put(state: &mut State, input: &PutResourcePolicy) -> Answer {
    let tags = checked_tags(&input.tags)?;
    let organization = state.organization()?;
    check_all_features(organization, "a resource policy needs")?;
    check(organization, &input.content)?;
    let id = match &organization.resource_policy {
        Some(_) if !tags.is_empty() => {
            let message = "tags are given only when the policy is made; use TagResource";
            return Err(Refusal::constraint(
                "UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED",
                message,
            ));
        }
        Some(present) => present.id.clone(),
        None => state.ids.text("rp-", 10),
    };
    let organization = state.organization_mut()?;
    if !tags.is_empty() {
        organization.tags.insert(id.clone(), tags);
    }
    let policy = ResourcePolicy { id, content: input.content.clone() };
    let shape = shape(organization, &policy);
    organization.resource_policy = Some(policy);
    Ok(shape)
}

fn describe(state: &mut State, _: &Nothing) -> Answer {
    let organization = state.organization()?;
    check_all_features(organization, "a resource policy needs")?;
    organization.resource_policy.as_ref().map(|policy| shape(organization, policy)).ok_or_else(none)
}

fn delete(state: &mut State, _: &Nothing) -> Answer {
    let organization = state.organization_mut()?;
    check_all_features(organization, "a resource policy needs")?;
    let policy = organization.resource_policy.take().ok_or_else(none)?;
    organization.forget(&policy.id);
    Ok(Value::Null)
}

fn none() -> Refusal {
    Refusal::new("ResourcePolicyNotFoundException", "the organization has no resource policy")
}

fn shape(organization: &Organization, policy: &ResourcePolicy) -> Value {
    let ResourcePolicy { id, content } = policy;
    let management = &organization.management_account_id;
    let arn = format!("arn:aws:organizations::{management}:resourcepolicy/{}/{id}", organization.id);
    let summary = json!({"Id": id, "Arn": arn});
    json!({"ResourcePolicy": {"ResourcePolicySummary": summary, "Content": content}})
}

/// Whether the policy lets a member call an operation. Conditions are not decided: they are taken as met.
pub(super) fn allows(organization: &Organization, account: &str, operation: &str) -> bool {
    let Some(policy) = &organization.resource_policy else { return false };
    let document: Value = serde_json::from_str(&policy.content).unwrap_or_default();
    let has = |value: Option<&Value>, is_it: &dyn Fn(&str) -> bool| {
        value.is_some_and(|value| many(value).into_iter().filter_map(Value::as_str).any(is_it))
    };
    let is_meant = |statement: &&Value| {
        let principal = statement.get("Principal").and_then(|principal| principal.get("AWS"));
        has(principal, &|text| account_of(text) == account)
            && has(statement.get("Action"), &|action| is_action(action, operation))
    };
    let statements = document.get("Statement").map(many).unwrap_or_default();
    let effects: Vec<&str> = statements
        .into_iter()
        .filter(is_meant)
        .filter_map(|statement| statement.get("Effect")?.as_str())
        .collect();
    effects.contains(&"Allow") && !effects.contains(&"Deny")
}

/// `organizations:List*` is every operation that begins so.
fn is_action(action: &str, operation: &str) -> bool {
    let Some(name) = action.strip_prefix("organizations:") else { return false };
    name.strip_suffix('*').map_or(name == operation, |prefix| operation.starts_with(prefix))
}

fn check(organization: &Organization, content: &str) -> Result<(), Refusal> {
    let broken = |message: &str| Refusal::invalid("INVALID_RESOURCE_POLICY_JSON", message);
    let document: Value = serde_json::from_str(content).map_err(|error| broken(&error.to_string()))?;
    let statements = many(document.get("Statement").ok_or_else(|| broken("there is no Statement"))?);
    for statement in statements {
        if statement.get("NotAction").is_some() || statement.get("NotResource").is_some() {
            return Err(broken("NotAction and NotResource cannot be used"));
        }
        let action = statement.get("Action").ok_or_else(|| broken("a statement has no Action"))?;
        many(action).into_iter().try_for_each(check_action)?;
        let principal = statement.get("Principal").and_then(|principal| principal.get("AWS"));
        let principals = principal.ok_or_else(|| broken("a statement has no Principal"))?;
        many(principals).into_iter().try_for_each(|one| check_principal(organization, one))?;
    }
    Ok(())
}

fn many(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |all| all.iter().collect())
}

fn check_action(action: &Value) -> Result<(), Refusal> {
    let name = action.as_str().and_then(|action| action.strip_prefix("organizations:"));
    let allowed =
        |name: &str| name.starts_with("Describe") || name.starts_with("List") || WRITES.contains(&name);
    if name.is_some_and(allowed) {
        return Ok(());
    }
    let message = format!("{action} cannot be delegated");
    Err(Refusal::invalid("UNSUPPORTED_ACTION_IN_RESOURCE_POLICY", message))
}

/// A member account, by its id or by an ARN in it.
fn check_principal(organization: &Organization, principal: &Value) -> Result<(), Refusal> {
    let account = account_of(principal.as_str().unwrap_or_default());
    let is_member =
        account != organization.management_account_id && organization.accounts.contains_key(account);
    if is_member {
        return Ok(());
    }
    Err(Refusal::invalid("INVALID_PRINCIPAL", format!("{principal} is no member account")))
}

/// The account of a principal, which is its id or an ARN in it.
fn account_of(principal: &str) -> &str {
    principal.strip_prefix("arn:aws:iam::").and_then(|rest| rest.split(':').next()).unwrap_or(principal)
}
