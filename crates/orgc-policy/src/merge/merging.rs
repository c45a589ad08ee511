//! Going through the levels.

use super::effective::{Change, Effective, Ignored, Leaf, Reason, Source};
use super::instruction::{Node, Operator};
use super::policy::Level;
use crate::place::JsonPath;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What policies of one management type come to: `levels` are those from the root down to the account.
pub fn merge(levels: &[Level]) -> Effective {
    let mut merging = Merging::default();
    for (level, attached) in levels.iter().enumerate() {
        for (policy, document) in attached.policies.iter().enumerate() {
            merging.node(&document.document, &JsonPath::default(), Source { level, policy });
        }
    }
    let leaves = merging.leaves.into_iter().filter(|(_, merged)| merged.is_there());
    let leaf = |(path, merged): (JsonPath, Merged)| {
        let is_contested = merged.is_contested();
        Leaf { path, value: merged.value, changes: merged.changes, is_contested }
    };
    Effective { leaves: leaves.map(leaf).collect(), ignored: merging.ignored }
}

/// What the policies so far come to.
#[derive(Default)]
struct Merging {
    leaves: BTreeMap<JsonPath, Merged>,
    /// The child controls at each place.
    controls: BTreeMap<JsonPath, Vec<(Source, BTreeSet<Operator>)>>,
    ignored: Vec<Ignored>,
}

struct Merged {
    value: Value,
    /// The instructions that had an effect; there is nothing as long as there is none.
    changes: Vec<Change>,
    /// The instructions that had none, and might have one in another order of attachment.
    idle: Vec<Change>,
}

impl Merged {
    fn nothing() -> Self {
        Self { value: Value::Array(Vec::new()), changes: Vec::new(), idle: Vec::new() }
    }

    fn is_there(&self) -> bool {
        !self.changes.is_empty()
    }

    fn is_contested(&self) -> bool {
        // What stood before the last level that set the value means nothing any more.
        let sets = |change: &&Change| change.operator == Operator::Assign;
        let from = self.changes.iter().rfind(sets).map_or(0, |change| change.by.level);
        let all = || self.changes.iter().chain(&self.idle).filter(|change| change.by.level >= from);
        let are_at_odds = |one: &Change, other: &Change| {
            one.by.level == other.by.level && one.by.policy < other.by.policy && !one.commutes(other)
        };
        all().any(|one| all().any(|other| are_at_odds(one, other)))
    }
}

impl Merging {
    fn node(&mut self, node: &Node, path: &JsonPath, by: Source) {
        if node.plain {
            self.ignore(by, path, None, Reason::NoOperator);
        }
        for (operator, value) in &node.values {
            let change = Change { by, operator: *operator, value: value.clone() };
            if let Err(reason) = self.change(path, change) {
                self.ignore(by, path, Some(*operator), reason);
            }
        }
        if let Some(allowed) = &node.allowed {
            self.controls.entry(path.clone()).or_default().push((by, allowed.clone()));
        }
        let locks = self.locks(path, by);
        for (key, child) in &node.children {
            let below = path.key(key);
            if locks.is_empty() || self.is_inherited(&below, by) {
                self.node(child, &below, by);
            } else {
                self.ignore(by, &below, None, Reason::Forbidden { at: path.clone(), by: locks.clone() });
            }
        }
    }

    fn ignore(&mut self, by: Source, path: &JsonPath, operator: Option<Operator>, reason: Reason) {
        self.ignored.push(Ignored { by, path: path.clone(), operator, reason });
    }

    /// Carries out one instruction.
    ///
    /// # Errors
    /// Why it is ignored.
    fn change(&mut self, path: &JsonPath, change: Change) -> Result<(), Reason> {
        let forbidding = self.forbidding(path, change.operator, change.by);
        if !forbidding.is_empty() {
            return Err(Reason::Forbidden { at: path.clone(), by: forbidding });
        }
        if path.is_top() || self.is_in_the_way(path) {
            return Err(Reason::OtherKind);
        }
        match change.operator {
            Operator::Assign => self.assign(path, change),
            Operator::Append => self.append(path, change),
            Operator::Remove => self.remove(path, change),
        }
    }

