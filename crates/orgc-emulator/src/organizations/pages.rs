//! Pages of Organizations lists: at most twenty items each.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::paging;
use crate::refusal::{Answer, Refusal};

const LARGEST_PAGE: usize = 20;

/// The paging members of a request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Paging {
    next_token: Option<String>,
    max_results: Option<usize>,
}

impl Paging {
    /// The page of `items` that is asked for, each item written by `shape`.
    pub fn answer<T>(
        &self,
        list: &str,
        items: impl Iterator<Item = T>,
        shape: impl FnMut(T) -> Value,
    ) -> Answer {
        let size = self.max_results.unwrap_or(LARGEST_PAGE);
        let page = paging::cut(items, list, self.next_token.as_deref(), size)
            .ok_or_else(|| Refusal::invalid("INVALID_NEXT_TOKEN", "the NextToken is not one of this list"))?;
        let mut output = Map::new();
        output.insert(list.to_owned(), page.items.into_iter().map(shape).collect());
        if let Some(next) = page.next {
            output.insert("NextToken".to_owned(), next.into());
        }
        Ok(Value::Object(output))
    }
}
