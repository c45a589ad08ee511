//! The types that values are held against.

use super::Located;
use orgc_ir::Address;
use orgc_ir::kinds::{AttributeSchema, Pattern, ValueType};

/// What a place expects of a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    Anything,
    Bool,
    Integer {
        minimum: Option<i64>,
        maximum: Option<i64>,
    },
    Decimal,
    /// Lengths in characters.
    Text {
        min_length: Option<u32>,
        max_length: Option<u32>,
        pattern: Option<Pattern>,
    },
    Checked(CheckedString),
    Region,
    Action,
    /// A short name such as `guardduty`, or a service principal.
    Service,
    /// The text of a policy, written `policy { … }`.
    Document,
    Duration,
    Percent,
    /// A number of accounts, or a percentage of them.
    Amount,
    Money,
    File,
    /// One of these words, bare or as a string.
    Choice(Vec<String>),
    List {
        item: Box<Type>,
        min_items: Option<u32>,
        max_items: Option<u32>,
        distinct: bool,
    },
    Map(Box<Type>),
    Record {
        /// The record of the sources; a block of a plugin has no name.
        name: Option<String>,
        fields: Vec<Field>,
    },
    Entity(EntityType),
    /// `none` is allowed.
    Optional(Box<Type>),
}

/// A string with a form of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CheckedString {
    Email,
    Arn,
    AccountId,
    OuId,
    OrgId,
    RootId,
    PolicyId,
    Cidr,
    Phone,
    /// `2026-12-31`
    Date,
    Url,
    ConditionKey,
}

/// A named part of a record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub name: String,
    pub value_type: Type,
    pub required: bool,
    /// What holds when there is no value.
    pub default: Option<Located>,
}

/// A kind of thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EntityType {
    /// The organization, a unit or an account.
    Target,
    /// Things whose addresses have this kind.
    Kind(String),
    /// Blocks of the kinds that plugins offer.
    Deployable(Vec<String>),
}

impl Type {
    /// Any string.
    pub(crate) const TEXT: Self = Self::Text { min_length: None, max_length: None, pattern: None };
    /// Any whole number.
    pub(crate) const INTEGER: Self = Self::Integer { minimum: None, maximum: None };

    pub(crate) fn list(item: Self) -> Self {
        Self::List { item: Box::new(item), min_items: None, max_items: None, distinct: false }
    }

    pub(crate) fn kind(kind: &str) -> Self {
        Self::Entity(EntityType::Kind(kind.to_owned()))
    }

    /// The type without `?`.
    pub(crate) fn present(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner.present(),
            other => other,
        }
    }

    /// What the elements of a list or the values of a map are expected to be.
    pub(crate) fn element(&self) -> &Self {
        match self.present() {
            Self::List { item, .. } => item,
            Self::Map(value) => value,
            _ => &Self::Anything,
        }
    }

    /// What is expected under a key.
    pub(crate) fn member(&self, key: &str) -> &Self {
        match self.present() {
            Self::Record { fields, .. } => fields
                .iter()
                .find(|field| field.name == key)
                .map_or(&Self::Anything, |field| &field.value_type),
            Self::Map(value) => value,
            _ => &Self::Anything,
        }
    }

    /// What is expected, with its article, for messages.
    pub(crate) fn noun(&self) -> String {
        match self {
            Self::Anything => "a value".to_owned(),
            Self::Bool => "`true` or `false`".to_owned(),
            Self::Integer { .. } => "a whole number".to_owned(),
            Self::Decimal => "a number".to_owned(),
            Self::Text { .. } => "a string".to_owned(),
            Self::Checked(checked) => checked.noun().to_owned(),
            Self::Region => "a Region such as `eu-west-1`".to_owned(),
            Self::Action => "an action such as `s3:GetObject`".to_owned(),
            Self::Service => "a service such as `guardduty`".to_owned(),
            Self::Document => "a policy, written `policy { … }`".to_owned(),
            Self::Duration => "a duration such as `30d`".to_owned(),
            Self::Percent => "a percentage such as `25%`".to_owned(),
            Self::Amount => "a number or a percentage such as `25%`".to_owned(),
            Self::Money => "an amount of money such as `100 USD`".to_owned(),
            Self::File => "a file, written `file(\"…\")`".to_owned(),
            Self::Choice(words) => format!("one of `{}`", words.join("`, `")),
            Self::List { item, .. } => format!("a list, each element {}", item.noun()),
            Self::Map(value) if **value == Self::Anything => "a map".to_owned(),
            Self::Map(value) => format!("a map, each value {}", value.noun()),
            Self::Record { name: Some(name), .. } => format!("a record `{name}`"),
            Self::Record { .. } => "a block".to_owned(),
            Self::Entity(entity) => entity.noun(),
            Self::Optional(inner) => format!("{}, or none", inner.noun()),
        }
    }
}

