//! XML replies, written from JSON values: members become elements, list items become `member` elements.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use serde_json::Value;

use crate::refusal::Refusal;

pub(super) fn result(namespace: &str, operation: &str, output: &Value, request_id: &str) -> Vec<u8> {
    let root = format!("{operation}Response");
    document(&root, namespace, |writer| {
        element(writer, &format!("{operation}Result"), output)?;
        element(writer, "ResponseMetadata", &serde_json::json!({ "RequestId": request_id }))
    })
}

pub(super) fn error(namespace: &str, refusal: &Refusal, request_id: &str) -> Vec<u8> {
    let side = if refusal.status >= 500 { "Receiver" } else { "Sender" };
    let error = serde_json::json!({ "Type": side, "Code": refusal.code, "Message": refusal.message });
    document("ErrorResponse", namespace, |writer| {
        element(writer, "Error", &error)?;
        element(writer, "RequestId", &request_id.into())
    })
}

/// A document with `root` around what `content` writes; empty only if memory could not be written.
fn document(
    root: &str,
    namespace: &str,
    content: impl FnOnce(&mut Writer<Vec<u8>>) -> io::Result<()>,
) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    let written = (|| {
        writer.write_event(Event::Start(BytesStart::new(root).with_attributes([("xmlns", namespace)])))?;
        content(&mut writer)?;
        writer.write_event(Event::End(BytesEnd::new(root)))
    })();
    // INVARIANT: writing to a vector does not fail.
    written.map_or_else(|_| Vec::new(), |()| writer.into_inner())
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, value: &Value) -> io::Result<()> {
    if value.is_null() && !name.ends_with("Result") {
        return Ok(());
    }
    writer.write_event(Event::Start(BytesStart::new(name)))?;
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().try_for_each(|item| element(writer, "member", item))?,
        Value::Object(members) => {
            members.iter().try_for_each(|(name, value)| element(writer, name, value))?;
        }
        Value::String(text) => writer.write_event(Event::Text(BytesText::new(&sayable(text))))?,
        Value::Bool(_) | Value::Number(_) => {
            writer.write_event(Event::Text(BytesText::new(&value.to_string())))?;
        }
    }
    writer.write_event(Event::End(BytesEnd::new(name)))
}

/// The text without the characters that XML has no way to say.
fn sayable(text: &str) -> String {
    let cannot = |letter: char| {
        letter.is_ascii_control() && !"\t\n\r".contains(letter) || "\u{fffe}\u{ffff}".contains(letter)
    };
    text.replace(cannot, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_say_is_replaced() {
        let output = serde_json::json!({"Name": "a\u{0}b\u{1b}\tc"});
        let text = String::from_utf8(result("urn:x", "Do", &output, "1")).unwrap();
        assert!(text.contains("<Name>a\u{fffd}b\u{fffd}\tc</Name>"), "{text}");
    }

    #[test]
    fn values_become_elements() {
        let output = serde_json::json!({"Names": ["a", "<b>"], "Absent": null, "Active": true});
        let text = String::from_utf8(result("urn:x", "Do", &output, "1")).unwrap();
        assert_eq!(
            text,
            "<DoResponse xmlns=\"urn:x\"><DoResult><Active>true</Active><Names><member>a</member>\
             <member>&lt;b&gt;</member></Names></DoResult>\
             <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></DoResponse>"
        );
    }
}
