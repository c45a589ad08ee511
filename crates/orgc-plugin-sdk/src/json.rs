//! Values as JSON: policies and templates.

use crate::bindings::orgc::plugin::types::{Reference, TextPart};
use crate::{Text, Value};

impl Value {
    /// The value as JSON without spaces, members in their order. What AWS assigns later stays a
    /// reference inside its text.
    pub fn to_json(&self) -> Text {
        let mut json = Json { text: Text::new(), literal: String::new() };
        json.write(self);
        json.end_literal();
        json.text
    }
}

struct Json {
    text: Text,
    /// What is written since the last reference.
    literal: String,
}

impl Json {
    fn write(&mut self, value: &Value) {
        match value {
            Value::Null => self.literal.push_str("null"),
            Value::Boolean(value) => self.literal.push_str(if *value { "true" } else { "false" }),
            Value::Integer(value) => self.literal.push_str(&value.to_string()),
            Value::Text(parts) => self.write_text(parts),
            Value::Entity(address) => {
                let thing = Reference { address: address.clone(), attribute: String::new() };
                self.write_text(&[TextPart::Reference(thing)]);
            }
            Value::Sequence(items) => {
                self.literal.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.separate(index);
                    self.write(item);
                }
                self.literal.push(']');
            }
            Value::Mapping(members) => {
                self.literal.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    self.separate(index);
                    self.literal.push('"');
                    escape(key, &mut self.literal);
                    self.literal.push_str("\":");
                    self.write(value);
                }
                self.literal.push('}');
            }
        }
    }

    fn separate(&mut self, index: usize) {
        if index > 0 {
            self.literal.push(',');
        }
    }

    fn write_text(&mut self, parts: &[TextPart]) {
        self.literal.push('"');
        for part in parts {
            match part {
                TextPart::Literal(text) => escape(text, &mut self.literal),
                TextPart::Reference(reference) => {
                    self.end_literal();
                    self.text.push(TextPart::Reference(reference.clone()));
                }
            }
        }
        self.literal.push('"');
    }

    fn end_literal(&mut self) {
        if !self.literal.is_empty() {
            self.text.push(TextPart::Literal(std::mem::take(&mut self.literal)));
        }
    }
}

fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    #[test]
    fn members_keep_their_order_and_text_is_escaped() {
        let value = value!({ "b": ["\"\\\n\u{1}é", 1, true], "a": {} });
        let expected = r#"{"b":["\"\\\n\u0001é",1,true],"a":{}}"#;
        assert_eq!(value.to_json(), [TextPart::Literal(expected.to_owned())]);
    }

    #[test]
    fn references_stay_in_their_texts() {
        let id = Reference { address: "account/log".into(), attribute: "id".into() };
        let arn = vec![TextPart::Literal("arn:".into()), TextPart::Reference(id.clone())];
        let json = value!({ "Resource": arn }).to_json();
        let literal = |text: &str| TextPart::Literal(text.to_owned());
        assert_eq!(json, [literal("{\"Resource\":\"arn:"), TextPart::Reference(id), literal("\"}")]);
    }
}
