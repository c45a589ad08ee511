//! Reading stack sets and their instances.

use serde::Deserialize;
use serde_json::{Value, json};

use super::fields::{Paging, list};
use super::{Session, perform, shapes};
use crate::refusal::{Answer, Refusal};
use crate::state::stack_set::{Instance, StackSet};

pub(super) fn answer(session: &mut Session<'_>, operation: &str, input: &Value) -> Option<Answer> {
    Some(match operation {
        "DescribeStackSet" => perform(session, input, describe),
        "ListStackSets" => perform(session, input, list_sets),
        "DescribeStackInstance" => perform(session, input, describe_instance),
        "ListStackInstances" => perform(session, input, list_instances),
        "ListStackSetAutoDeploymentTargets" => perform(session, input, list_targets),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OfSet {
    stack_set_name: String,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListSets {
    status: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OneInstance {
    stack_set_name: String,
    stack_instance_account: String,
    stack_instance_region: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListInstances {
    #[serde(flatten)]
    of: OfSet,
    stack_instance_account: Option<String>,
    stack_instance_region: Option<String>,
    #[serde(default, deserialize_with = "list")]
    filters: Option<Vec<InstanceFilter>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct InstanceFilter {
    name: String,
    values: String,
}

fn describe(session: &mut Session<'_>, input: &OfSet) -> Answer {
    Ok(json!({ "StackSet": shapes::stack_set(session.find(&input.stack_set_name)?) }))
}

fn list_sets(session: &mut Session<'_>, input: &ListSets) -> Answer {
    let sets = &session.state.stack_sets;
    let live = sets.live.get(session.region).into_iter().flat_map(|sets| sets.values());
    let deleted = sets.deleted.get(session.region).into_iter().flatten();
    let all = live.map(|set| (set, "ACTIVE")).chain(deleted.map(|set| (set, "DELETED")));
    let wanted = all.filter(|(set, status)| {
        session.sees(set.permission_model) && input.status.as_ref().is_none_or(|wanted| wanted == status)
    });
    input.paging.answer("stack-sets", wanted, |(set, status)| shapes::summary(set, status))
}

fn describe_instance(session: &mut Session<'_>, input: &OneInstance) -> Answer {
    let set = session.find(&input.stack_set_name)?;
    let (account, region) = (&input.stack_instance_account, &input.stack_instance_region);
    let instance = find_instance(set, account, region)?;
    Ok(json!({ "StackInstance": shapes::instance(set, account, region, instance) }))
}

pub(super) fn find_instance<'a>(
    set: &'a StackSet,
    account: &str,
    region: &str,
) -> Result<&'a Instance, Refusal> {
    set.instance(account, region).ok_or_else(|| {
        let message = format!("the stack set has no instance in {account} and {region}");
        Refusal::new("StackInstanceNotFoundException", message).with_status(404)
    })
}

fn list_instances(session: &mut Session<'_>, input: &ListInstances) -> Answer {
    let set = session.find(&input.of.stack_set_name)?;
    let (account, region) = (&input.stack_instance_account, &input.stack_instance_region);
    let filters = input.filters.as_deref().unwrap_or_default();
    let wanted = set.all_instances().filter(|(in_account, in_region, instance)| {
        account.as_ref().is_none_or(|wanted| wanted == *in_account)
            && region.as_ref().is_none_or(|wanted| wanted == *in_region)
            && filters.iter().all(|filter| passes(instance, filter))
    });
    input.of.paging.answer("instances", wanted, |(account, region, instance)| {
        shapes::instance_summary(set, account, region, instance)
    })
}

fn passes(instance: &Instance, filter: &InstanceFilter) -> bool {
    match filter.name.as_str() {
        "DETAILED_STATUS" => json!(instance.detailed_status) == filter.values.as_str(),
        "LAST_OPERATION_ID" => instance.last_operation == filter.values,
        "DRIFT_STATUS" => shapes::drift_status(instance) == filter.values.as_str(),
        _ => false,
    }
}

fn list_targets(session: &mut Session<'_>, input: &OfSet) -> Answer {
    let set = session.find(&input.stack_set_name)?;
    let shape = |(unit, regions)| json!({"OrganizationalUnitId": unit, "Regions": regions});
    input.paging.answer("targets", set.targets.iter(), shape)
}
