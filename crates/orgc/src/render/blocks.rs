//! Core resources as blocks: not what anybody writes, but what reads best where an expansion is reviewed.

use orgc_ir::desired::Resource;
use orgc_syntax::spelling;
use serde_json::{Map, Value};

/// A resource as a block in the layout of the formatter. Documents that are JSON stand as maps.
pub fn block(address: &str, resource: &Resource) -> String {
    let mut members = match serde_json::to_value(resource) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    };
    // Where it is written says the source; what it is, the word before it.
    members.remove("cause");
    let kind = members.remove("kind");
    let kind = kind.as_ref().and_then(Value::as_str).unwrap_or_default();
    let attributes = members.iter().filter(|(_, value)| !is_empty(value));
    let lines: String =
        attributes.map(|(name, value)| format!("{} = {}\n", spelling::key(name), written(value))).collect();
    let source = format!("{kind} {} {{\n{lines}}}\n", spelling::quoted(address));
    orgc_syntax::format(&source).text
}

/// What says nothing: no value, no elements.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => text_or_document(text),
        Value::Array(parts) if parts.iter().any(|part| later(part).is_some()) => with_holes(parts),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(written).collect();
            if items.iter().any(|item| item.contains('\n')) {
                format!("[\n{}]", items.iter().map(|item| format!("{item},\n")).collect::<String>())
            } else {
                format!("[{}]", items.join(", "))
            }
        }
        Value::Object(members) => map(members),
    }
}

fn map(members: &Map<String, Value>) -> String {
    if members.is_empty() {
        return "{}".to_owned();
    }
    let member = |(key, value): (&String, &Value)| format!("{} = {},\n", spelling::key(key), written(value));
    format!("{{\n{}}}", members.iter().map(member).collect::<String>())
}

/// The path of a value that AWS assigns.
fn later(value: &Value) -> Option<String> {
    let member = |name| value.get(name).and_then(Value::as_str);
    let (address, attribute) = (member("ref")?, member("attr")?);
    Some(format!("{}.{attribute}", address.replace('/', ".")))
}

/// A text of which AWS assigns a part.
fn with_holes(parts: &[Value]) -> String {
    if let [whole] = parts {
        return later(whole).unwrap_or_default();
    }
    let part = |part: &Value| match later(part) {
        Some(path) => format!("${{{path}}}"),
        None => spelling::escaped(part.as_str().unwrap_or_default()),
    };
    format!("\"{}\"", parts.iter().map(part).collect::<String>())
}

fn text_or_document(text: &str) -> String {
    match serde_json::from_str::<Value>(text) {
        Ok(document @ Value::Object(_)) => written(&document),
        _ if text.contains('\n') => text_block(text),
        _ => spelling::quoted(text),
    }
}

fn text_block(text: &str) -> String {
    let line = |line: &str| match line {
        "" => "\n".to_owned(),
        // Quotes mean nothing in a block unless there are three.
        _ if line.contains("\"\"\"") => format!("    {}\n", spelling::escaped(line)),
        _ => format!("    {}\n", spelling::escaped(line).replace("\\\"", "\"")),
    };
    format!("\"\"\"\n{}    \"\"\"", text.split('\n').map(line).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_written_is_a_source() {
        let value = json!({
            "arn": ["arn:aws:iam::", { "ref": "account/dev", "attr": "id" }, ":role/\"x\""],
            "id": [{ "ref": "account/dev", "attr": "id" }],
            "document": "{\"Effect\":\"Deny\",\"Action\":[\"s3:*\"]}",
            "text": "first\n\n  \"second\" ${x}\n",
            "list": [{ "a": 1 }, {}],
            "none": null,
        });
        let source = format!("let value = {}\n", written(&value));
        let formatted = orgc_syntax::format(&source);
        assert_eq!(formatted.outcome, orgc_syntax::FormatOutcome::Done, "{source}");
        insta::assert_snapshot!(formatted.text, @r#"
        let value = {
          arn = "arn:aws:iam::${account.dev.id}:role/\"x\"",
          document = {
            Action = ["s3:*"],
            Effect = "Deny",
          },
          id = account.dev.id,
          list = [
            {
              a = 1,
            },
            {},
          ],
          none = none,
          text = """
            first

              "second" \${x}

            """,
        }
        "#);
    }
}
