//! What makes an effective policy invalid. Of the rules that AWS has, those that are published as numbers or
//! as "both are required".

use serde_json::Value;

/// A rule that an effective policy breaks.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub code: &'static str,
    pub message: String,
    /// Names from the top, with `/` between them.
    pub path: String,
}

/// Rules of one plan (Quotas for AWS Organizations).
const RULES_OF_A_PLAN: usize = 10;

/// Types in which Regions are listed twice: where a service is on, and where it is off.
const WITH_REGION_LISTS: [&str; 4] =
    ["SECURITYHUB_POLICY", "SECURITYHUB_CSPM_POLICY", "INSPECTOR_POLICY", "NETWORK_SECURITY_DIRECTOR_POLICY"];

const BACKUP: &str = "BACKUP_POLICY";

/// The types whose effective policies can be invalid.
pub(super) fn types_with_rules() -> impl Iterator<Item = &'static str> {
    WITH_REGION_LISTS.into_iter().chain([BACKUP])
}

/// Whether an effective policy of this type can be invalid.
pub(super) fn has_rules(policy_type: &str) -> bool {
    types_with_rules().any(|name| name == policy_type)
}

pub(super) fn faults(policy_type: &str, document: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    if policy_type == BACKUP {
        backup(document, &mut faults);
    } else if WITH_REGION_LISTS.contains(&policy_type) {
        region_lists(document, "", &mut faults);
    }
    faults
}

fn backup(document: &Value, faults: &mut Vec<Fault>) {
    let plans = document.get("plans").and_then(Value::as_object);
    for (name, plan) in plans.into_iter().flatten() {
        let rules = plan.get("rules").and_then(Value::as_object).map_or(0, serde_json::Map::len);
        if rules > RULES_OF_A_PLAN {
            faults.push(Fault {
                code: "ELEMENTS_TOO_MANY",
                message: format!("the plan has {rules} rules and may have {RULES_OF_A_PLAN}"),
                path: format!("plans/{name}/rules"),
            });
        }
    }
}

/// Where one of the two lists of Regions stands, the other must, too.
fn region_lists(node: &Value, path: &str, faults: &mut Vec<Fault>) {
    const LISTS: [&str; 2] = ["enable_in_regions", "disable_in_regions"];
    let Some(members) = node.as_object() else { return };
    let missing = LISTS.iter().filter(|list| !members.contains_key(**list));
    let missing: Vec<&str> = missing.copied().collect();
    if let [list] = missing.as_slice() {
        let (message, path) = (format!("{list} is required"), path.to_owned());
        faults.push(Fault { code: "KEY_REQUIRED", message, path });
    }
    for (name, below) in members {
        let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        region_lists(below, &path, faults);
    }
}
