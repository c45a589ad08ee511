//! What a tree cannot say: rules between the values of a document.

use super::fault::ManagementFault;
use crate::json::{Json, Member, Value};
use crate::place::JsonPath;
use crate::problem::{Fault, Problem};

/// Days that a backup stays in cold storage (AWS Organizations User Guide, Backup policy syntax).
const COLDEST: i64 = 90;

/// Everything that is wrong with a document whose keys and values are right one by one.
pub(super) fn check(document: &Json) -> Vec<Problem> {
    let mut problems = Vec::new();
    let top = JsonPath::default();
    for root in members(document) {
        let path = top.key(&root.name);
        match root.name.as_str() {
            "tags" => tag_keys(&root.value, &path, &mut problems),
            "plans" => lifecycles(&root.value, &path, &mut problems),
            "guardduty" => features(&root.value, &path, &mut problems),
            _ => {}
        }
    }
    problems
}

/// The policy key is the tag key, apart from case (Tag policy syntax).
fn tag_keys(tags: &Json, path: &JsonPath, problems: &mut Vec<Problem>) {
    for entry in members(tags) {
        let Some(written) = assigned(&entry.value, "tag_key") else { continue };
        if !written.eq_ignore_ascii_case(&entry.name) {
            let fault = ManagementFault::TagKey { found: written.to_owned(), expected: entry.name.clone() };
            problems.push(Problem::new(Fault::Management(fault), path.key(&entry.name).key("tag_key")));
        }
    }
}

/// Every `lifecycle`, wherever it stands.
fn lifecycles(json: &Json, path: &JsonPath, problems: &mut Vec<Problem>) {
    for member in members(json) {
        let path = path.key(&member.name);
        let days = |key| assigned(&member.value, key).and_then(|days| days.parse::<i64>().ok());
        match (days("move_to_cold_storage_after_days"), days("delete_after_days")) {
            (Some(cold), Some(delete)) if delete < cold + COLDEST => {
                let fault = Fault::Management(ManagementFault::ColdStorage { cold, delete });
                problems.push(Problem::new(fault, path.key("delete_after_days")));
            }
            _ => lifecycles(&member.value, &path, problems),
        }
    }
}

/// A feature needs `foundational` in its own block, which replaces `default` wholly.
fn features(guardduty: &Json, path: &JsonPath, problems: &mut Vec<Problem>) {
    let Some(enablement) = member(guardduty, "enablement") else { return };
    for scope in members(enablement) {
        let is_on = |feature: &str| {
            member(&scope.value, feature).and_then(|one| assigned(one, "status")) == Some("enabled")
        };
        let is_off = || {
            member(&scope.value, "foundational").and_then(|one| assigned(one, "status")) == Some("disabled")
        };
        for feature in members(&scope.value).iter().filter(|one| is_on(&one.name) && is_off()) {
            let fault = ManagementFault::Foundational { feature: feature.name.clone() };
            let path = path.key("enablement").key(&scope.name).key(&feature.name);
            problems.push(Problem::new(Fault::Management(fault), path));
        }
    }
}

fn members(json: &Json) -> &[Member] {
    json.members().unwrap_or_default()
}

fn member<'j>(json: &'j Json, key: &str) -> Option<&'j Json> {
    members(json).iter().find(|one| one.name == key).map(|one| &one.value)
}

/// The single value that a key assigns.
fn assigned<'j>(json: &'j Json, key: &str) -> Option<&'j str> {
    match &member(member(json, key)?, "@@assign")?.value {
        Value::Text(text) | Value::Number(text) => Some(text),
        _ => None,
    }
}
