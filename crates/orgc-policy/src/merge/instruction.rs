//! What a policy says at one place: its inheritance operators.

use crate::json::{Json, Value as JsonValue};
use serde_json::Value;
use std::collections::BTreeSet;

/// An operator that says what becomes of a value. They are carried out in this order where several stand
/// together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operator {
    /// `@@assign`: the value takes the place of what is inherited.
    Assign,
    /// `@@append`: elements are added to a list.
    Append,
    /// `@@remove`: elements are taken from a list.
    Remove,
}

/// The operator that says which of the others policies on lower levels may use.
const CONTROL: &str = "@@operators_allowed_for_child_policies";

impl Operator {
    const ALL: [Self; 3] = [Self::Assign, Self::Append, Self::Remove];

    /// How a policy spells it: `@@assign`.
    pub fn spelling(self) -> &'static str {
        match self {
            Self::Assign => "@@assign",
            Self::Append => "@@append",
            Self::Remove => "@@remove",
        }
    }
}

/// The instructions of a policy at one place and below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Node {
    /// The value operators, in the order of [`Operator`].
    pub values: Vec<(Operator, Value)>,
    /// The operators that lower levels may use; none if nothing is said about it.
    pub allowed: Option<BTreeSet<Operator>>,
    /// Whether a plain value stands where an operator has to.
    pub plain: bool,
    /// What stands below, by key.
    pub children: Vec<(String, Node)>,
}

impl Node {
    /// Reads one place; `below` says under which name a key is merged, and reads what stands there.
    pub fn read(json: &Json, below: &dyn Fn(&str, &Json) -> (String, Node)) -> Self {
        let Some(members) = json.members() else { return Self { plain: true, ..Self::default() } };
        let mut node = Self::default();
        for member in members {
            let operator = Operator::ALL.into_iter().find(|one| one.spelling() == member.name);
            match operator {
                Some(operator) => node.values.push((operator, plain(&member.value))),
                None if member.name == CONTROL => node.allowed = Some(allowed(&member.value)),
                None => node.children.push(below(&member.name, &member.value)),
            }
        }
        node.values.sort_by_key(|(operator, _)| *operator);
        node
    }
}

/// What a child control lets through. `@@none` adds nothing.
fn allowed(control: &Json) -> BTreeSet<Operator> {
    let words = match &control.value {
        JsonValue::List(words) => words.as_slice(),
        _ => &[],
    };
    let operators = words.iter().flat_map(|word| match &word.value {
        JsonValue::Text(word) if word == "@@all" => Operator::ALL.to_vec(),
        JsonValue::Text(word) => Operator::ALL.into_iter().filter(|one| one.spelling() == word).collect(),
        _ => Vec::new(),
    });
    operators.collect()
}

/// The value without its places in the text.
fn plain(json: &Json) -> Value {
    match &json.value {
        JsonValue::Null => Value::Null,
        JsonValue::Bool(is) => Value::Bool(*is),
        JsonValue::Number(digits) => match serde_json::from_str(digits) {
            Ok(number) => Value::Number(number),
            // The reader lets only numbers through.
            Err(_) => Value::String(digits.clone()),
        },
        JsonValue::Text(text) => Value::String(text.clone()),
        JsonValue::List(elements) => Value::Array(elements.iter().map(plain).collect()),
        JsonValue::Object(members) => {
            Value::Object(members.iter().map(|one| (one.name.clone(), plain(&one.value))).collect())
        }
    }
}
