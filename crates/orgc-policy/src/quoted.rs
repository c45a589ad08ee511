//! Text as JSON spells it.

/// A JSON string: quoted, with no more escapes than JSON demands.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
