//! Trees as flat lists of names and texts, so that any two can be compared.

use orgc_ir::desired::Resource;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Values by their path: `tags.owner`.
pub(super) type Flat = BTreeMap<String, String>;

/// The attributes of a resource, without where it is written. `text` rewrites addresses.
pub(super) fn resource(resource: &Resource, text: &dyn Fn(&str) -> String) -> Flat {
    let mut all = Flat::new();
    if let Ok(Value::Object(mut members)) = serde_json::to_value(resource) {
        members.remove("cause");
        members.remove("kind");
        if let Some(Value::Object(adopt)) = members.get_mut("adopt") {
            adopt.remove("origin");
        }
        // `protect` without a reason says something too.
        if resource.protect.is_some() {
            all.insert("protect".to_owned(), "yes".to_owned());
        }
        members_of(&members, "", text, &mut all);
    }
    if let Some(template) = all.get_mut("template") {
        *template = digest(template);
    }
    all
}

/// A value of the language on one line.
pub(super) fn value(value: &orgc_ir::Value, text: &dyn Fn(&str) -> String) -> String {
    serde_json::to_value(value)
        .map(|value| scalar(&rewritten(value, text), &str::to_owned))
        .unwrap_or_default()
}

fn rewritten(value: Value, text: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::String(written) => Value::String(text(&written)),
        Value::Array(items) => items.into_iter().map(|item| rewritten(item, text)).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, member)| (name, rewritten(member, text))).collect()
        }
        other => other,
    }
}

/// The values of a JSON text by their paths.
pub(super) fn json(source: &str) -> Flat {
    let mut all = Flat::new();
    match serde_json::from_str(source) {
        Ok(Value::Object(members)) => members_of(&members, "", &str::to_owned, &mut all),
        _ => {
            all.insert("text".to_owned(), source.to_owned());
        }
    }
    all
}

fn members_of(members: &Map<String, Value>, path: &str, text: &dyn Fn(&str) -> String, all: &mut Flat) {
    for (name, value) in members {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match value {
            Value::Null => {}
            Value::Object(inner) if hole(inner, text).is_none() => members_of(inner, &path, text, all),
            Value::Array(items) if items.is_empty() => {}
            value => {
                all.insert(path, scalar(value, text));
            }
        }
    }
}

fn scalar(value: &Value, text: &dyn Fn(&str) -> String) -> String {
    match value {
        Value::String(written) => text(written),
        Value::Array(items) => items.iter().map(|item| scalar(item, text)).collect::<Vec<_>>().join(", "),
        Value::Object(members) => hole(members, text).unwrap_or_else(|| value.to_string()),
        other => other.to_string(),
    }
}

/// A text with holes, as people read it.
fn hole(members: &Map<String, Value>, text: &dyn Fn(&str) -> String) -> Option<String> {
    match (members.get("ref"), members.get("attr"), members.get("join")) {
        (Some(Value::String(address)), Some(Value::String(attribute)), None) => {
            Some(format!("{{{}.{attribute}}}", text(address)))
        }
        (None, None, Some(Value::Array(parts))) => {
            Some(parts.iter().map(|part| scalar(part, text)).collect())
        }
        _ => None,
    }
}

fn digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let short: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{short}…, {} lines", text.lines().count())
}
