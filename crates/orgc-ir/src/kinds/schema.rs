//! What a block of a kind may contain, and what a kind asks.

use super::Pattern;
use crate::Value;
use serde::Serialize;

/// A kind: its keyword and what its block may contain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KindSchema {
    /// The keyword, for example `baseline`.
    pub name: String,
    /// The plugin that offers it, for example `std:baseline`.
    pub plugin: String,
    /// Markdown.
    pub doc: String,
    /// The attributes of the block.
    pub attributes: Vec<AttributeSchema>,
    /// What it asks of the organization before a block is expanded.
    pub queries: Vec<Query>,
    /// What it may produce, of [`EMITTED`](super::EMITTED).
    pub emits: Vec<String>,
}

/// An attribute of a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttributeSchema {
    /// The name as written.
    pub name: String,
    /// What it may hold.
    pub value_type: ValueType,
    /// Whether it must be written.
    pub required: bool,
    /// What holds when it is not written.
    pub default: Option<Value>,
    /// Markdown.
    pub doc: String,
    /// What to use instead of it.
    pub deprecated: Option<String>,
}

/// What a value may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueType {
    /// Any value.
    Anything,
    /// `true` or `false`.
    Boolean,
    /// A whole number in a range.
    Integer {
        /// The smallest.
        minimum: Option<i64>,
        /// The largest.
        maximum: Option<i64>,
    },
    /// Text with bounds on its length in characters.
    Text {
        /// The shortest.
        min_length: Option<u32>,
        /// The longest.
        max_length: Option<u32>,
        /// The form of the whole text.
        pattern: Option<Pattern>,
    },
    /// One of these words.
    Choice(Vec<String>),
    /// A list.
    Sequence {
        /// What each element may be.
        item: Box<ValueType>,
        /// The fewest elements.
        min_items: Option<u32>,
        /// The most elements.
        max_items: Option<u32>,
        /// Whether no element may come twice.
        distinct: bool,
    },
    /// A map from text to values of one type.
    Mapping(Box<ValueType>),
    /// A block or map of named attributes.
    Block(Vec<AttributeSchema>),
    /// A type of the language, by its name: `account`, `organizational-unit`, `target`,
    /// `target-set`, `region`, `policy-document`, `duration`, `percent`, `file`, `amount`, `arn`,
    /// `email`, `money`.
    ///
    /// A `file` is a [`Value::Map`] of `path`, `sha256` and `content`. An `amount` is written as a
    /// whole number or a percentage and is a [`Value::Map`] of one member, `count` or `percent`
    /// (hundredths of a percent), because both would be the same integer otherwise.
    Named(String),
}

/// Facts about the organization that are looked up before a block is expanded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Query {
    /// The name of the answer.
    pub id: String,
    /// A name of [`TABLES`].
    pub table: String,
    /// The attribute, a `target-set`, whose targets narrow the rows to themselves and what stands
    /// below them; none means all rows.
    pub scope: Option<String>,
    /// Columns of the table.
    pub columns: Vec<String>,
}

/// What can be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// The name in queries.
    pub name: &'static str,
    /// The columns. `address` is the thing itself, `parent` what it stands in, `id` and `arn` are
    /// values that AWS assigns.
    pub columns: &'static [&'static str],
    /// Whether its rows stand somewhere, so that targets narrow them.
    pub has_places: bool,
}

/// What can be asked about: what the sources declare, never what plugins add, so that no answer
/// depends on the order in which blocks are expanded.
pub const TABLES: [Table; 3] = [
    Table {
        name: "accounts",
        columns: &["address", "arn", "email", "id", "management", "name", "parent", "tags", "title"],
        has_places: true,
    },
    Table {
        name: "organizational-units",
        columns: &["address", "arn", "id", "name", "parent", "tags", "title"],
        has_places: true,
    },
    Table {
        name: "policies",
        columns: &["address", "arn", "id", "name", "tags", "title", "type"],
        has_places: false,
    },
];
