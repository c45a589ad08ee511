//! Tags of the root, OUs, accounts and policies.

use serde::Deserialize;
use serde_json::{Value, json};

use super::constraints::{Tag, check_tag_count, checked_tags};
use super::{pages::Paging, perform};
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::Organization;

pub(super) fn answer(state: &mut State, call: &Call) -> Option<Answer> {
    Some(match call.operation.as_str() {
        "TagResource" => perform(state, call, tag),
        "UntagResource" => perform(state, call, untag),
        "ListTagsForResource" => perform(state, call, list),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TagResource {
    resource_id: String,
    tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UntagResource {
    resource_id: String,
    tag_keys: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListTags {
    resource_id: String,
    #[serde(flatten)]
    paging: Paging,
}

fn tag(state: &mut State, input: &TagResource) -> Answer {
    let organization = state.organization_mut()?;
    let tags = checked_tags(&input.tags)?;
    check_may_tag(organization, &input.resource_id)?;
    let present = organization.tags.entry(input.resource_id.clone()).or_default();
    let added = tags.keys().filter(|key| !present.contains_key(*key)).count();
    check_tag_count(present.len() + added)?;
    present.extend(tags);
    Ok(Value::Null)
}

fn untag(state: &mut State, input: &UntagResource) -> Answer {
    let organization = state.organization_mut()?;
    check_may_tag(organization, &input.resource_id)?;
    if let Some(tags) = organization.tags.get_mut(&input.resource_id) {
        tags.retain(|key, _| !input.tag_keys.contains(key));
    }
    Ok(Value::Null)
}

fn list(state: &mut State, input: &ListTags) -> Answer {
    let organization = state.organization()?;
    check_resource(organization, &input.resource_id)?;
    let tags = organization.tags.get(&input.resource_id).into_iter().flatten();
    input.paging.answer("Tags", tags, |(key, value)| json!({"Key": key, "Value": value}))
}

fn check_resource(organization: &Organization, id: &str) -> Result<(), Refusal> {
    let exists = organization.node(id).is_some()
        || organization.policies.contains_key(id)
        || organization.resource_policy.as_ref().is_some_and(|policy| policy.id == id);
    if exists { Ok(()) } else { Err(Refusal::not_found("Target", id)) }
}

fn check_may_tag(organization: &Organization, id: &str) -> Result<(), Refusal> {
    check_resource(organization, id)?;
    if organization.policies.get(id).is_some_and(|policy| policy.aws_managed) {
        return Err(Refusal::invalid("IMMUTABLE_POLICY", format!("AWS manages this policy: {id}")));
    }
    Ok(())
}
