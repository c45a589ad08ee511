//! Reading and linting what a plugin says it offers.

use super::bindings::exports::orgc::plugin::manifest::Info;
use super::bindings::orgc::plugin::schema as raw;
use super::budget::Budget;
use super::{answer, escape, limits, tree};
use orgc_ir::Value;
use orgc_ir::kinds::{AttributeSchema, EMITTED, KindSchema, ValueType};
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

/// Words that the language keeps for itself.
const CORE_KINDS: [&str; 8] =
    ["account", "delegation", "management", "organization", "ou", "output", "policy", "stack-set"];

/// The budget of the plugin's calls, which may only be tighter than the host's.
pub fn budget(info: &Info) -> Result<Budget, String> {
    let most = Budget::default();
    let Some(asked) = info.budget else { return Ok(most) };
    let tighter = |asked: u64, most: usize, what: &str| match usize::try_from(asked) {
        Ok(asked) if asked <= most => Ok(asked),
        _ => Err(format!("it asks for {asked} {what}, and at most {most} are given")),
    };
    if asked.fuel > most.fuel {
        return Err(format!("it asks for {} units of fuel, and at most {} are given", asked.fuel, most.fuel));
    }
    Ok(Budget {
        fuel: asked.fuel,
        memory: tighter(asked.memory_bytes, most.memory, "bytes of memory")?,
        answer: tighter(asked.output_bytes, most.answer, "bytes of answer")?,
    })
}

/// The kinds of a plugin.
pub fn schemas(plugin: &str, info: Info) -> Result<Vec<KindSchema>, String> {
    if !info.rules.is_empty() {
        return Err("it offers rules, which this orgc does not run yet".to_owned());
    }
    let mut schemas =
        info.kinds.into_iter().map(|kind| read_kind(plugin, kind)).collect::<Result<Vec<_>, _>>()?;
    schemas.sort_by(|one, other| one.name.cmp(&other.name));
    let mut seen = BTreeSet::new();
    match schemas.iter().find(|kind| !seen.insert(kind.name.as_str())) {
        Some(kind) => Err(format!("the kind `{}` is there twice", kind.name)),
        None => Ok(schemas),
    }
}

fn read_kind(plugin: &str, kind: raw::Kind) -> Result<KindSchema, String> {
    let name = kind.name.clone();
    read_kind_alone(plugin, kind).map_err(|reason| format!("kind `{}`: {reason}", escape::line(&name)))
}

fn read_kind_alone(plugin: &str, kind: raw::Kind) -> Result<KindSchema, String> {
    answer::check_name(&kind.name, "the name")?;
    if CORE_KINDS.contains(&kind.name.as_str()) {
        return Err("the language has a kind of this name".to_owned());
    }
    if !kind.queries.is_empty() {
        return Err("it asks queries, which this orgc does not answer yet".to_owned());
    }
    check_emits(&kind.emits)?;
    let mut reader = Reader { table: &kind.value_types, size: 0 };
    let ValueType::Block(attributes) = reader.read(kind.root, 0)? else {
        return Err("its root type is no block".to_owned());
    };
    Ok(KindSchema {
        name: kind.name,
        plugin: plugin.to_owned(),
        doc: documentation(&kind.doc, "the kind")?,
        attributes,
        emits: kind.emits,
    })
}

fn check_emits(emits: &[String]) -> Result<(), String> {
    for name in emits {
        answer::check_name(name, "a kind in `emits`")?;
        if !EMITTED.contains(&name.as_str()) {
            let known = EMITTED.join("`, `");
            return Err(format!("it says that it produces `{name}`, and plugins may produce `{known}`"));
        }
    }
    Ok(())
}

fn documentation(text: &str, of: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err(format!("{of} has no documentation"));
    }
    Ok(escape::paragraphs(text))
}

/// Unfolds the table of types into a tree. Rows may be shared, so what counts is every use.
struct Reader<'a> {
    table: &'a [raw::ValueType],
    size: usize,
}

impl Reader<'_> {
    fn read(&mut self, id: u32, depth: usize) -> Result<ValueType, String> {
        self.size += 1;
        if depth > limits::TYPE_DEPTH {
            return Err(format!("its types are a circle or nested more than {} deep", limits::TYPE_DEPTH));
        }
        if self.size > limits::SCHEMA_SIZE {
            return Err(format!("it has more than {} types and attributes", limits::SCHEMA_SIZE));
        }
        let row = self.table.get(id as usize).ok_or_else(|| format!("there is no type {id}"))?;
        Ok(match row {
            raw::ValueType::Anything => ValueType::Anything,
            raw::ValueType::Boolean => ValueType::Boolean,
            raw::ValueType::Integer(rules) => integer(rules)?,
            raw::ValueType::Text(rules) => text(rules)?,
            raw::ValueType::Choice(words) => choice(words)?,
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
            return Err("it is sensitive, which this orgc does not support yet".to_owned());
        }
        let value_type = self.read(raw.value_type, depth + 1)?;
        let default = raw.default.clone().map(tree::read).transpose()?;
        if default.as_ref().is_some_and(|value| !fits(value, &value_type)) {
            return Err("its default is of another type".to_owned());
        }
        let mut doc = documentation(&raw.doc, "it")?;
        if let Some(instead) = &raw.deprecated {
            doc.push_str(&format!("\n\nDeprecated: {}", escape::paragraphs(instead)));
        }
        Ok(AttributeSchema { name: raw.name.clone(), value_type, required: raw.required, default, doc })
    }
}

