//! What may stand in a document, as a tree.

use super::read;
use crate::tables::PolicyType;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// An object of a document: its keys, in the order in which they are printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The keys.
    pub fields: Vec<Field>,
}

/// A key of an object, and its name in the language.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// The key in the document.
    pub key: String,
    /// The name in the language; none if only `content` can say it.
    pub name: Option<String>,
    /// The language leaves this level out and writes what is below it in its place.
    pub inline: bool,
    /// A plain value in place of the whole object stands for this key.
    pub short: bool,
    /// The key must be there.
    pub required: bool,
    /// Where the language does not mention it, it is an empty list.
    pub empty: bool,
    /// The language fills it in with the key of the object that it stands in.
    pub own_key: bool,
    /// How many elements or keys there may be.
    pub most: Option<usize>,
    /// The language groups the keys below by their value.
    pub groups: Option<Groups>,
    /// What stands under the key.
    pub node: Node,
}

/// Keys grouped by their value: `opt-out = [lex, polly]` instead of one value for each key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Groups {
    /// The value that each attribute stands for.
    pub attributes: BTreeMap<String, String>,
    /// The key that `all` stands for.
    pub everything: String,
    /// The other keys that the language knows.
    pub words: Vec<String>,
}

/// What stands under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// An object with the keys of a shape.
    Block(Shape),
    /// An object whose keys are chosen freely.
    Each {
        /// What the keys are.
        keys: Keys,
        /// What stands under each key.
        value: Box<Node>,
    },
    /// A value under an inheritance operator.
    One(Scalar),
    /// A list of values under inheritance operators.
    List(Scalar),
    /// What no primary source describes. Anything is let through.
    Anything,
}

/// What the freely chosen keys of an object are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Names.
    Name,
    /// Regions.
    Region,
    /// Regions, and `default` for all others.
    Scope,
    /// Short names of services.
    Service,
    /// ARNs.
    Arn,
}

/// A single value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// Any string.
    Text,
    /// An ARN, perhaps with placeholders such as `$account`.
    Arn,
    /// A Region.
    Region,
    /// A Region, or `ALL_SUPPORTED` for all there are and will be.
    RegionOrAll,
    /// A number of days.
    Days,
    /// A number of minutes.
    Minutes,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer {
        /// The lowest.
        low: i64,
        /// The highest.
        high: i64,
    },
    /// A value of a tag, with at most one `*`.
    TagValue,
    /// A type of resources: `ec2:instance`, `s3:*`.
    ResourceType,
    /// One of these words.
    Word(Vec<String>),
}

static SCHEMAS: LazyLock<BTreeMap<String, Shape>> = LazyLock::new(read::schemas);

impl PolicyType {
    /// What may stand in its documents; none for authorization policies, and for the types of
    /// which no primary source says it.
    pub fn schema(&self) -> Option<&'static Shape> {
        SCHEMAS.get(&self.name)
    }
}

impl Shape {
    /// The field with this key. A key that ends in `*` in the table stands for all that begin so.
    pub fn field(&self, key: &str) -> Option<&Field> {
        let fits = |field: &&Field| match field.key.strip_suffix('*') {
            Some(start) => key.starts_with(start),
            None => field.key == key,
        };
        self.fields.iter().find(fits)
    }

    /// The keys whose names are certain, for suggestions.
    pub(super) fn keys(&self) -> Vec<&str> {
        self.fields.iter().map(|field| field.key.as_str()).filter(|key| !key.ends_with('*')).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Family;

    fn walk<'s>(node: &'s Node, all: &mut Vec<&'s Field>) {
        match node {
            Node::Block(shape) => shape.fields.iter().for_each(|field| {
                all.push(field);
                walk(&field.node, all);
            }),
            Node::Each { value, .. } => walk(value, all),
            Node::One(_) | Node::List(_) | Node::Anything => {}
        }
    }

    #[test]
    fn every_management_type_whose_root_key_is_known_has_a_schema_under_it() {
        for one in PolicyType::all() {
            let expected = one.family == Family::Management && !one.is_unverified("root-key");
            assert_eq!(one.schema().is_some(), expected, "{}", one.name);
            if let Some(schema) = one.schema() {
                assert_eq!(Some(schema.keys()), one.root_key.as_deref().map(|key| vec![key]), "{}", one.name);
            }
        }
        assert_eq!(SCHEMAS.len(), 12, "no schema without a type");
    }

    #[test]
    fn what_is_not_described_has_no_name_in_the_language() {
        let mut content_only = Vec::new();
        for (name, shape) in SCHEMAS.iter() {
            let node = Node::Block(shape.clone());
            let mut all = Vec::new();
            walk(&node, &mut all);
            for field in all.iter().filter(|field| field.name.is_none()) {
                assert_eq!(field.node, Node::Anything, "{name}: {}", field.key);
                content_only.push(format!("{name}: {}", field.key));
            }
        }
        content_only.dedup();
        insta::assert_snapshot!(content_only.join("\n"), @"
        backup: index_actions
        backup: scan_actions
        backup: scan_settings
        backup: conditions
        declarative-ec2: vpc_encryption*
        guardduty: additional_configuration
        security-hub: features
        ");
    }
}
