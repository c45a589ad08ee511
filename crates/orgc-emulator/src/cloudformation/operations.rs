//! Reading and stopping operations.

use serde::Deserialize;
use serde_json::{Value, json};

use super::fields::{Paging, list};
use super::{Session, perform, run, shapes};
use crate::refusal::{Answer, Refusal};
use crate::state::stack_set::{InstanceResult, Operation, OperationStatus, StackSet};

pub(super) fn answer(session: &mut Session<'_>, operation: &str, input: &Value) -> Option<Answer> {
    Some(match operation {
        "DescribeStackSetOperation" => perform(session, input, describe),
        "ListStackSetOperations" => perform(session, input, list_operations),
        "ListStackSetOperationResults" => perform(session, input, list_results),
        "StopStackSetOperation" => perform(session, input, stop),
        _ => return None,
    })
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OperationName {
    stack_set_name: String,
    operation_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListOperations {
    stack_set_name: String,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListResults {
    stack_set_name: String,
    operation_id: String,
    #[serde(default, deserialize_with = "list")]
    filters: Option<Vec<ResultFilter>>,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ResultFilter {
    values: String,
}

fn describe(session: &mut Session<'_>, input: &OperationName) -> Answer {
    let set = session.find(&input.stack_set_name)?;
    let operation = find(set, &input.operation_id)?;
    Ok(json!({ "StackSetOperation": shapes::operation(set, operation) }))
}

fn list_operations(session: &mut Session<'_>, input: &ListOperations) -> Answer {
    let set = session.find(&input.stack_set_name)?;
    input.paging.answer("operations", set.operations.iter().rev(), shapes::operation_summary)
}

fn list_results(session: &mut Session<'_>, input: &ListResults) -> Answer {
    let operation = find(session.find(&input.stack_set_name)?, &input.operation_id)?;
    let passes = |result: &&InstanceResult| {
        let status = json!(result.status);
        input.filters.iter().flatten().all(|filter| status == filter.values.as_str())
    };
    input.paging.answer("results", operation.results.iter().filter(passes), shapes::result)
}

/// A waiting operation stops at once, a running one after its batch.
fn stop(session: &mut Session<'_>, input: &OperationName) -> Answer {
    let now = session.state.now;
    let set = session.find_mut(&input.stack_set_name)?;
    let name = set.name.clone();
    let id = find(set, &input.operation_id)?.id.clone();
    let Some(operation) = set.operation_mut(&id) else { return Err(not_found(&id)) };
    match operation.status {
        OperationStatus::Running => operation.status = OperationStatus::Stopping,
        OperationStatus::Queued => {
            run::end(set, &id, OperationStatus::Stopped, now);
            run::admit(session.state, session.region, &name);
        }
        _ => {
            return Err(Refusal::new(
                "InvalidOperationException",
                format!("the operation {id} does not run"),
            ));
        }
    }
    Ok(Value::Null)
}

pub(super) fn find<'a>(set: &'a StackSet, id: &str) -> Result<&'a Operation, Refusal> {
    set.operation(id).ok_or_else(|| not_found(id))
}

pub(super) fn not_found(id: &str) -> Refusal {
    Refusal::new("OperationNotFoundException", format!("Operation {id} not found")).with_status(404)
}