fn integer(rules: &raw::IntegerRules) -> Result<ValueType, String> {
    check_order(rules.minimum, rules.maximum)?;
    Ok(ValueType::Integer { minimum: rules.minimum, maximum: rules.maximum })
}

fn text(rules: &raw::TextRules) -> Result<ValueType, String> {
    if rules.pattern.is_some() {
        return Err("it has a pattern, which this orgc does not check yet".to_owned());
    }
    check_order(rules.min_length, rules.max_length)?;
    Ok(ValueType::Text { min_length: rules.min_length, max_length: rules.max_length })
}

fn choice(words: &[String]) -> Result<ValueType, String> {
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
    Err(format!("orgc {version} knows no type `{}`", escape::line(name)))
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
        (ValueType::Text { min_length, max_length }, Value::Text(text)) => {
            let length = text.width().0;
            min_length.is_none_or(|least| length >= least as usize)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::bindings::orgc::plugin::types::{Node, Tree};

    fn attribute(name: &str, value_type: u32) -> raw::Attribute {
        raw::Attribute {
            name: name.to_owned(),
            value_type,
            required: false,
            default: None,
            doc: "What it is.".to_owned(),
            deprecated: None,
            sensitive: false,
        }
    }

    fn kind(value_types: Vec<raw::ValueType>) -> raw::Kind {
        raw::Kind {
            name: "probe".to_owned(),
            doc: "A probe.".to_owned(),
            root: value_types.len() as u32 - 1,
            value_types,
            queries: Vec::new(),
            emits: vec!["stack-set".to_owned()],
        }
    }

    fn refused(kind: raw::Kind) -> String {
        let info = Info {
            name: "probe".to_owned(),
            summary: String::new(),
            kinds: vec![kind],
            rules: Vec::new(),
            budget: None,
        };
        schemas("probe", info).unwrap_err()
    }

    fn block(attributes: Vec<raw::Attribute>) -> raw::ValueType {
        raw::ValueType::Block(attributes)
    }

    #[test]
    fn types_that_are_no_tree_are_refused() {
        assert!(refused(kind(vec![raw::ValueType::Boolean])).contains("no block"));
        assert!(refused(kind(vec![block(vec![attribute("a", 7)])])).contains("no type 7"));
        assert!(refused(kind(vec![block(vec![attribute("a", 0)])])).contains("circle"));
        let mut doubling = vec![raw::ValueType::Anything];
        for id in 0..15 {
            doubling.push(block(vec![attribute("a", id), attribute("b", id)]));
        }
        assert!(refused(kind(doubling)).contains("more than 10000"));
    }

    #[test]
    fn names_documentation_and_words_are_linted() {
        let named = raw::ValueType::Named("planet".to_owned());
        assert!(refused(kind(vec![named, block(vec![attribute("a", 0)])])).contains("no type `planet`"));
        assert!(
            refused(kind(vec![raw::ValueType::Boolean, block(vec![attribute("A b", 0)])])).contains("`A b`")
        );
        let twice = block(vec![attribute("a", 0), attribute("a", 0)]);
        assert!(refused(kind(vec![raw::ValueType::Boolean, twice])).contains("twice"));
        let silent = raw::Attribute { doc: " ".to_owned(), ..attribute("a", 0) };
        assert!(
            refused(kind(vec![raw::ValueType::Boolean, block(vec![silent])])).contains("no documentation")
        );
        let taken = raw::Kind { name: "account".to_owned(), ..kind(vec![block(vec![])]) };
        assert!(refused(taken).contains("the language has"));
        let greedy = raw::Kind { emits: vec!["account".to_owned()], ..kind(vec![block(vec![])]) };
        assert!(refused(greedy).contains("plugins may produce"));
    }

    #[test]
    fn defaults_fit_their_type() {
        let default = Some(Tree { nodes: vec![Node::Text("yes".to_owned())] });
        let wrong = raw::Attribute { default, ..attribute("a", 0) };
        let message = refused(kind(vec![raw::ValueType::Boolean, block(vec![wrong])]));
        assert!(message.contains("another type"), "{message}");
    }
}
