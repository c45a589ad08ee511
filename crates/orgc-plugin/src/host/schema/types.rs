//! From the contract's table of types to types.

use super::documentation;
use super::room::Room;
use crate::host::bindings::orgc::plugin::schema as raw;
use crate::host::bindings::orgc::plugin::types::{Node, Tree};
use crate::host::{answer, escape, limits, tree};
use orgc_ir::Value;
use orgc_ir::kinds::{AttributeSchema, Pattern, ValueType};
use std::collections::BTreeSet;

/// The types of the language that a schema may name.
const NAMED_TYPES: [&str; 13] = [
    "account",
    "amount",
    "arn",
    "duration",
    "email",
    "file",
    "money",
    "organizational-unit",
    "percent",
    "policy-document",
    "region",
    "target",
    "target-set",
];

/// Unfolds the table of types into a tree.
struct Reader<'a> {
    table: &'a [raw::ValueType],
    room: &'a mut Room,
}

/// The type of a row of the table.
pub(super) fn read(table: &[raw::ValueType], root: u32, room: &mut Room) -> Result<ValueType, String> {
    Reader { table, room }.read(root, 0)
}

impl Reader<'_> {
    fn read(&mut self, id: u32, depth: usize) -> Result<ValueType, String> {
        self.room.take(1)?;
        if depth > limits::TYPE_DEPTH {
            return Err(format!("its types are a circle or nested more than {} deep", limits::TYPE_DEPTH));
        }
        let row = self.table.get(id as usize).ok_or_else(|| format!("there is no type {id}"))?;
        Ok(match row {
            raw::ValueType::Anything => ValueType::Anything,
            raw::ValueType::Boolean => ValueType::Boolean,
            raw::ValueType::Integer(rules) => integer(rules)?,
            raw::ValueType::Text(rules) => text(rules, self.room)?,
            raw::ValueType::Choice(words) => choice(words, self.room)?,
            raw::ValueType::Sequence(rules) => self.sequence(rules, depth)?,
            raw::ValueType::Mapping(value) => ValueType::Mapping(Box::new(self.read(*value, depth + 1)?)),
            raw::ValueType::Block(attributes) => ValueType::Block(self.attributes(attributes, depth)?),
            raw::ValueType::Named(name) => named(name)?,
        })
    }

    fn sequence(&mut self, rules: &raw::SequenceRules, depth: usize) -> Result<ValueType, String> {
        check_order(rules.min_items, rules.max_items)?;
        Ok(ValueType::Sequence {
            item: Box::new(self.read(rules.item, depth + 1)?),
            min_items: rules.min_items,
            max_items: rules.max_items,
            distinct: rules.distinct,
        })
    }

    fn attributes(&mut self, all: &[raw::Attribute], depth: usize) -> Result<Vec<AttributeSchema>, String> {
        let mut seen = BTreeSet::new();
        let mut read = Vec::new();
        for one in all {
            answer::check_name(&one.name, "the name of an attribute")?;
            if !seen.insert(one.name.as_str()) {
                return Err(format!("the attribute `{}` is there twice", one.name));
            }
            let attribute = self.attribute(one, depth);
            read.push(attribute.map_err(|reason| format!("attribute `{}`: {reason}", one.name))?);
        }
        Ok(read)
    }

    fn attribute(&mut self, raw: &raw::Attribute, depth: usize) -> Result<AttributeSchema, String> {
        if raw.sensitive {
            return Err("it is sensitive, and sources are no place for secrets: take the name of one, for example of a parameter in AWS Systems Manager".to_owned());
        }
        let value_type = self.read(raw.value_type, depth + 1)?;
        let default = raw.default.as_ref().map(|tree| read_default(tree, self.room)).transpose()?;
        if default.as_ref().is_some_and(|value| !fits(value, &value_type)) {
            return Err("its default is of another type".to_owned());
        }
        Ok(AttributeSchema {
            name: raw.name.clone(),
            value_type,
            required: raw.required,
            default,
            doc: documentation(&raw.doc, "it", self.room)?,
            deprecated: raw.deprecated.as_deref().map(escape::excerpt),
        })
    }
}

