//! Reading and linting what a plugin says it offers.

mod queries;
mod room;
mod types;

use super::bindings::exports::orgc::plugin::manifest::Info;
use super::bindings::orgc::plugin::schema as raw;
use super::source::PluginSource;
use super::{answer, escape};
use orgc_ir::kinds::{EMITTED, KindSchema, ValueType};
use room::Room;
use std::collections::BTreeSet;

/// Words that the language keeps for itself.
const CORE_KINDS: [&str; 8] =
    ["account", "delegation", "management", "organization", "ou", "output", "policy", "stack-set"];

/// The kinds of a plugin.
pub fn schemas(source: &PluginSource, info: Info) -> Result<Vec<KindSchema>, String> {
    if !info.rules.is_empty() {
        return Err("it offers rules, which this orgc does not run yet".to_owned());
    }
    let mut room = Room::default();
    let read = |kind| read_kind(source, kind, &mut room);
    let mut schemas = info.kinds.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    schemas.sort_by(|one, other| one.name.cmp(&other.name));
    let mut seen = BTreeSet::new();
    match schemas.iter().find(|kind| !seen.insert(kind.name.as_str())) {
        Some(kind) => Err(format!("the kind `{}` is there twice", kind.name)),
        None => Ok(schemas),
    }
}

fn read_kind(source: &PluginSource, kind: raw::Kind, room: &mut Room) -> Result<KindSchema, String> {
    let name = kind.name.clone();
    read_kind_alone(source, kind, room)
        .map_err(|reason| format!("kind `{}`: {reason}", escape::excerpt(&name)))
}

fn read_kind_alone(source: &PluginSource, kind: raw::Kind, room: &mut Room) -> Result<KindSchema, String> {
    answer::check_name(&kind.name, "the name")?;
    if !source.is_qualified && CORE_KINDS.contains(&kind.name.as_str()) {
        return Err("the language has a kind of this name".to_owned());
    }
    check_emits(&kind.emits)?;
    let ValueType::Block(attributes) = types::read(&kind.value_types, kind.root, room)? else {
        return Err("its root type is no block".to_owned());
    };
    let queries = queries::read(kind.queries, &attributes)?;
    Ok(KindSchema {
        name: source.keyword(&kind.name),
        plugin: source.name.clone(),
        doc: documentation(&kind.doc, "the kind", room)?,
        attributes,
        queries,
        emits: kind.emits,
    })
}

fn check_emits(emits: &[String]) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for name in emits {
        answer::check_name(name, "a kind in `emits`")?;
        if !EMITTED.contains(&name.as_str()) {
            let known = EMITTED.join("`, `");
            return Err(format!("it says that it produces `{name}`, and plugins may produce `{known}`"));
        }
        if !seen.insert(name) {
            return Err(format!("it says twice that it produces `{name}`"));
        }
    }
    Ok(())
}

fn documentation(text: &str, of: &str, room: &mut Room) -> Result<String, String> {
    room.take_text(text)?;
    if text.trim().is_empty() {
        return Err(format!("{of} has no documentation"));
    }
    Ok(escape::paragraphs(text))
}
