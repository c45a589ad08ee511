//! Values of the language as ordinary Rust, in place of the contract's table of nodes.

use crate::bindings::orgc::plugin::types::{Member, Node, Reference, TextPart, Tree};

/// Text whose parts are known or references to what AWS assigns later.
pub type Text = Vec<TextPart>;

/// A value of the language.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number; of durations the seconds, of percentages the hundredths of a percent.
    Integer(i64),
    /// Text, known or with references in it.
    Text(Text),
    /// A thing of the organization itself, by its address `kind/name`.
    Entity(String),
    /// A list.
    Sequence(Vec<Value>),
    /// A map in the order of the source, no key twice.
    Mapping(Vec<(String, Value)>),
}

impl Value {
    /// A thing of the organization, by its address `kind/name`.
    pub fn entity(address: impl Into<String>) -> Self {
        Self::Entity(address.into())
    }

    /// A map.
    pub fn mapping<K: Into<String>>(members: impl IntoIterator<Item = (K, Value)>) -> Self {
        Self::Mapping(members.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Self::Mapping(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Adds a member to a map.
    pub fn insert(&mut self, key: &str, value: Value) {
        if let Self::Mapping(members) = self {
            members.push((key.to_owned(), value));
        }
    }

    /// The whole text, if the value is a text and all of it is known.
    pub fn known_text(&self) -> Option<&str> {
        match self {
            Self::Text(parts) => match parts.as_slice() {
                [] => Some(""),
                [TextPart::Literal(text)] => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// What to call the value in a message.
    pub(crate) fn article_and_type(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "a number",
            Self::Text(_) => "a text",
            Self::Entity(_) => "a thing of the organization",
            Self::Sequence(_) => "a list",
            Self::Mapping(_) => "a map",
        }
    }
}

/// The whole text, if all of it is known.
pub fn known(text: &Text) -> Option<String> {
    let literal = |part: &TextPart| match part {
        TextPart::Literal(text) => Some(text.clone()),
        TextPart::Reference(_) => None,
    };
    text.iter().map(literal).collect()
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

macro_rules! from_whole_number {
    ($($number:ty),+) => {
        $(impl From<$number> for Value {
            fn from(value: $number) -> Self {
                Self::Integer(value.into())
            }
        })+
    };
}

from_whole_number!(i32, u32, i64);

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(vec![TextPart::Literal(text)])
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::from(text.clone())
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Self::Sequence(items)
    }
}

/// A list.
impl<T: Into<Value>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::Sequence(items.into_iter().map(Into::into).collect())
    }
}

/// Reads the contract's table of nodes. The host keeps its rules: children stand before their
/// parents, each is used once, the last node is the root.
impl From<Tree> for Value {
    fn from(tree: Tree) -> Self {
        let mut built: Vec<Value> = Vec::with_capacity(tree.nodes.len());
        for node in tree.nodes {
            let value = read_node(node, &mut built);
            built.push(value);
        }
        built.pop().unwrap_or(Value::Null)
    }
}

fn read_node(node: Node, built: &mut [Value]) -> Value {
    let mut take = |id: u32| match built.get_mut(id as usize) {
        Some(slot) => std::mem::replace(slot, Value::Null),
        None => Value::Null,
    };
    match node {
        Node::Null => Value::Null,
        Node::Boolean(value) => Value::Boolean(value),
        Node::Integer(value) => Value::Integer(value),
        Node::Text(text) => Value::from(text),
        Node::Template(parts) => Value::Text(parts),
        Node::Reference(thing) if thing.attribute.is_empty() => Value::Entity(thing.address),
        Node::Reference(reference) => Value::Text(vec![TextPart::Reference(reference)]),
        Node::Sequence(items) => Value::Sequence(items.into_iter().map(take).collect()),
        Node::Mapping(members) => {
            Value::Mapping(members.into_iter().map(|one| (one.key, take(one.value))).collect())
        }
    }
}

impl From<Value> for Tree {
    fn from(value: Value) -> Self {
        let mut nodes = Vec::new();
        write_node(value, &mut nodes);
        Tree { nodes }
    }
}

/// Appends the value after its children and returns its index.
fn write_node(value: Value, nodes: &mut Vec<Node>) -> u32 {
    let node = match value {
        Value::Null => Node::Null,
        Value::Boolean(value) => Node::Boolean(value),
        Value::Integer(value) => Node::Integer(value),
        Value::Text(parts) => text_node(parts),
        Value::Entity(address) => Node::Reference(Reference { address, attribute: String::new() }),
        Value::Sequence(items) => {
            Node::Sequence(items.into_iter().map(|item| write_node(item, nodes)).collect())
        }
        Value::Mapping(members) => {
            let member = |(key, value)| Member { key, value: write_node(value, nodes) };
            Node::Mapping(members.into_iter().map(member).collect())
        }
    };
    nodes.push(node);
    u32::try_from(nodes.len() - 1).unwrap_or(u32::MAX)
}

fn text_node(mut parts: Text) -> Node {
    match (parts.len(), parts.pop()) {
        (0, _) | (_, None) => Node::Text(String::new()),
        (1, Some(TextPart::Literal(text))) => Node::Text(text),
        (1, Some(TextPart::Reference(reference))) => Node::Reference(reference),
        (_, Some(last)) => {
            parts.push(last);
            Node::Template(parts)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_survives_the_table_of_nodes() {
        let id = Reference { address: "account/dev".into(), attribute: "id".into() };
        let value = Value::mapping([
            ("none", Value::Null),
            ("target", Value::entity("ou/Development")),
            ("later", Value::Text(vec![TextPart::Reference(id.clone())])),
            ("mixed", Value::Text(vec![TextPart::Literal("arn:aws:iam::".into()), TextPart::Reference(id)])),
            ("list", Value::from_iter([Value::from_iter(["a", ""]), Value::Integer(-1)])),
        ]);
        let tree = Tree::from(value.clone());
        assert!(matches!(tree.nodes.last(), Some(Node::Mapping(members)) if members.len() == 5));
        assert_eq!(Value::from(tree), value);
    }
}
