//! For the tests of a plugin: a block as orgc hands it over, without WebAssembly.
//!
//! ```
//! # use orgc_plugin_sdk::{Block, Diagnostic, Expansion, Facts, Kind};
//! use orgc_plugin_sdk::{testing::Case, value};
//! # /// A note.
//! # #[derive(Block)]
//! # struct Note {
//! #     /// What it is about.
//! #     subject: String,
//! # }
//! # impl Kind for Note {
//! #     const EMITS: &'static [&'static str] = &[];
//! #     fn expand(&self, _: &Facts) -> Result<Expansion, Vec<Diagnostic>> {
//! #         Ok(Expansion::of([]))
//! #     }
//! # }
//!
//! let case = Case::<Note>::new("Reminder", value!({ "subject": 7 }));
//! assert_eq!(case.findings(), ["error wrong-type at subject: expected a text, found a number"]);
//! ```

#![expect(clippy::panic, reason = "a failed expectation fails the test that has it")]

use crate::bindings::orgc::plugin::core_resources::{Body, Policy, StackSet};
use crate::value::known;
use crate::{Diagnostic, Expansion, Facts, Kind, Path, Severity, Step, Text, Value, guest};
use std::marker::PhantomData;

/// A block of a kind.
pub struct Case<K> {
    config: Value,
    facts: Facts,
    kind: PhantomData<K>,
}

impl<K: Kind> Case<K> {
    /// A block with this label and these attributes.
    pub fn new(name: &str, config: Value) -> Self {
        let facts = Facts { name: name.to_owned(), answers: Vec::new() };
        Self { config, facts, kind: PhantomData }
    }

    /// Writes an attribute, in place of the one there is.
    #[must_use]
    pub fn with(mut self, attribute: &str, value: impl Into<Value>) -> Self {
        if let Value::Mapping(members) = &mut self.config {
            members.retain(|(name, _)| name != attribute);
            members.push((attribute.to_owned(), value.into()));
        }
        self
    }

    /// Answers a query.
    #[must_use]
    pub fn answer(mut self, query: &str, rows: Value) -> Self {
        self.facts.answers.push((query.to_owned(), rows));
        self
    }

    /// What is said of the block, as `error CODE at PATH: MESSAGE`.
    pub fn findings(&self) -> Vec<String> {
        guest::check::<K>(&self.config).iter().map(line).collect()
    }

    /// What becomes of the block.
    ///
    /// # Errors
    /// When it is wrong: what is said of it, as [`Case::findings`].
    pub fn expand(&self) -> Result<Expansion, Vec<String>> {
        let expanded = guest::expand_value::<K>(&self.config, &self.facts);
        expanded.map_err(|findings| findings.iter().map(line).collect())
    }

    /// The stack set of this name.
    ///
    /// # Panics
    /// When the block is wrong or does not become one.
    pub fn stack_set(&self, name: &str) -> StackSet {
        match self.body(name) {
            Body::StackSet(set) => set,
            other => panic!("`{name}` is a stack set, not {other:?}"),
        }
    }

    /// The policy of this name.
    ///
    /// # Panics
    /// When the block is wrong or does not become one.
    pub fn policy(&self, name: &str) -> Policy {
        match self.body(name) {
            Body::Policy(policy) => policy,
            other => panic!("`{name}` is a policy, not {other:?}"),
        }
    }

    fn body(&self, name: &str) -> Body {
        let resources = self.expand().unwrap_or_else(|findings| panic!("{findings:?}")).resources;
        let names: Vec<String> = resources.iter().map(|one| one.name.clone()).collect();
        let found = resources.into_iter().find(|one| one.name == name);
        found.unwrap_or_else(|| panic!("`{name}` is one of {names:?}")).body
    }
}

/// Text as it is shown: a reference is `{account/log.id}`.
pub fn shown(text: &Text) -> String {
    known(text).unwrap_or_else(|| {
        let part = |part: &crate::TextPart| match part {
            crate::TextPart::Literal(text) => text.clone(),
            crate::TextPart::Reference(one) => format!("{{{}.{}}}", one.address, one.attribute),
        };
        text.iter().map(part).collect()
    })
}

fn line(finding: &Diagnostic) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    format!("{severity} {} at {}: {}", finding.code, place(&finding.at), finding.message)
}

/// `deployments[0].regions[1]`; the block itself is `.`.
fn place(path: &Path) -> String {
    let mut place = String::new();
    for step in path {
        match step {
            Step::Key(key) if place.is_empty() => place.push_str(key),
            Step::Key(key) => place.push_str(&format!(".{key}")),
            Step::Index(index) => place.push_str(&format!("[{index}]")),
        }
    }
    if place.is_empty() { ".".to_owned() } else { place }
}
