//! `moved` sentences: the addresses that things of the old model have in the new one.

use orgc_ir::{Address, Desired};
use std::collections::BTreeMap;

/// From old addresses to new ones. What is built from an address (an attachment, a unit below) follows.
#[derive(Debug, Default)]
pub(super) struct Readdressing(BTreeMap<String, String>);

impl Readdressing {
    /// The sentences of the new model that are about things of the old one, and were not there before.
    pub fn between(before: &Desired, after: &Desired) -> Self {
        let applies = |from: &Address, to: &Address| {
            let declared = before.resources.contains_key(from);
            declared && !before.resources.contains_key(to) && !after.resources.contains_key(from)
        };
        let moved = after.moved.iter().filter(|(from, moved)| applies(from, &moved.to));
        Self(moved.map(|(from, moved)| (from.to_string(), moved.to.to_string())).collect())
    }

    /// Whether a sentence names this thing itself, and not only one that it is built from.
    pub fn names(&self, address: &Address) -> bool {
        self.0.contains_key(address.as_str())
    }

    /// The new address of a thing.
    pub fn address(&self, address: &Address) -> Address {
        Address::try_from(self.text(address.as_str())).unwrap_or_else(|_| address.clone())
    }

    /// A text, if it is an address: the new one. Any other text stays as it is.
    pub fn text(&self, text: &str) -> String {
        if self.0.is_empty() {
            return text.to_owned();
        }
        if let Some(to) = self.0.get(text) {
            return to.clone();
        }
        match text.split_once('/') {
            Some(("attach" | "detach", rest)) => self.relation(text, rest, "policy/"),
            Some(("delegate", rest)) => self.relation(text, rest, ""),
            _ => self.below(text).unwrap_or_else(|| text.to_owned()),
        }
    }

    /// `attach/<policy>@<target>`.
    fn relation(&self, text: &str, rest: &str, kind: &str) -> String {
        let (Some((verb, _)), Some((subject, target))) = (text.split_once('/'), rest.split_once('@')) else {
            return text.to_owned();
        };
        let subject = match self.0.get(&format!("{kind}{subject}")) {
            Some(to) if !kind.is_empty() => to.strip_prefix(kind).unwrap_or(to).to_owned(),
            _ => subject.to_owned(),
        };
        format!("{verb}/{subject}@{}", self.text(target))
    }

    /// `ou/Old/Team`, if `ou/Old` has a new address; `baseline/Old/stack-set`.
    fn below(&self, text: &str) -> Option<String> {
        text.match_indices('/').rev().find_map(|(at, _)| {
            let (above, rest) = text.split_at_checked(at)?;
            Some(format!("{}{rest}", self.0.get(above)?))
        })
    }
}
