//! Values as they leave the language: outputs, configurations of plugin blocks.

use crate::{Address, Reference, Text};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A value of the checked model.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// `none`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number. Durations are seconds; percentages are hundredths of a percent.
    Integer(i64),
    /// Text, known or with holes.
    Text(Text),
    /// A thing of the organization itself, not one of its values.
    Entity(Address),
    /// A list.
    List(Vec<Value>),
    /// A map in the order of the source, no key twice.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// A known text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(Text::from(text.into()))
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Self::Map(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Calls `visit` for every reference in the value.
    pub fn visit_references(&self, visit: &mut impl FnMut(&Reference)) {
        match self {
            Self::Text(text) => text.references().for_each(visit),
            Self::List(items) => items.iter().for_each(|item| item.visit_references(visit)),
            Self::Map(members) => members.iter().for_each(|(_, item)| item.visit_references(visit)),
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Entity(_) => {}
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Text(text) => text.serialize(serializer),
            Self::Entity(address) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("entity", address)?;
                map.end()
            }
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(members) => serializer.collect_map(members.iter().map(|(key, value)| (key, value))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Attribute;

    #[test]
    fn values_print_as_json_in_source_order() {
        let id = Reference::new(Address::account("dev"), Attribute::Id);
        let value = Value::Map(vec![
            ("b".into(), Value::List(vec![Value::Integer(1), Value::Null])),
            ("a".into(), Value::Text(id.into())),
        ]);
        let json = serde_json::to_string(&value).unwrap();
        assert_eq!(json, r#"{"b":[1,null],"a":{"ref":"account/dev","attr":"id"}}"#);
        let mut seen = Vec::new();
        value.visit_references(&mut |reference| seen.push(reference.to_string()));
        assert_eq!(seen, ["account/dev.id"]);
    }
}
