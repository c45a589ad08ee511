//! Members that several requests share, as the Query protocol carries them: every scalar is text, and an empty
//! text stands for an empty list.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::paging;
use crate::refusal::{Answer, Refusal};

/// A parameter of a template, or an override.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Parameter {
    pub parameter_key: String,
    pub parameter_value: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    pub use_previous_value: Option<bool>,
}

/// A tag of a stack set.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Tag {
    pub key: String,
    pub value: String,
}

/// The paging members of a request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Paging {
    next_token: Option<String>,
    #[serde(default, deserialize_with = "number")]
    max_results: Option<usize>,
}

const LARGEST_PAGE: usize = 100;

impl Paging {
    /// The page of `items` that is asked for, each item written by `shape`; `list` names them for their tokens.
    pub fn answer<T>(
        &self,
        list: &str,
        items: impl Iterator<Item = T>,
        shape: impl FnMut(T) -> Value,
    ) -> Answer {
        let size = self.max_results.unwrap_or(LARGEST_PAGE);
        let page = paging::cut(items, list, self.next_token.as_deref(), size)
            .ok_or_else(|| Refusal::validation("the NextToken is not one of this list"))?;
        let mut output = Map::new();
        output.insert("Summaries".to_owned(), page.items.into_iter().map(shape).collect());
        if let Some(next) = page.next {
            output.insert("NextToken".to_owned(), next.into());
        }
        Ok(Value::Object(output))
    }
}

/// A list that is absent, empty or filled.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    match Option::<Value>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(Some(Vec::new())),
        Some(items) => Vec::<T>::deserialize(items).map(Some).map_err(D::Error::custom),
    }
}

/// `true` or `false`, as text.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    parsed(deserializer)
}

/// A number, as text.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<usize>, D::Error> {
    parsed(deserializer)
}

fn parsed<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
}

/// The tags of a request as a map.
pub(super) fn checked_tags(tags: &[Tag]) -> Result<BTreeMap<String, String>, Refusal> {
    if let Some(tag) = tags.iter().find(|tag| tag.key.starts_with("aws:")) {
        return Err(Refusal::validation(format!("the prefix aws: is reserved: {}", tag.key)));
    }
    Ok(tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect())
}

/// A map as the list of pairs that replies carry.
pub(super) fn pairs(map: &BTreeMap<String, String>, key: &str, value: &str) -> Value {
    let pair = |(name, text): (&String, &String)| {
        let members = [(key.to_owned(), name.clone().into()), (value.to_owned(), text.clone().into())];
        Value::Object(Map::from_iter(members))
    };
    map.iter().map(pair).collect()
}