impl CheckedString {
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Email => "an e-mail address",
            Self::Arn => "an ARN",
            Self::AccountId => "an account id of twelve digits",
            Self::OuId => "an id such as `ou-ab12-cdef3456`",
            Self::OrgId => "an id such as `o-ab12cdef34`",
            Self::RootId => "an id such as `r-ab12`",
            Self::PolicyId => "an id such as `p-ab12cdef`",
            Self::Cidr => "a range of addresses such as `10.0.0.0/16`",
            Self::Phone => "a phone number such as `+49 30 5550100`",
            Self::Date => "a date such as `2026-12-31`",
            Self::Url => "a web address such as `https://example.com`",
            Self::ConditionKey => "a condition key such as `aws:PrincipalArn`",
        }
    }
}

impl EntityType {
    pub(crate) fn accepts(&self, address: &Address) -> bool {
        match self {
            Self::Target => matches!(address.kind(), "organization" | "ou" | "account"),
            Self::Kind(kind) => address.kind() == kind,
            Self::Deployable(kinds) => kinds.iter().any(|kind| kind == address.kind()),
        }
    }

    pub(crate) fn noun(&self) -> String {
        match self {
            Self::Target => "the organization, an OU or an account".to_owned(),
            Self::Kind(kind) if kind == "ou" => "an OU".to_owned(),
            Self::Kind(kind) if kind.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {kind}"),
            Self::Kind(kind) => format!("a {kind}"),
            Self::Deployable(kinds) => format!("a block of kind `{}`", kinds.join("` or `")),
        }
    }
}

impl From<&ValueType> for Type {
    fn from(schema: &ValueType) -> Self {
        match schema {
            ValueType::Anything => Self::Anything,
            ValueType::Boolean => Self::Bool,
            ValueType::Integer { minimum, maximum } => Self::Integer { minimum: *minimum, maximum: *maximum },
            ValueType::Text { min_length, max_length, pattern } => {
                Self::Text { min_length: *min_length, max_length: *max_length, pattern: pattern.clone() }
            }
            ValueType::Choice(words) => Self::Choice(words.clone()),
            ValueType::Sequence { item, min_items, max_items, distinct } => Self::List {
                item: Box::new(Self::from(item.as_ref())),
                min_items: *min_items,
                max_items: *max_items,
                distinct: *distinct,
            },
            ValueType::Mapping(value) => Self::Map(Box::new(Self::from(value.as_ref()))),
            ValueType::Block(attributes) => Self::record(attributes),
            ValueType::Named(name) => Self::named(name),
        }
    }
}

impl Type {
    /// A block of these attributes.
    pub(crate) fn record(attributes: &[AttributeSchema]) -> Self {
        let field = |schema: &AttributeSchema| Field {
            name: schema.name.clone(),
            value_type: Self::from(&schema.value_type),
            required: schema.required,
            default: None,
        };
        Self::Record { name: None, fields: attributes.iter().map(field).collect() }
    }

    /// A type that schemas name. The host refuses plugins that name an unknown one.
    fn named(name: &str) -> Self {
        match name {
            "account" => Self::kind("account"),
            "organizational-unit" => Self::kind("ou"),
            "amount" => Self::Amount,
            "target" => Self::Entity(EntityType::Target),
            "target-set" => Self::list(Self::Entity(EntityType::Target)),
            "region" => Self::Region,
            "duration" => Self::Duration,
            "percent" => Self::Percent,
            "money" => Self::Money,
            "email" => Self::Checked(CheckedString::Email),
            "arn" => Self::Checked(CheckedString::Arn),
            "file" => Self::File,
            "policy-document" => Self::Document,
            _ => Self::Anything,
        }
    }
}
