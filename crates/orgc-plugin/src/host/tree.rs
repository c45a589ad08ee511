//! Values across the border: tables of nodes to and from [`Value`].

use super::bindings::orgc::plugin::types::{Member, Node, Reference as RawReference, TextPart, Tree};
use super::escape;
use super::limits::VALUE_DEPTH;
use orgc_ir::{Address, Attribute, Part, Reference, Text, Value};
use std::collections::BTreeSet;

/// Reads a table of nodes, in one pass and without recursion: children stand before their
/// parents, every node is used exactly once, the last one is the root, no key comes twice.
pub fn read(tree: Tree) -> Result<Value, String> {
    let mut built: Vec<Option<(Value, usize)>> = Vec::with_capacity(tree.nodes.len());
    for node in tree.nodes {
        let value = read_node(node, &mut built)?;
        if value.1 > VALUE_DEPTH {
            return Err(format!("a value is nested more than {VALUE_DEPTH} deep"));
        }
        built.push(Some(value));
    }
    let root = built.pop().flatten().ok_or("a tree has no nodes")?;
    match built.iter().position(Option::is_some) {
        Some(unused) => Err(format!("node {unused} of a tree is used by no other")),
        None => Ok(root.0),
    }
}

/// A node and how deep it is.
fn read_node(node: Node, built: &mut [Option<(Value, usize)>]) -> Result<(Value, usize), String> {
    let mut depth = 0;
    let mut take = |id: u32| {
        let slot = built
            .get_mut(id as usize)
            .ok_or_else(|| format!("node {id} of a tree stands after its parent"))?;
        let (value, below) = slot.take().ok_or_else(|| format!("node {id} of a tree is used twice"))?;
        depth = depth.max(below + 1);
        Ok::<Value, String>(value)
    };
    let value = match node {
        Node::Null => Value::Null,
        Node::Boolean(value) => Value::Bool(value),
        Node::Integer(value) => Value::Integer(value),
        Node::Text(text) => Value::text(text),
        Node::Template(parts) => Value::Text(text(parts)?),
        Node::Reference(thing) if thing.attribute.is_empty() => Value::Entity(address(thing.address)?),
        Node::Reference(one) => Value::Text(reference(one)?.into()),
        Node::Sequence(items) => Value::List(items.into_iter().map(take).collect::<Result<_, _>>()?),
        Node::Mapping(members) => {
            check_keys(&members)?;
            let member = |one: Member| Ok::<_, String>((one.key, take(one.value)?));
            Value::Map(members.into_iter().map(member).collect::<Result<_, _>>()?)
        }
    };
    Ok((value, depth))
}

fn check_keys(members: &[Member]) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    match members.iter().find(|member| !seen.insert(member.key.as_str())) {
        Some(member) => Err(format!("a mapping has the key `{}` twice", escape::excerpt(&member.key))),
        None => Ok(()),
    }
}

/// Reads text with references in it.
pub fn text(parts: Vec<TextPart>) -> Result<Text, String> {
    let part = |part| match part {
        TextPart::Literal(text) => Ok(Part::Literal(text)),
        TextPart::Reference(one) => reference(one).map(Part::Reference),
    };
    Ok(Text::new(parts.into_iter().map(part).collect::<Result<Vec<_>, String>>()?))
}

/// Reads an address.
pub fn address(text: String) -> Result<Address, String> {
    Address::try_from(text).map_err(|error| escape::excerpt(&error.to_string()))
}

fn reference(raw: RawReference) -> Result<Reference, String> {
    let attribute = Attribute::parse(&raw.attribute)
        .ok_or_else(|| format!("`{}` is no attribute that AWS assigns", escape::excerpt(&raw.attribute)))?;
    Ok(Reference::new(address(raw.address)?, attribute))
}

/// Writes a value. The language bounds the depth of its values, so this may recurse.
pub fn write(value: &Value) -> Tree {
    let mut nodes = Vec::new();
    write_node(value, &mut nodes);
    Tree { nodes }
}

/// Writes a list of values.
pub fn write_list(items: &[Value]) -> Tree {
    let mut nodes = Vec::new();
    let items = items.iter().map(|item| write_node(item, &mut nodes)).collect();
    nodes.push(Node::Sequence(items));
    Tree { nodes }
}

fn write_node(value: &Value, nodes: &mut Vec<Node>) -> u32 {
    let node = match value {
        Value::Null => Node::Null,
        Value::Bool(value) => Node::Boolean(*value),
        Value::Integer(value) => Node::Integer(*value),
        Value::Text(text) => text_node(text),
        Value::Entity(address) => {
            Node::Reference(RawReference { address: address.to_string(), attribute: String::new() })
        }
        Value::List(items) => Node::Sequence(items.iter().map(|item| write_node(item, nodes)).collect()),
        Value::Map(members) => {
            let member =
                |(key, value): &(String, Value)| Member { key: key.clone(), value: write_node(value, nodes) };
            Node::Mapping(members.iter().map(member).collect())
        }
    };
    nodes.push(node);
    u32::try_from(nodes.len() - 1).unwrap_or(u32::MAX)
}

fn text_node(text: &Text) -> Node {
    match text.parts() {
        [] => Node::Text(String::new()),
        [Part::Literal(text)] => Node::Text(text.clone()),
        [Part::Reference(one)] => Node::Reference(raw(one)),
        parts => Node::Template(
            parts
                .iter()
                .map(|part| match part {
                    Part::Literal(text) => TextPart::Literal(text.clone()),
                    Part::Reference(one) => TextPart::Reference(raw(one)),
                })
                .collect(),
        ),
    }
}

fn raw(reference: &Reference) -> RawReference {
    RawReference {
        address: reference.address.to_string(),
        attribute: reference.attribute.as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_survives_the_border() {
        let id = Reference::new(Address::account("dev"), Attribute::Id);
        let value = Value::Map(vec![
            ("b".into(), Value::List(vec![Value::Null, Value::Bool(true), Value::Integer(i64::MIN)])),
            ("a".into(), Value::Text(Text::new([Part::Literal("x".into()), Part::Reference(id.clone())]))),
            ("c".into(), Value::Text(id.into())),
            ("d".into(), Value::Entity(Address::unit(["Dev"]))),
            ("e".into(), Value::text("")),
        ]);
        assert_eq!(read(write(&value)), Ok(value));
    }
}
