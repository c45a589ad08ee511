//! Values leave the language: as values of the model, and as JSON.

use super::{Asset, Located, Value};
use orgc_ir::{Part, Text};

/// As it stands in the model. Durations become seconds, rounded down; files become maps; the error
/// value becomes nothing, since a program with errors has no model.
pub(crate) fn convert(value: &Value) -> orgc_ir::Value {
    use orgc_ir::Value as Model;
    if value.has_error() {
        return Model::Null;
    }
    match value {
        Value::Error | Value::None | Value::Deferred(_) => Model::Null,
        Value::Bool(value) => Model::Bool(*value),
        Value::Integer(value) | Value::Percent(value) => Model::Integer(*value),
        Value::Duration(milliseconds) => Model::Integer(milliseconds.div_euclid(1000)),
        Value::Decimal(number) => Model::text(number.to_string()),
        Value::Region(text) | Value::Action(text) | Value::Word(text) => Model::text(text.as_str()),
        Value::Document(text) => Model::Text(text.clone()),
        Value::Money { amount, currency } => Model::Map(vec![
            ("amount".to_owned(), Model::text(amount.to_string())),
            ("currency".to_owned(), Model::text(currency.as_str())),
        ]),
        Value::Text(text) => Model::Text(text.clone()),
        Value::Entity(address) => Model::Entity(address.clone()),
        Value::File(asset) => file(asset),
        Value::List(items) => Model::List(items.iter().map(|item| convert(&item.value)).collect()),
        Value::Map(entries) => {
            let member = |entry: &super::Entry| (entry.key.clone(), convert(&entry.value.value));
            Model::Map(entries.iter().map(member).collect())
        }
    }
}

fn file(asset: &Asset) -> orgc_ir::Value {
    let member = |key: &str, text: &str| (key.to_owned(), orgc_ir::Value::text(text));
    orgc_ir::Value::Map(vec![
        member("path", &asset.path),
        member("sha256", &asset.sha256),
        member("content", &asset.content),
    ])
}

/// As minified JSON with its later values in place; the error is the first value that JSON lacks.
pub(crate) fn json(located: &Located) -> Result<Text, &Located> {
    let mut text = Text::default();
    print(located, &mut text)?;
    Ok(text)
}

fn print<'a>(located: &'a Located, out: &mut Text) -> Result<(), &'a Located> {
    match &located.value {
        Value::Error | Value::None | Value::Deferred(_) => literal(out, "null"),
        Value::Bool(value) => literal(out, if *value { "true" } else { "false" }),
        Value::Integer(value) => literal(out, &value.to_string()),
        Value::Decimal(number) => literal(out, &number.to_string()),
        Value::Document(text) => text.parts().iter().for_each(|part| out.push(part.clone())),
        Value::Region(word) | Value::Action(word) | Value::Word(word) => literal(out, &quoted(word)),
        Value::Text(text) => string(text, out),
        Value::List(items) => {
            literal(out, "[");
            for (index, item) in items.iter().enumerate() {
                literal(out, if index == 0 { "" } else { "," });
                print(item, out)?;
            }
            literal(out, "]");
        }
        Value::Map(entries) => {
            literal(out, "{");
            for (index, entry) in entries.iter().enumerate() {
                let comma = if index == 0 { "" } else { "," };
                literal(out, &format!("{comma}{}:", quoted(&entry.key)));
                print(&entry.value, out)?;
            }
            literal(out, "}");
        }
        Value::Duration(_) | Value::Percent(_) | Value::Money { .. } | Value::Entity(_) | Value::File(_) => {
            return Err(located);
        }
    }
    Ok(())
}

/// Ids and ARNs need no escapes, so that a later value can stand between the quotes as it is.
fn string(text: &Text, out: &mut Text) {
    literal(out, "\"");
    for part in text.parts() {
        match part {
            Part::Literal(known) => {
                let quoted = quoted(known);
                let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
                literal(out, inner.unwrap_or_default());
            }
            later @ Part::Reference(_) => out.push(later.clone()),
        }
    }
    literal(out, "\"");
}

fn literal(out: &mut Text, text: &str) {
    out.push(Part::Literal(text.to_owned()));
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
