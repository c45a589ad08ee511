//! Policies as documents.

use serde::Deserialize;
use serde_json::Value;

use super::constraints::{Tag, checked_tags};
use super::{document, pages::Paging, perform, shapes};
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::Organization;
use crate::state::policy::{Policy, TypeRules, rules};

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "CreatePolicy" => perform(state, call, create),
        "UpdatePolicy" => perform(state, call, update),
        "DeletePolicy" => perform(state, call, delete),
        "DescribePolicy" => perform(state, call, describe),
        "ListPolicies" => perform(state, call, list),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreatePolicy {
    content: String,
    description: String,
    name: String,
    #[serde(rename = "Type")]
    policy_type: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UpdatePolicy {
    policy_id: String,
    name: Option<String>,
    description: Option<String>,
    content: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PolicyId {
    policy_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListPolicies {
    filter: String,
    #[serde(flatten)]
    paging: Paging,
}

fn create(state: &mut State, input: &CreatePolicy) -> Answer {
    let organization = state.organization()?;
    let rules = type_rules(&input.policy_type)?;
    check_available(organization, rules)?;
    let tags = checked_tags(&input.tags)?;
    check_content(rules, &input.content)?;
    check_name_is_free(organization, &input.name)?;
    let count = organization.policies.values().filter(|policy| policy.policy_type == rules.name).count();
    if count >= rules.maximum_policies {
        let message = format!("an organization may have {} policies of this type", rules.maximum_policies);
        return Err(Refusal::constraint("POLICY_NUMBER_LIMIT_EXCEEDED", message));
    }
    let policy = Policy {
        id: state.ids.text("p-", 10),
        name: input.name.clone(),
        description: input.description.clone(),
        policy_type: input.policy_type.clone(),
        content: input.content.clone(),
        aws_managed: false,
    };
    let organization = state.organization_mut()?;
    if !tags.is_empty() {
        organization.tags.insert(policy.id.clone(), tags);
    }
    let shape = shapes::policy(organization, &policy);
    organization.policies.insert(policy.id.clone(), policy);
    Ok(shape)
}

/// The rules of a type that a request names.
pub(super) fn type_rules(policy_type: &str) -> Result<&'static TypeRules, Refusal> {
    let message = format!("there is no policy type {policy_type}");
    rules(policy_type).ok_or_else(|| Refusal::invalid("INVALID_ENUM_POLICY_TYPE", message))
}

/// All policy types need an organization with all features.
pub(super) fn check_available(organization: &Organization, rules: &TypeRules) -> Result<(), Refusal> {
    if organization.all_features {
        return Ok(());
    }
    let message = format!("{} needs an organization with all features", rules.name);
    Err(Refusal::new("PolicyTypeNotAvailableForOrganizationException", message))
}

fn check_content(rules: &TypeRules, content: &str) -> Result<(), Refusal> {
    let length = content.chars().count();
    if length > rules.maximum_characters {
        let message =
            format!("the content has {length} characters and may have {}", rules.maximum_characters);
        return Err(Refusal::constraint("POLICY_CONTENT_LIMIT_EXCEEDED", message));
    }
    document::check(rules, content)
}

fn check_name_is_free(organization: &Organization, name: &str) -> Result<(), Refusal> {
    if organization.policies.values().any(|policy| policy.name == name) {
        return Err(Refusal::new(
            "DuplicatePolicyException",
            format!("there is a policy of this name: {name}"),
        ));
    }
    Ok(())
}

fn update(state: &mut State, input: &UpdatePolicy) -> Answer {
    let organization = state.organization_mut()?;
    let present = find_own(organization, &input.policy_id)?.clone();
    let updated = Policy {
        name: input.name.clone().unwrap_or_else(|| present.name.clone()),
        description: input.description.clone().unwrap_or_else(|| present.description.clone()),
        content: input.content.clone().unwrap_or_else(|| present.content.clone()),
        ..present.clone()
    };
    check_content(type_rules(&updated.policy_type)?, &updated.content)?;
    if updated.name != present.name {
        check_name_is_free(organization, &updated.name)?;
    }
    let shape = shapes::policy(organization, &updated);
    organization.policies.insert(updated.id.clone(), updated);
    Ok(shape)
}

fn delete(state: &mut State, input: &PolicyId) -> Answer {
    let organization = state.organization_mut()?;
    let id = find_own(organization, &input.policy_id)?.id.clone();
    if organization.attachments.values().flatten().any(|attached| *attached == id) {
        return Err(Refusal::new("PolicyInUseException", format!("the policy is attached: {id}")));
    }
    organization.policies.remove(&id);
    organization.forget(&id);
    Ok(Value::Null)
}

fn describe(state: &mut State, input: &PolicyId) -> Answer {
    let organization = state.organization()?;
    Ok(shapes::policy(organization, find(organization, &input.policy_id)?))
}

fn list(state: &mut State, input: &ListPolicies) -> Answer {
    let organization = state.organization()?;
    let of_type = organization.policies.values().filter(|policy| policy.policy_type == input.filter);
    input.paging.answer("Policies", of_type, |policy| shapes::policy_summary(organization, policy))
}

pub(super) fn find<'a>(organization: &'a Organization, id: &str) -> Result<&'a Policy, Refusal> {
    organization.policies.get(id).ok_or_else(|| Refusal::not_found("Policy", id))
}

/// A policy that is not AWS's own, which may be changed.
fn find_own<'a>(organization: &'a Organization, id: &str) -> Result<&'a Policy, Refusal> {
    let policy = find(organization, id)?;
    if policy.aws_managed {
        return Err(Refusal::invalid("IMMUTABLE_POLICY", format!("AWS manages this policy: {id}")));
    }
    Ok(policy)
}
