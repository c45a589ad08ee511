//! From the table to trees.

use super::schema::{Field, Groups, Keys, Node, Scalar, Shape};
use crate::tables::bundled;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The shapes of a type, by name, as they are written.
type Shapes = BTreeMap<String, BTreeMap<String, Row>>;

#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Value(String),
    Full(FullRow),
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct FullRow {
    value: String,
    name: Option<String>,
    #[serde(default)]
    inline: bool,
    #[serde(default)]
    short: bool,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    empty: bool,
    #[serde(default)]
    own_key: bool,
    most: Option<usize>,
    groups: Option<BTreeMap<String, String>>,
    #[serde(default)]
    everything: String,
    #[serde(default)]
    words: Vec<String>,
}

/// The document of each type.
#[expect(clippy::expect_used, reason = "the table is part of this crate and the tests read all of it")]
pub(super) fn schemas() -> BTreeMap<String, Shape> {
    let mut types: BTreeMap<String, Shapes> = bundled(include_str!("../../data/management-policies.toml"));
    let shared = types.remove("shared").unwrap_or_default();
    let document = |shapes: &Shapes| Table { own: shapes, shared: &shared }.shape("document");
    types
        .into_iter()
        .map(|(name, shapes)| (name, document(&shapes).expect("every type has a document")))
        .collect()
}

struct Table<'t> {
    own: &'t Shapes,
    shared: &'t Shapes,
}

impl Table<'_> {
    fn shape(&self, name: &str) -> Option<Shape> {
        let rows = self.own.get(name).or_else(|| self.shared.get(name))?;
        Some(Shape { fields: rows.iter().map(|(key, row)| self.field(key, row)).collect() })
    }

    fn field(&self, key: &str, row: &Row) -> Field {
        let node = self.node(match row {
            Row::Value(value) => value,
            Row::Full(full) => &full.value,
        });
        let plain = (node != Node::Anything).then(|| key.replace('_', "-"));
        match row {
            Row::Value(_) => Field {
                key: key.to_owned(),
                name: plain,
                inline: false,
                short: false,
                required: false,
                empty: false,
                own_key: false,
                most: None,
                groups: None,
                node,
            },
            Row::Full(full) => Field {
                key: key.to_owned(),
                name: full.name.clone().or(plain),
                inline: full.inline,
                short: full.short,
                required: full.required,
                empty: full.empty,
                own_key: full.own_key,
                most: full.most,
                groups: full.groups.as_ref().map(|attributes| Groups {
                    attributes: attributes.clone(),
                    everything: full.everything.clone(),
                    words: full.words.clone(),
                }),
                node,
            },
        }
    }

    /// `each VALUE by KEY`, `list SCALAR`, a scalar, or the name of a shape.
    #[expect(clippy::expect_used, reason = "the table is part of this crate and the tests read all of it")]
    fn node(&self, written: &str) -> Node {
        if written == "anything" {
            return Node::Anything;
        }
        if let Some(rest) = written.strip_prefix("each ") {
            let (value, keys) = rest.rsplit_once(" by ").unwrap_or((rest, "name"));
            return Node::Each {
                keys: named_keys(keys).expect("keys that there are"),
                value: Box::new(self.node(value)),
            };
        }
        if let Some(item) = written.strip_prefix("list ") {
            return Node::List(scalar(item).expect("a list of scalars"));
        }
        let shape = || Node::Block(self.shape(written).expect("a shape that there is"));
        scalar(written).map_or_else(shape, Node::One)
    }
}

fn named_keys(word: &str) -> Option<Keys> {
    Some(match word {
        "name" => Keys::Name,
        "region" => Keys::Region,
        "scope" => Keys::Scope,
        "service" => Keys::Service,
        "arn" => Keys::Arn,
        _ => return None,
    })
}

fn scalar(written: &str) -> Option<Scalar> {
    let mut words = written.split(' ');
    Some(match words.next()? {
        "text" => Scalar::Text,
        "arn" => Scalar::Arn,
        "region" => Scalar::Region,
        "region-or-all" => Scalar::RegionOrAll,
        "days" => Scalar::Days,
        "minutes" => Scalar::Minutes,
        "boolean" => Scalar::Boolean,
        "tag-value" => Scalar::TagValue,
        "resource-type" => Scalar::ResourceType,
        "integer" => Scalar::Integer { low: words.next()?.parse().ok()?, high: words.next()?.parse().ok()? },
        "one" => Scalar::Word(words.skip(1).map(str::to_owned).collect()),
        _ => return None,
    })
}
