//! Pages of lists and the tokens between them.

use std::iter;

use serde_json::Value;

use crate::protocol::Call;

/// One page of a list and the token of the next.
#[derive(Debug)]
pub(crate) struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

/// Cuts the page that `token` names out of `items`, or `None` when the token is not one of this list.
///
/// A token is the position at which the next page begins, bound to the list's name so that it cannot be used
/// with another list.
pub(crate) fn cut<T>(
    items: impl Iterator<Item = T>,
    list: &str,
    token: Option<&str>,
    size: usize,
) -> Option<Page<T>> {
    let mut left = size;
    let fits = |_: &T| left.checked_sub(1).map(|less| left = less).is_some();
    cut_where(items, list, token, fits)
}

/// The same for pages that end before the first item that does not fit.
pub(crate) fn cut_where<T>(
    items: impl Iterator<Item = T>,
    list: &str,
    token: Option<&str>,
    mut fits: impl FnMut(&T) -> bool,
) -> Option<Page<T>> {
    let start = match token {
        None => 0,
        Some(token) => position(list, token)?,
    };
    let mut rest = items.skip(start).peekable();
    let page: Vec<T> = iter::from_fn(|| rest.next_if(&mut fits)).collect();
    let next = rest.peek().map(|_| format!("{list}.{}", start + page.len()));
    Some(Page { items: page, next })
}

/// A page of Organizations without its items, and with a token that asks for them again. AWS may answer so.
pub(crate) fn emptied(mut answer: Value, call: &Call) -> Value {
    let Some(members) = answer.as_object_mut().filter(|_| call.operation.starts_with("List")) else {
        return answer;
    };
    let Some((name, items)) = members.iter_mut().find(|(_, value)| value.is_array()) else { return answer };
    let token = call.input.get("NextToken").cloned().unwrap_or_else(|| format!("{name}.0").into());
    *items = Value::Array(Vec::new());
    members.insert("NextToken".to_owned(), token);
    answer
}

fn position(list: &str, token: &str) -> Option<usize> {
    let (name, position) = token.rsplit_once('.')?;
    if name == list { position.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_meet_without_gap() {
        let first = cut(0..5, "numbers", None, 3).unwrap();
        assert_eq!(first.items, [0, 1, 2]);
        let second = cut(0..5, "numbers", first.next.as_deref(), 3).unwrap();
        assert_eq!(second.items, [3, 4]);
        assert_eq!(second.next, None);
    }

    #[test]
    fn a_foreign_token_is_refused() {
        assert!(cut(0..5, "numbers", Some("letters.3"), 3).is_none());
        assert!(cut(0..5, "numbers", Some("numbers.x"), 3).is_none());
    }
}
