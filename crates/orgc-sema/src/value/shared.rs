//! Elements of lists and entries of maps, shared by everyone who holds the value.

use super::{Entry, Located, Value};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A sequence that is cheap to hand on. What is asked of it again and again is worked out once.
#[derive(Clone, Debug)]
pub(crate) struct Shared<T>(Arc<Inner<T>>);

#[derive(Debug)]
struct Inner<T> {
    items: Vec<T>,
    /// See [`Value::weight`].
    weight: usize,
    /// See [`Value::depth`].
    depth: usize,
    /// See [`Value::has_error`].
    has_error: bool,
    /// See [`Value::is_settled`].
    is_settled: bool,
    /// The indices of the items in the order of their keys, once somebody looks for one.
    by_key: OnceLock<Vec<usize>>,
}

/// What a sequence is made of.
pub(crate) trait Element: Clone {
    fn value(&self) -> &Value;
}

impl Element for Located {
    fn value(&self) -> &Value {
        &self.value
    }
}

impl Element for Entry {
    fn value(&self) -> &Value {
        &self.value.value
    }
}

impl<T: Element> Shared<T> {
    pub(crate) fn weight(&self) -> usize {
        self.0.weight
    }

    pub(crate) fn depth(&self) -> usize {
        self.0.depth
    }

    pub(crate) fn has_error(&self) -> bool {
        self.0.has_error
    }

    pub(crate) fn is_settled(&self) -> bool {
        self.0.is_settled
    }

    /// The items, taken out if nobody else holds them and copied otherwise.
    pub(crate) fn into_vec(self) -> Vec<T> {
        match Arc::try_unwrap(self.0) {
            Ok(inner) => inner.items,
            Err(shared) => shared.items.clone(),
        }
    }
}

impl Shared<Entry> {
    /// The entry under a key.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        const FEW: usize = 8;
        if self.len() <= FEW {
            return self.iter().find(|entry| entry.key == key);
        }
        let order = self.0.by_key.get_or_init(|| {
            let mut order: Vec<usize> = (0..self.len()).collect();
            order.sort_by_key(|index| self.get(*index).map(|entry| &entry.key));
            order
        });
        let key_at = |index: &usize| self.get(*index).map_or("", |entry| entry.key.as_str());
        let at = order.binary_search_by(|index| key_at(index).cmp(key)).ok()?;
        self.get(*order.get(at)?)
    }
}

impl<T: Element> From<Vec<T>> for Shared<T> {
    fn from(items: Vec<T>) -> Self {
        let values = || items.iter().map(Element::value);
        let inner = Inner {
            weight: values().map(Value::weight).fold(1, usize::saturating_add),
            depth: 1 + values().map(Value::depth).max().unwrap_or(0),
            has_error: values().any(Value::has_error),
            is_settled: values().all(Value::is_settled),
            by_key: OnceLock::new(),
            items,
        };
        Self(Arc::new(inner))
    }
}

impl<T: Element> FromIterator<T> for Shared<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::from(items.into_iter().collect::<Vec<T>>())
    }
}

impl<T: Element> IntoIterator for Shared<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_vec().into_iter()
    }
}

impl<'s, T: Element> IntoIterator for &'s Shared<T> {
    type Item = &'s T;
    type IntoIter = std::slice::Iter<'s, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.items.iter()
    }
}

impl<T> Deref for Shared<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0.items
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.items == other.0.items
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgc_diag::{FileId, Span};

    #[test]
    fn an_entry_is_found_among_few_and_among_many() {
        let span = Span::new(FileId(0), 0, 0);
        let entry = |number: usize| Entry {
            key: format!("k{number}"),
            key_span: span,
            value: Located::new(Value::Integer(i64::try_from(number).unwrap()), span),
        };
        for count in [3, 30] {
            let shared: Shared<Entry> = (0..count).rev().map(entry).collect();
            for number in 0..count {
                assert_eq!(shared.entry(&format!("k{number}")), Some(&entry(number)));
            }
            assert_eq!(shared.entry("k"), None);
        }
    }
}
