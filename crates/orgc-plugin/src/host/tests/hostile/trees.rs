//! Values that are no trees.

use crate::host::bindings::orgc::plugin::types::{Member, Node, Reference, Tree};
use crate::host::tree::read;

fn refused(nodes: Vec<Node>) -> String {
    read(Tree { nodes }).unwrap_err()
}

fn member(key: &str, value: u32) -> Member {
    Member { key: key.to_owned(), value }
}

#[test]
fn tables_that_are_no_trees_are_refused() {
    assert!(refused(vec![]).contains("no nodes"));
    assert!(refused(vec![Node::Sequence(vec![0])]).contains("after its parent"));
    assert!(refused(vec![Node::Sequence(vec![9])]).contains("after its parent"));
    assert!(refused(vec![Node::Sequence(vec![1]), Node::Null]).contains("after its parent"));
    assert!(refused(vec![Node::Null, Node::Sequence(vec![0, 0])]).contains("used twice"));
    assert!(refused(vec![Node::Null, Node::Null]).contains("used by no other"));
    let twice = Node::Mapping(vec![member("k", 0), member("k", 1)]);
    assert!(refused(vec![Node::Null, Node::Null, twice]).contains("`k` twice"));
}

#[test]
fn a_shared_node_cannot_unfold_into_billions() {
    let mut nodes = vec![Node::Null];
    nodes.extend((0..30).map(|id| Node::Sequence(vec![id, id])));
    assert!(refused(nodes).contains("used twice"));
}

#[test]
fn depth_is_bounded() {
    let mut nodes = vec![Node::Null];
    nodes.extend((0..100_000).map(|id| Node::Sequence(vec![id])));
    assert!(refused(nodes).contains("deep"));
}

#[test]
fn references_name_what_aws_assigns() {
    let reference = |address: &str, attribute: &str| {
        Node::Reference(Reference { address: address.into(), attribute: attribute.into() })
    };
    assert!(refused(vec![reference("account/dev", "password")]).contains("`password`"));
    assert!(refused(vec![reference("dev", "id")]).contains("`dev`"));
}

#[test]
fn a_hundred_thousand_nodes_take_no_longer_than_their_number() {
    let mut nodes = vec![Node::Null; 100_000];
    nodes.push(Node::Sequence((0..100_000).collect()));
    assert!(read(Tree { nodes: nodes.clone() }).is_ok());
    nodes.insert(0, Node::Null);
    assert!(refused(nodes).contains("used by no other"));
}

#[test]
fn what_an_error_repeats_of_a_value_is_short_and_spelled_out() {
    let key = "\u{1b}[2J".repeat(1 << 20);
    let twice = Node::Mapping(vec![member(&key, 0), member(&key, 1)]);
    let said = refused(vec![Node::Null, Node::Null, twice]);
    assert!(said.starts_with("a mapping has the key `\\u{1b}[2J") && said.len() < 8 << 10);
    let long = || "x".repeat(1 << 20);
    let address = Node::Reference(Reference { address: long(), attribute: "id".into() });
    assert!(refused(vec![address]).len() < 1 << 10);
    let attribute = Node::Reference(Reference { address: "account/dev".into(), attribute: long() });
    assert!(refused(vec![attribute]).len() < 1 << 10);
}
