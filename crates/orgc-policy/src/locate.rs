//! Finding the places of problems in the text that they are about.

use crate::json::Json;
use crate::place::{JsonPath, Place};
use crate::problem::{MOST, Problem};
use std::cell::OnceCell;

impl Problem {
    /// Gives each problem without a place the place of its path in a text, and sorts all by place.
    /// A path to a key stands where the key stands. Keeps the first 50. Does nothing if the text is
    /// not JSON.
    pub fn locate(problems: &mut Vec<Problem>, text: &str) {
        if let Ok(tree) = Json::read(text) {
            locate_in(problems, text, &tree);
        }
    }
}

/// A JSON text in which places are looked up. It is read for the first of them, and once.
#[derive(Debug)]
pub struct Places<'t> {
    text: &'t str,
    tree: OnceCell<Option<Json>>,
}

impl<'t> Places<'t> {
    /// Those of a text.
    pub fn of(text: &'t str) -> Self {
        Self { text, tree: OnceCell::new() }
    }

    /// Where a path leads; none if it leads nowhere, or if the text is not JSON.
    pub fn at(&self, path: &JsonPath) -> Option<Place> {
        let tree = self.tree.get_or_init(|| Json::read(self.text).ok());
        let offset = tree.as_ref()?.position(path)?;
        Some(Place::at(self.text, offset))
    }
}

/// The same for a text that is read already.
pub(crate) fn locate_in(problems: &mut Vec<Problem>, text: &str, tree: &Json) {
    problems.truncate(MOST);
    for problem in problems.iter_mut().filter(|problem| problem.place.is_none()) {
        problem.place = tree.position(&problem.path).map(|offset| Place::at(text, offset));
    }
    problems.sort_by_key(|problem| problem.place);
}