fn integer(rules: &raw::IntegerRules) -> Result<ValueType, String> {
    check_order(rules.minimum, rules.maximum)?;
    Ok(ValueType::Integer { minimum: rules.minimum, maximum: rules.maximum })
}

/// A default is copied wherever its attribute is used.
fn read_default(tree: &Tree, room: &mut Room) -> Result<Value, String> {
    room.take(tree.nodes.len())?;
    for node in &tree.nodes {
        match node {
            Node::Text(text) => room.take_text(text)?,
            Node::Mapping(members) => members.iter().try_for_each(|member| room.take_text(&member.key))?,
            Node::Template(_) | Node::Reference(_) => {
                return Err("its default names a thing, and a plugin knows none of the project's".to_owned());
            }
            _ => {}
        }
    }
    tree::read(tree.clone())
}

fn text(rules: &raw::TextRules, room: &mut Room) -> Result<ValueType, String> {
    check_order(rules.min_length, rules.max_length)?;
    rules.pattern.iter().try_for_each(|_| room.take_pattern())?;
    let pattern = rules.pattern.as_deref().map(Pattern::new).transpose();
    let pattern = pattern.map_err(|reason| format!("its pattern is wrong: {}", escape::excerpt(&reason)))?;
    Ok(ValueType::Text { min_length: rules.min_length, max_length: rules.max_length, pattern })
}

fn choice(words: &[String], room: &mut Room) -> Result<ValueType, String> {
    room.take(words.len())?;
    words.iter().try_for_each(|word| room.take_text(word))?;
    if words.is_empty() {
        return Err("it is a choice of nothing".to_owned());
    }
    words.iter().try_for_each(|word| answer::check_name(word, "a word of a choice"))?;
    Ok(ValueType::Choice(words.to_vec()))
}

fn named(name: &str) -> Result<ValueType, String> {
    if NAMED_TYPES.contains(&name) {
        return Ok(ValueType::Named(name.to_owned()));
    }
    let version = env!("CARGO_PKG_VERSION");
    Err(format!("orgc {version} knows no type `{}`", escape::excerpt(name)))
}

fn check_order<T: PartialOrd>(least: Option<T>, most: Option<T>) -> Result<(), String> {
    match (least, most) {
        (Some(least), Some(most)) if least > most => {
            Err("its lower bound is above its upper bound".to_owned())
        }
        _ => Ok(()),
    }
}

/// Whether a default is of its type. Depth is bounded by the type's.
fn fits(value: &Value, value_type: &ValueType) -> bool {
    match (value_type, value) {
        (ValueType::Anything, _) => true,
        (ValueType::Boolean, Value::Bool(_)) => true,
        (ValueType::Integer { minimum, maximum }, Value::Integer(value)) => {
            minimum.is_none_or(|least| *value >= least) && maximum.is_none_or(|most| *value <= most)
        }
        (ValueType::Text { min_length, max_length, pattern }, Value::Text(text)) => {
            let length = text.width().0;
            pattern.as_ref().is_none_or(|one| text.known().is_some_and(|text| one.fits(text)))
                && min_length.is_none_or(|least| length >= least as usize)
                && max_length.is_none_or(|most| length <= most as usize)
        }
        (ValueType::Choice(words), Value::Text(text)) => {
            text.known().is_some_and(|text| words.iter().any(|word| word == text))
        }
        (ValueType::Sequence { item, .. }, Value::List(items)) => items.iter().all(|one| fits(one, item)),
        (ValueType::Mapping(item), Value::Map(members)) => members.iter().all(|(_, one)| fits(one, item)),
        (ValueType::Block(attributes), Value::Map(members)) => members.iter().all(|(name, one)| {
            attributes.iter().any(|known| known.name == *name && fits(one, &known.value_type))
        }),
        (ValueType::Named(name), value) => match name.as_str() {
            "duration" | "percent" => matches!(value, Value::Integer(_)),
            "arn" | "email" | "region" | "policy-document" => matches!(value, Value::Text(_)),
            "amount" => matches!(value, Value::Map(members) if members.len() == 1),
            // Things and files have no defaults: a plugin knows none of the project's.
            _ => false,
        },
        _ => false,
    }
}
