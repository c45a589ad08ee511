//! The model as versioned JSON, for files and other tools.

use orgc_ir::Desired;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The version of the JSON form.
const FORMAT: u32 = 1;

/// The model as JSON, indented, with `"orgc": 1` at the top. Templates are replaced by their digest:
/// `{"asset": "sha256:…"}`. The same model gives the same bytes.
pub fn model_json(desired: &Desired) -> String {
    let mut whole = Map::new();
    whole.insert("orgc".to_owned(), json!(FORMAT));
    // Serializing plain data to a value cannot fail; if it did, the version alone would be left.
    if let Ok(Value::Object(model)) = serde_json::to_value(desired) {
        whole.extend(model);
    }
    if let Some(Value::Object(resources)) = whole.get_mut("resources") {
        resources.values_mut().for_each(replace_template);
    }
    let mut text = serde_json::to_string_pretty(&Value::Object(whole)).unwrap_or_default();
    text.push('\n');
    text
}

fn replace_template(resource: &mut Value) {
    let is_stack_set = resource.get("kind").and_then(Value::as_str) == Some("stack-set");
    let Some(template) = resource.get_mut("template").filter(|_| is_stack_set) else { return };
    let digest = Sha256::digest(template.as_str().unwrap_or_default().as_bytes());
    *template = json!({ "asset": format!("sha256:{}", crate::evaluate::hexadecimal(&digest)) });
}
