//! Finding the places of problems in the text that they are about.

use crate::json::Json;
use crate::place::{JsonPath, Place};
use crate::problem::{MOST, Problem};

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

impl JsonPath {
    /// The place in a text where the path leads; none if it leads nowhere, or if the text is not JSON.
    pub fn place_in(&self, text: &str) -> Option<Place> {
        let offset = Json::read(text).ok()?.position(self)?;
        Some(Place::at(text, offset))
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
