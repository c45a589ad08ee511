//! Values as the language spells them: for `orgc eval`, and for what comes from `orgc.toml`.

use orgc_ir::{Part, Text, Value};
use std::fmt::Write as _;

/// The width up to which a list or map stays on one line, as the formatter has it.
const WIDTH: usize = 100;

/// A value as one would write it. What AWS will assign stands as its reference in `${…}`.
pub fn value(value: &Value) -> String {
    nested(value, 0)
}

/// A text in quotes, with what has a meaning in quotes escaped.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// A map key: bare where the language takes it so.
pub fn key(name: &str) -> String {
    if is_name(name) { name.to_owned() } else { quoted(name) }
}

fn nested(value: &Value, depth: usize) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Text(text) => with_holes(text),
        Value::Entity(address) => format!("{}.{}", address.kind(), address.name().replace('/', ".")),
        Value::List(items) => {
            let items = items.iter().map(|item| nested(item, depth + 1)).collect();
            enclosed("[", items, "]", depth)
        }
        Value::Map(members) => {
            let member =
                |(name, value): &(String, Value)| format!("{} = {}", key(name), nested(value, depth + 1));
            let members: Vec<String> = members.iter().map(member).collect();
            if members.is_empty() { "{}".to_owned() } else { enclosed("{", members, "}", depth) }
        }
    }
}

/// On one line if it fits, else one element a line.
fn enclosed(open: &str, parts: Vec<String>, close: &str, depth: usize) -> String {
    let space = if open == "{" { " " } else { "" };
    let line = format!("{open}{space}{}{space}{close}", parts.join(", "));
    if line.chars().count() + 2 * depth <= WIDTH && !line.contains('\n') {
        return line;
    }
    let indent = "  ".repeat(depth + 1);
    let mut lines = format!("{open}\n");
    for part in parts {
        let _ = writeln!(lines, "{indent}{part},");
    }
    lines + &"  ".repeat(depth) + close
}

fn with_holes(text: &Text) -> String {
    let part = |part: &Part| match part {
        Part::Literal(text) => escaped(text),
        Part::Reference(reference) => {
            let (kind, name) = (reference.address.kind(), reference.address.name().replace('/', "."));
            format!("${{{kind}.{name}.{}}}", reference.attribute.as_str())
        }
    };
    match text.parts() {
        // A value that is nothing but later needs no quotes around it.
        [only @ Part::Reference(_)] => part(only).trim_start_matches("${").trim_end_matches('}').to_owned(),
        parts => format!("\"{}\"", parts.iter().map(part).collect::<String>()),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '$' if rest.peek() == Some(&'{') => out.push_str("\\$"),
            other if other.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(other));
            }
            other => out.push(other),
        }
    }
    out
}

/// Whether the language takes a text as a name.
pub fn is_name(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let inside = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    begins && inside && !text.ends_with('-') && !text.contains("--")
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgc_ir::{Address, Attribute, Reference};

    #[test]
    fn values_are_written_as_in_a_source() {
        let id = Reference::new(Address::account("dev"), Attribute::Id);
        let arn = Text::new([
            Part::Literal("arn:aws:iam::".into()),
            Part::Reference(id.clone()),
            Part::Literal(":root".into()),
        ]);
        let all = Value::Map(vec![
            ("list".into(), Value::List(vec![Value::Integer(1), Value::Null, Value::Bool(true)])),
            ("a b".into(), Value::text("say \"${x}\"\n")),
            ("id".into(), Value::Text(id.into())),
            ("arn".into(), Value::Text(arn)),
            ("unit".into(), Value::Entity(Address::unit(["Work", "Prod"]))),
            ("none".into(), Value::Map(vec![])),
        ]);
        insta::assert_snapshot!(value(&all), @r#"
        {
          list = [1, none, true],
          "a b" = "say \"\${x}\"\n",
          id = account.dev.id,
          arn = "arn:aws:iam::${account.dev.id}:root",
          unit = ou.Work.Prod,
          none = {},
        }
        "#);
    }

    #[test]
    fn what_is_quoted_reads_back_as_the_same_text() {
        for text in ["", "a\"b\\", "${x}", "tab\tend", "\u{7}", "Größe"] {
            let source = format!("let a = {}\n", quoted(text));
            let parsed = orgc_syntax::parse(orgc_diag::FileId(0), &source);
            assert!(parsed.diagnostics.is_empty(), "{source}");
        }
    }
}
