//! From a path in the document to where it is written.

use crate::value::{Located, Value};
use orgc_diag::Span;
use orgc_policy::{JsonPath, Step};

/// Where what a path leads to is written, or the nearest value around it: the key if the path ends
/// in one, else the value.
pub(in crate::policy) fn place(document: &Located, path: &JsonPath) -> Span {
    let mut here = document;
    let mut span = document.span;
    for step in path.steps() {
        match (&here.value, step) {
            (Value::Map(entries), Step::Key(key)) => {
                let Some(entry) = entries.iter().find(|entry| entry.key == *key) else { return span };
                (here, span) = (&entry.value, entry.key_span);
            }
            (Value::List(items), Step::Index(index)) => {
                let Some(item) = items.get(*index) else { return span };
                (here, span) = (item, item.span);
            }
            _ => return span,
        }
    }
    span
}