    fn assign(&mut self, path: &JsonPath, change: Change) -> Result<(), Reason> {
        let leaf = self.leaves.entry(path.clone()).or_insert_with(Merged::nothing);
        let is_first = |one: &&Change| {
            one.by.level == change.by.level && one.operator == Operator::Assign && !one.value.is_array()
        };
        let Some(first) = leaf.changes.iter().find(is_first) else {
            leaf.value = change.value.clone();
            leaf.changes.push(change);
            return Ok(());
        };
        // Who says the same is not in conflict.
        let reason = Reason::AttachedEarlier { by: first.by };
        let is_same = first.value == change.value;
        leaf.idle.push(change);
        if is_same { Ok(()) } else { Err(reason) }
    }

    fn append(&mut self, path: &JsonPath, change: Change) -> Result<(), Reason> {
        let Value::Array(new) = &change.value else { return Err(Reason::OtherKind) };
        let leaf = self.leaves.entry(path.clone()).or_insert_with(Merged::nothing);
        let Value::Array(list) = &mut leaf.value else { return Err(Reason::OtherKind) };
        let before = list.len();
        for element in new {
            if !list.contains(element) {
                list.push(element.clone());
            }
        }
        let has_effect = list.len() > before || !leaf.is_there();
        let noted = if has_effect { &mut leaf.changes } else { &mut leaf.idle };
        noted.push(change);
        Ok(())
    }

    fn remove(&mut self, path: &JsonPath, change: Change) -> Result<(), Reason> {
        let Value::Array(gone) = &change.value else { return Err(Reason::OtherKind) };
        let leaf = self.leaves.entry(path.clone()).or_insert_with(Merged::nothing);
        let Value::Array(list) = &mut leaf.value else { return Err(Reason::OtherKind) };
        let before = list.len();
        list.retain(|element| !gone.contains(element));
        let has_effect = list.len() < before;
        let noted = if has_effect { &mut leaf.changes } else { &mut leaf.idle };
        noted.push(change);
        Ok(())
    }

    /// The policies on higher levels that forbid an operator at a place.
    fn forbidding(&self, path: &JsonPath, operator: Operator, by: Source) -> Vec<Source> {
        let forbids = |(_, allowed): &&(Source, BTreeSet<Operator>)| !allowed.contains(&operator);
        self.controls_above(path, by).filter(forbids).map(|(source, _)| *source).collect()
    }

    /// The policies on higher levels that forbid new keys in an object: together they allow neither to set nor
    /// to append there.
    fn locks(&self, path: &JsonPath, by: Source) -> Vec<Source> {
        let mut locks = Vec::new();
        for operator in [Operator::Assign, Operator::Append] {
            match self.forbidding(path, operator, by) {
                forbidding if forbidding.is_empty() => return Vec::new(),
                forbidding => locks.extend(forbidding),
            }
        }
        locks.sort_unstable();
        locks.dedup();
        locks
    }

    fn controls_above(
        &self,
        path: &JsonPath,
        by: Source,
    ) -> impl Iterator<Item = &(Source, BTreeSet<Operator>)> {
        let controls = self.controls.get(path).into_iter().flatten();
        controls.filter(move |(source, _)| source.level < by.level)
    }

    /// Whether something stands at a place or below it since a higher level.
    fn is_inherited(&self, path: &JsonPath, by: Source) -> bool {
        let is_older = |change: &Change| change.by.level < by.level;
        self.at_and_below(path).any(|(_, leaf)| leaf.changes.first().is_some_and(is_older))
    }

    /// Whether there are values below a place, which is an object then, or one above it.
    fn is_in_the_way(&self, path: &JsonPath) -> bool {
        path.above().any(|above| self.leaves.get(&above).is_some_and(Merged::is_there))
            || self.at_and_below(path).any(|(below, leaf)| below != path && leaf.is_there())
    }

    fn at_and_below(&self, path: &JsonPath) -> impl Iterator<Item = (&JsonPath, &Merged)> {
        self.leaves.range(path..).take_while(|(below, _)| below.starts_with(path))
    }
}
