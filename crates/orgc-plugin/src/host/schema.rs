//! Reading and linting what a plugin says it offers.

mod queries;
mod types;

use super::bindings::exports::orgc::plugin::manifest::Info;
use super::bindings::orgc::plugin::schema as raw;
use super::source::PluginSource;
use super::{answer, escape};
use orgc_ir::kinds::{EMITTED, KindSchema, ValueType};
use std::collections::BTreeSet;

/// Words that the language keeps for itself.
const CORE_KINDS: [&str; 8] =
    ["account", "delegation", "management", "organization", "ou", "output", "policy", "stack-set"];

/// The kinds of a plugin.
pub fn schemas(source: &PluginSource, info: Info) -> Result<Vec<KindSchema>, String> {
    if !info.rules.is_empty() {
        return Err("it offers rules, which this orgc does not run yet".to_owned());
    }
    let mut schemas =
        info.kinds.into_iter().map(|kind| read_kind(source, kind)).collect::<Result<Vec<_>, _>>()?;
    schemas.sort_by(|one, other| one.name.cmp(&other.name));
    let mut seen = BTreeSet::new();
    match schemas.iter().find(|kind| !seen.insert(kind.name.as_str())) {
        Some(kind) => Err(format!("the kind `{}` is there twice", kind.name)),
        None => Ok(schemas),
    }
}

fn read_kind(source: &PluginSource, kind: raw::Kind) -> Result<KindSchema, String> {
    let name = kind.name.clone();
    read_kind_alone(source, kind).map_err(|reason| format!("kind `{}`: {reason}", escape::line(&name)))
}

fn read_kind_alone(source: &PluginSource, kind: raw::Kind) -> Result<KindSchema, String> {
    answer::check_name(&kind.name, "the name")?;
    if !source.is_qualified && CORE_KINDS.contains(&kind.name.as_str()) {
        return Err("the language has a kind of this name".to_owned());
    }
    check_emits(&kind.emits)?;
    let ValueType::Block(attributes) = types::read(&kind.value_types, kind.root)? else {
        return Err("its root type is no block".to_owned());
    };
    let queries = queries::read(kind.queries, &attributes)?;
    Ok(KindSchema {
        name: source.keyword(&kind.name),
        plugin: source.name.clone(),
        doc: documentation(&kind.doc, "the kind")?,
        attributes,
        queries,
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
        schemas(&PluginSource::new("probe", Vec::new()), info).unwrap_err()
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
