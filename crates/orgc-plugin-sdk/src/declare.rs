//! Declaring kinds: types as a tree, written into the contract's table when orgc asks.

use crate::Value;
use crate::bindings::exports::orgc::plugin::manifest;
use crate::bindings::orgc::plugin::schema;

/// Who the plugin is and what it offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Info {
    name: String,
    summary: String,
    kinds: Vec<Kind>,
}

/// A kind: a keyword and what its blocks may hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    name: String,
    doc: String,
    attributes: Vec<Attribute>,
    emits: Vec<String>,
}

/// An attribute of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    name: String,
    value_type: Type,
    required: bool,
    default: Option<Value>,
    doc: String,
}

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
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
    },
    /// One of these words.
    Choice(Vec<String>),
    /// A list.
    Sequence {
        /// What each element may be.
        item: Box<Type>,
        /// The fewest elements.
        min_items: Option<u32>,
        /// The most elements.
        max_items: Option<u32>,
        /// Whether no element may come twice.
        distinct: bool,
    },
    /// A map from text to values of one type.
    Mapping(Box<Type>),
    /// A map of named attributes.
    Block(Vec<Attribute>),
    /// A type of the language, for example `region`; the contract lists them.
    Named(String),
}

impl Info {
    /// A plugin with this default alias and summary and no kinds yet.
    pub fn new(name: &str, summary: &str) -> Self {
        Self { name: name.to_owned(), summary: summary.to_owned(), kinds: Vec::new() }
    }

    /// Adds a kind.
    #[must_use]
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kinds.push(kind);
        self
    }
}

impl Kind {
    /// A kind with this keyword, documentation (Markdown) and attributes.
    pub fn new(name: &str, doc: &str, attributes: impl IntoIterator<Item = Attribute>) -> Self {
        Self {
            name: name.to_owned(),
            doc: doc.to_owned(),
            attributes: attributes.into_iter().collect(),
            emits: Vec::new(),
        }
    }

    /// Declares a core kind that the expansion may produce, for example `stack-set`.
    #[must_use]
    pub fn emits(mut self, core_kind: &str) -> Self {
        self.emits.push(core_kind.to_owned());
        self
    }
}

impl Attribute {
    /// An attribute that must be written.
    pub fn required(name: &str, value_type: Type, doc: &str) -> Self {
        Self { required: true, ..Self::optional(name, value_type, doc) }
    }

    /// An attribute that may be left out.
    pub fn optional(name: &str, value_type: Type, doc: &str) -> Self {
        Self { name: name.to_owned(), value_type, required: false, default: None, doc: doc.to_owned() }
    }

    /// What holds when it is left out.
    #[must_use]
    pub fn default_value(mut self, value: Value) -> Self {
        self.default = Some(value);
        self
    }
}

impl Type {
    /// Text of any length.
    pub fn text() -> Self {
        Self::Text { min_length: None, max_length: None }
    }

    /// One of these words.
    pub fn choice<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Choice(words.into_iter().map(str::to_owned).collect())
    }

    /// A list of any length.
    pub fn list(item: Type) -> Self {
        Self::Sequence { item: Box::new(item), min_items: None, max_items: None, distinct: false }
    }

    /// A list of at least so many elements.
    pub fn list_of_at_least(min_items: u32, item: Type) -> Self {
        let min_items = Some(min_items);
        Self::Sequence { item: Box::new(item), min_items, max_items: None, distinct: false }
    }

    /// A map from text to values of one type.
    pub fn map(value: Type) -> Self {
        Self::Mapping(Box::new(value))
    }

    /// A map of named attributes.
    pub fn block(attributes: impl IntoIterator<Item = Attribute>) -> Self {
        Self::Block(attributes.into_iter().collect())
    }

    /// A type of the language.
    pub fn named(name: &str) -> Self {
        Self::Named(name.to_owned())
    }
}

impl From<Info> for manifest::Info {
    fn from(info: Info) -> Self {
        manifest::Info {
            name: info.name,
            summary: info.summary,
            kinds: info.kinds.into_iter().map(schema::Kind::from).collect(),
            rules: Vec::new(),
            budget: None,
        }
    }
}

impl From<Kind> for schema::Kind {
    fn from(kind: Kind) -> Self {
        let mut value_types = Vec::new();
        let root = write_type(Type::Block(kind.attributes), &mut value_types);
        schema::Kind {
            name: kind.name,
            doc: kind.doc,
            value_types,
            root,
            queries: Vec::new(),
            emits: kind.emits,
        }
    }
}

/// Appends the type after those it is made of and returns its index.
fn write_type(value_type: Type, table: &mut Vec<schema::ValueType>) -> u32 {
    let row = match value_type {
        Type::Anything => schema::ValueType::Anything,
        Type::Boolean => schema::ValueType::Boolean,
        Type::Integer { minimum, maximum } => {
            schema::ValueType::Integer(schema::IntegerRules { minimum, maximum })
        }
        Type::Text { min_length, max_length } => {
            schema::ValueType::Text(schema::TextRules { min_length, max_length, pattern: None })
        }
        Type::Choice(words) => schema::ValueType::Choice(words),
        Type::Sequence { item, min_items, max_items, distinct } => {
            let item = write_type(*item, table);
            schema::ValueType::Sequence(schema::SequenceRules { item, min_items, max_items, distinct })
        }
        Type::Mapping(value) => schema::ValueType::Mapping(write_type(*value, table)),
        Type::Block(attributes) => {
            let attribute = |one| write_attribute(one, table);
            schema::ValueType::Block(attributes.into_iter().map(attribute).collect())
        }
        Type::Named(name) => schema::ValueType::Named(name),
    };
    table.push(row);
    u32::try_from(table.len() - 1).unwrap_or(u32::MAX)
}

fn write_attribute(attribute: Attribute, table: &mut Vec<schema::ValueType>) -> schema::Attribute {
    schema::Attribute {
        name: attribute.name,
        value_type: write_type(attribute.value_type, table),
        required: attribute.required,
        default: attribute.default.map(Into::into),
        doc: attribute.doc,
        deprecated: None,
        sensitive: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_stand_in_the_table_after_their_parts() {
        let regions = Attribute::required("regions", Type::list(Type::named("region")), "Where.");
        let kind = schema::Kind::from(Kind::new("x", "An x.", [regions]).emits("stack-set"));
        assert_eq!(kind.root, 2);
        assert_eq!(kind.value_types.len(), 3);
        assert!(matches!(kind.value_types.first(), Some(schema::ValueType::Named(name)) if name == "region"));
        assert!(
            matches!(kind.value_types.get(1), Some(schema::ValueType::Sequence(rules)) if rules.item == 0)
        );
    }
}
