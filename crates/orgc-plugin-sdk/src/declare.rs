//! Types as a tree, written into the contract's table when orgc asks.

use crate::bindings::orgc::plugin::schema;
use crate::{FromValue, Value};

/// An attribute of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    name: String,
    value_type: Type,
    required: bool,
    default: Option<Value>,
    doc: String,
    deprecated: Option<String>,
    sensitive: bool,
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
    /// Text of a length and form.
    Text {
        /// The shortest, in characters.
        min_length: Option<u32>,
        /// The longest, in characters.
        max_length: Option<u32>,
        /// A regular expression over the whole text.
        pattern: Option<String>,
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

impl Attribute {
    /// An attribute read as `T`, which decides whether it must be written.
    pub fn of<T: FromValue>(name: &str, value_type: Type, doc: &str) -> Self {
        Self { required: T::unwritten().is_none(), ..Self::optional(name, value_type, doc) }
    }

    /// An attribute that may be left out.
    pub fn optional(name: &str, value_type: Type, doc: &str) -> Self {
        let (name, doc) = (name.to_owned(), doc.to_owned());
        Self { name, value_type, required: false, default: None, doc, deprecated: None, sensitive: false }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What holds when it is left out.
    #[must_use]
    pub fn default_value(mut self, value: impl Into<Value>) -> Self {
        self.default = Some(value.into());
        self
    }

    /// Says what to use instead.
    #[must_use]
    pub fn deprecated(mut self, instead: &str) -> Self {
        self.deprecated = Some(instead.to_owned());
        self
    }

    /// Reaches the plugin as a reference only, and is never printed.
    #[must_use]
    pub fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }
}

impl Type {
    /// Text of any length.
    pub fn text() -> Self {
        Self::Text { min_length: None, max_length: None, pattern: None }
    }

    /// One of these words.
    pub fn choice<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Choice(words.into_iter().map(str::to_owned).collect())
    }

    /// A list of any length.
    pub fn list(item: Type) -> Self {
        Self::Sequence { item: Box::new(item), min_items: None, max_items: None, distinct: false }
    }

    /// A map from text to values of one type.
    pub fn map(value: Type) -> Self {
        Self::Mapping(Box::new(value))
    }

    /// A type of the language.
    pub fn named(name: &str) -> Self {
        Self::Named(name.to_owned())
    }
}

/// The table of a block's types and the index of the block itself.
pub(crate) fn table(attributes: Vec<Attribute>) -> (Vec<schema::ValueType>, u32) {
    let mut table = Vec::new();
    let root = write_type(Type::Block(attributes), &mut table);
    (table, root)
}

/// Appends the type after those it is made of and returns its index.
fn write_type(value_type: Type, table: &mut Vec<schema::ValueType>) -> u32 {
    let row = match value_type {
        Type::Anything => schema::ValueType::Anything,
        Type::Boolean => schema::ValueType::Boolean,
        Type::Integer { minimum, maximum } => {
            schema::ValueType::Integer(schema::IntegerRules { minimum, maximum })
        }
        Type::Text { min_length, max_length, pattern } => {
            schema::ValueType::Text(schema::TextRules { min_length, max_length, pattern })
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
        deprecated: attribute.deprecated,
        sensitive: attribute.sensitive,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_stand_in_the_table_after_their_parts() {
        let regions = Attribute::optional("regions", Type::list(Type::named("region")), "Where.");
        let (table, root) = table(vec![regions]);
        assert_eq!(root, 2);
        assert_eq!(table.len(), 3);
        assert!(matches!(table.first(), Some(schema::ValueType::Named(name)) if name == "region"));
        assert!(matches!(table.get(1), Some(schema::ValueType::Sequence(rules)) if rules.item == 0));
    }
}
