//! What policies come to, and how.

use super::instruction::Operator;
use crate::place::JsonPath;
use serde_json::{Map, Value};

/// What the policies of all levels come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effective {
    /// Every value that an instruction set, in the order of the paths.
    pub leaves: Vec<Leaf>,
    /// The instructions without effect, in the order of the levels, their policies and their documents.
    pub ignored: Vec<Ignored>,
}

/// A value and what made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Where it stands.
    pub path: JsonPath,
    /// The value, or the list of values.
    pub value: Value,
    /// The instructions that had an effect on it, in the order of effect. At least one.
    pub changes: Vec<Change>,
    /// Whether policies of one level are at odds about it, so that another order of attachment could have come
    /// to something else.
    pub is_contested: bool,
}

/// An instruction that had an effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which policy says it.
    pub by: Source,
    /// What it does.
    pub operator: Operator,
    /// The value or the elements, as the policy says them.
    pub value: Value,
}

/// A policy on a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The level, the root being 0.
    pub level: usize,
    /// The policy among those of the level.
    pub policy: usize,
}

/// An instruction that had no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// Which policy says it.
    pub by: Source,
    /// Where it stands.
    pub path: JsonPath,
    /// The operator; none if all that stands there and below is ignored.
    pub operator: Option<Operator>,
    /// Why.
    pub reason: Reason,
}

/// Why an instruction had no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Policies on higher levels forbid it: the operator at this place, or new keys in the object around.
    Forbidden {
        /// Where their child controls stand: the place of the instruction, or the object around it.
        at: JsonPath,
        /// The policies.
        by: Vec<Source>,
    },
    /// Another policy of the same level, attached earlier, has set the value.
    AttachedEarlier {
        /// That policy.
        by: Source,
    },
    /// A plain value, without an inheritance operator.
    NoOperator,
    /// Another policy has an object where this one has a value, or a value where this one has an object or a
    /// list.
    OtherKind,
}

impl Effective {
    /// The document as AWS shows it, without operators; keys in the order of the alphabet.
    pub fn document(&self) -> Value {
        let mut document = Map::new();
        for leaf in self.leaves.iter().filter(|leaf| !leaf.is_emptied()) {
            let keys: Vec<&str> = leaf.path.keys().collect();
            insert(&mut document, &keys, &leaf.value);
        }
        Value::Object(document)
    }
}

impl Change {
    /// Whether it comes to the same before another change and after it.
    pub(super) fn commutes(&self, other: &Self) -> bool {
        let shares = || elements(&self.value).iter().any(|one| elements(&other.value).contains(one));
        match (self.operator, other.operator) {
            (Operator::Append, Operator::Append) | (Operator::Remove, Operator::Remove) => true,
            (Operator::Append, Operator::Remove) | (Operator::Remove, Operator::Append) => !shares(),
            (Operator::Assign, Operator::Assign) => self.value == other.value,
            (Operator::Assign, _) | (_, Operator::Assign) => false,
        }
    }
}

fn elements(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

impl Leaf {
    /// Whether it is a list from which everything was removed, which the document leaves out. A list that
    /// was empty from the beginning stays.
    pub fn is_emptied(&self) -> bool {
        let is_empty = self.value.as_array().is_some_and(Vec::is_empty);
        is_empty && self.changes.last().is_some_and(|last| last.operator == Operator::Remove)
    }
}

fn insert(object: &mut Map<String, Value>, keys: &[&str], value: &Value) {
    match keys {
        [] => {}
        [key] => {
            object.insert((*key).to_owned(), value.clone());
        }
        [key, below @ ..] => {
            let child = object.entry(*key).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(child) = child {
                insert(child, below, value);
            }
        }
    }
}
