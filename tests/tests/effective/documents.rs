//! Random documents by the schema of a type, from few names and few values.

use orgc_policy::management::{Field, Keys, Node, Scalar, Shape};
use orgc_policy::{Family, PolicyType};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Value, json};
use std::fmt;

const CONTROL: &str = "@@operators_allowed_for_child_policies";

/// Policies of one type on each level.
#[derive(Clone)]
pub struct Case {
    pub policy_type: &'static PolicyType,
    pub levels: Vec<Vec<Value>>,
}

/// A policy in a line, for a failure.
impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} policies", self.policy_type.name)?;
        for (level, documents) in self.levels.iter().enumerate() {
            documents.iter().try_for_each(|document| writeln!(f, "  level {level}: {document}"))?;
        }
        Ok(())
    }
}

/// Cases of all types.
pub fn cases(levels: usize) -> impl Strategy<Value = Case> {
    let types: Vec<&PolicyType> =
        PolicyType::all().iter().filter(|one| one.family == Family::Management).collect();
    select(types).prop_flat_map(move |policy_type| {
        let level = vec(document(policy_type), 0..=3);
        vec(level, levels).prop_map(move |levels| Case { policy_type, levels })
    })
}

fn document(policy_type: &'static PolicyType) -> BoxedStrategy<Value> {
    let Some(schema) = policy_type.schema() else { return unknown() };
    let fields = schema.fields.iter().map(always).collect::<Vec<_>>();
    fields.prop_map(|fields| own_keys(object(fields))).boxed()
}

/// A document whose keys no schema knows.
fn unknown() -> BoxedStrategy<Value> {
    let list = node_of_list(&["x", "y"]);
    let one = leaf(vec![("@@assign", select(vec![json!("x"), json!("y")]).boxed())]);
    let keys = vec![maybe("list", list), maybe("one", one)];
    controlled(keys.boxed()).prop_map(|inner| json!({ "securityhub_cspm": inner })).boxed()
}

type Entry = Option<(String, Value)>;

/// An object of the entries that are there.
fn object(entries: Vec<Entry>) -> Value {
    Value::Object(entries.into_iter().flatten().collect())
}

fn maybe(key: &str, value: BoxedStrategy<Value>) -> BoxedStrategy<Entry> {
    let key = key.to_owned();
    option::of(value).prop_map(move |value| Some((key.clone(), value?))).boxed()
}

fn always(field: &'static Field) -> BoxedStrategy<Entry> {
    // A key that ends in a star stands for all that begin so.
    let key = field.key.trim_end_matches('*').to_owned();
    node(&field.node).prop_map(move |value| Some((key.clone(), value))).boxed()
}

fn field(field: &'static Field) -> BoxedStrategy<Entry> {
    match &field.node {
        Node::Anything => Just(None).boxed(),
        _ if field.required => always(field),
        _ => option::of(always(field)).prop_map(Option::flatten).boxed(),
    }
}

fn node(node: &'static Node) -> BoxedStrategy<Value> {
    match node {
        Node::Block(shape) => block(shape),
        Node::Each { keys, value } => {
            let entries: Vec<_> = names(*keys).iter().map(|name| maybe(name, self::node(value))).collect();
            controlled(entries.boxed())
        }
        Node::One(scalar) => leaf(vec![("@@assign", select(values(scalar)).prop_map(Value::from).boxed())]),
        Node::List(scalar) => node_of_list(&values(scalar)),
        Node::Anything => Just(json!({})).boxed(),
    }
}

fn block(shape: &'static Shape) -> BoxedStrategy<Value> {
    let fields: Vec<_> = shape.fields.iter().map(field).collect();
    controlled(fields.boxed())
}

fn node_of_list(values: &[impl AsRef<str>]) -> BoxedStrategy<Value> {
    let values: Vec<Value> = values.iter().map(|value| json!(value.as_ref())).collect();
    let list = || {
        let (values, index) = (values.clone(), any::<Index>());
        // Now and then an element stands twice.
        let some = (subsequence(values.clone(), 0..=values.len()), index, prop::bool::weighted(0.1));
        let some = some.prop_map(move |(mut some, index, again)| {
            some.extend(again.then(|| index.get(&values).clone()));
            Value::Array(some)
        });
        some.boxed()
    };
    leaf(vec![("@@assign", list()), ("@@append", list()), ("@@remove", list())])
}

/// A value under some of the operators, or a control alone.
fn leaf(operators: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let number = operators.len();
    let all: Vec<_> = operators.into_iter().map(|(name, value)| maybe(name, value)).collect();
    let some = (subsequence((0..number).collect::<Vec<_>>(), 0..=number.min(2)), all, control());
    let one = |(chosen, all, control): (Vec<usize>, Vec<Entry>, Entry)| {
        let all = all.into_iter().enumerate().filter(|(index, _)| chosen.contains(index));
        let said = object(all.map(|(_, entry)| entry).chain([control]).collect());
        if said == json!({}) { json!({ CONTROL: ["@@all"] }) } else { said }
    };
    some.prop_map(one).boxed()
}

/// An object, perhaps with a child control.
fn controlled(entries: BoxedStrategy<Vec<Entry>>) -> BoxedStrategy<Value> {
    let with = |(mut entries, control): (Vec<Entry>, Entry)| {
        entries.push(control);
        object(entries)
    };
    (entries, control()).prop_map(with).boxed()
}

fn control() -> BoxedStrategy<Entry> {
    let words = prop_oneof![
        1 => Just(json!(["@@all"])),
        2 => Just(json!(["@@none"])),
        3 => subsequence(vec!["@@assign", "@@append", "@@remove"], 1..=2).prop_map(Value::from),
    ];
    let entry = |words| (CONTROL.to_owned(), words);
    option::weighted(0.2, words.prop_map(entry)).boxed()
}

fn names(keys: Keys) -> &'static [&'static str] {
    match keys {
        Keys::Name => &["Alpha", "ALPHA", "beta"],
        Keys::Region => &["eu-west-1", "us-east-1"],
        Keys::Scope => &["default", "eu-west-1"],
        Keys::Service => &["default", "lex"],
        Keys::Arn => &["arn:aws:backup:us-west-2:$account:backup-vault:v"],
    }
}

fn values(scalar: &Scalar) -> Vec<String> {
    let all: &[&str] = match scalar {
        Scalar::Text | Scalar::TagValue => &["x", "X", "y"],
        Scalar::Arn => &["arn:aws:iam::$account:role/R", "arn:aws:iam::$account:role/r"],
        Scalar::Region | Scalar::RegionOrAll => &["eu-west-1", "us-east-1", "us-west-2"],
        Scalar::Days => &["1", "365"],
        Scalar::Minutes => &["60", "480"],
        Scalar::Boolean => &["true", "false"],
        Scalar::Integer { low, high } => return vec![low.to_string(), high.to_string()],
        Scalar::ResourceType => &["ec2:instance", "dynamodb:table", "redshift:*"],
        Scalar::Word(words) => return words.clone(),
    };
    all.iter().map(|one| (*one).to_owned()).collect()
}

/// A tag key is the key of its object, apart from the case.
fn own_keys(mut document: Value) -> Value {
    let tags = document.get_mut("tags").and_then(Value::as_object_mut);
    for (key, tag) in tags.into_iter().flatten() {
        if let Some(assigned) = tag.pointer_mut("/tag_key/@@assign") {
            let is_changed = assigned == "X";
            *assigned = json!(if is_changed { key.to_ascii_uppercase() } else { key.clone() });
        }
    }
    document
}
