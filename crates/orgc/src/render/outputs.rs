//! Outputs, once AWS has assigned what they name.

use orgc_exec::Bindings;
use orgc_ir::{Desired, Reference, Text, Value};
use serde_json::{Map, json};

/// Every output with its references replaced. What is still unknown, because an operation that
/// would have told it was not done, stands as its reference in braces.
pub fn resolve(desired: &Desired, bindings: &Bindings) -> Map<String, serde_json::Value> {
    desired.outputs.iter().map(|(name, output)| (name.clone(), value(&output.value, bindings))).collect()
}

/// The outputs as `name = value` lines, or as one JSON object.
pub fn text(outputs: &Map<String, serde_json::Value>, as_json: bool) -> String {
    if as_json {
        return serde_json::to_string_pretty(outputs).unwrap_or_default();
    }
    outputs.iter().fold(String::new(), |out, (name, value)| format!("{out}{name} = {value}\n"))
}

fn value(value: &Value, bindings: &Bindings) -> serde_json::Value {
    let inner = |value: &Value| self::value(value, bindings);
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => json!(value),
        Value::Integer(value) => json!(value),
        Value::Text(text) => json!(known(text, bindings)),
        Value::Entity(address) => json!(address),
        Value::List(items) => items.iter().map(inner).collect(),
        Value::Map(members) => members.iter().map(|(key, value)| (key.clone(), inner(value))).collect(),
    }
}

fn known(text: &Text, bindings: &Bindings) -> String {
    orgc_exec::resolve(text, bindings).unwrap_or_else(|_: Reference| text.to_string())
}
