//! IAM policies as people paste them.

use orgc_plan::Permissions;
use orgc_policy::Document;
use serde_json::{Value, json};

/// Both policies in one object: `plan` for whoever only reads, `apply` for whoever carries out.
pub fn json(permissions: &Permissions) -> String {
    let policy = |document: &Document| serde_json::from_str(&document.to_minified()).unwrap_or(Value::Null);
    let both = json!({ "plan": policy(&permissions.plan), "apply": policy(&permissions.apply) });
    serde_json::to_string_pretty(&both).unwrap_or_default() + "\n"
}
