//! The JSON that a catalogue is made from, and the sections that it becomes.
//!
//! `services` has for each prefix a `name`, `actions` (each with `level`, `resources`, of which a
//! leading `!` marks the required ones, and `keys`), `resources` (each with `arn` and `keys`) and
//! `keys` (each with its type). `global_keys` has the type and category of each key that requests of
//! every service can have; `as_of` and `source` say from when and where it is.

use super::CatalogFault;
use super::key::{KeyType, normalized};
use super::service::AccessLevel;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What the JSON says.
#[derive(Deserialize)]
pub(super) struct Source {
    pub as_of: String,
    pub source: String,
    pub global_keys: BTreeMap<String, GlobalKey>,
    pub services: BTreeMap<String, ServiceSource>,
}

#[derive(Deserialize)]
pub(super) struct GlobalKey {
    #[serde(rename = "type")]
    pub key_type: String,
}

#[derive(Deserialize)]
pub(super) struct ServiceSource {
    actions: BTreeMap<String, ActionSource>,
    resources: BTreeMap<String, ResourceSource>,
    keys: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct ActionSource {
    level: String,
    #[serde(default)]
    resources: Vec<String>,
    #[serde(default)]
    keys: Vec<String>,
}

#[derive(Deserialize)]
struct ResourceSource {
    arn: String,
    #[serde(default)]
    keys: Vec<String>,
}

/// The type that the source names, for a key.
pub(super) fn key_type(key: &str, named: &str) -> Result<KeyType, CatalogFault> {
    KeyType::named(named)
        .ok_or_else(|| CatalogFault(format!("`{named}` is not the type of a condition key, at `{key}`")))
}

impl ServiceSource {
    /// The section of the service. Actions that differ in nothing but their names share a line.
    pub(super) fn section(&self, service: &str) -> Result<String, CatalogFault> {
        let mut text = String::new();
        for (key, named) in &self.keys {
            let letter = key_type(key, named)?.letter();
            let _ = writeln!(text, "k {letter} {}", plain(&normalized(key))?);
        }
        for (name, one) in &self.resources {
            let keys = self.key_numbers(service, &one.keys)?;
            let _ = writeln!(text, "r {keys} {} {name}", plain(&one.arn.replace(", ", "|"))?);
        }
        let mut groups: BTreeMap<(String, String, String), Vec<&str>> = BTreeMap::new();
        for (name, one) in &self.actions {
            if !AccessLevel::LETTERS.iter().any(|(letters, _)| *letters == one.level) {
                return Err(CatalogFault(format!("`{}` is not a level, at `{service}:{name}`", one.level)));
            }
            let resources = self.resource_numbers(service, &one.resources)?;
            let keys = self.key_numbers(service, &one.keys)?;
            groups.entry((one.level.clone(), resources, keys)).or_default().push(plain(name)?);
        }
        for ((level, resources, keys), names) in groups {
            let _ = writeln!(text, "a {level} {resources} {keys} {}", names.join(" "));
        }
        Ok(text)
    }

    fn key_numbers(&self, service: &str, keys: &[String]) -> Result<String, CatalogFault> {
        let number = |key: &String| {
            let at = self.keys.keys().position(|one| one == key);
            at.map(|at| at.to_string()).ok_or_else(|| missing(service, key))
        };
        keys.iter().map(number).collect::<Result<Vec<String>, _>>().map(|all| listed(&all))
    }

    fn resource_numbers(&self, service: &str, types: &[String]) -> Result<String, CatalogFault> {
        let number = |written: &String| {
            let (mark, name) = written.strip_prefix('!').map_or(("", written.as_str()), |name| ("!", name));
            let at = self.resources.keys().position(|one| one == name);
            at.map(|at| format!("{mark}{at}")).ok_or_else(|| missing(service, name))
        };
        types.iter().map(number).collect::<Result<Vec<String>, _>>().map(|all| listed(&all))
    }
}

fn missing(service: &str, name: &str) -> CatalogFault {
    CatalogFault(format!("`{name}` is named and not described, in service `{service}`"))
}

fn listed(numbers: &[String]) -> String {
    if numbers.is_empty() { "-".to_owned() } else { numbers.join(",") }
}

/// A name of one word.
fn plain(name: &str) -> Result<&str, CatalogFault> {
    match name.is_empty() || name.contains(char::is_whitespace) {
        true => Err(CatalogFault(format!("`{name}` is not a name"))),
        false => Ok(name),
    }
}
