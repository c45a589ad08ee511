//! The organization.

use super::attributes::{Known, attributes};
use super::builder::Builder;
use crate::declare::Declared;
use orgc_ir::desired::{Body, Organization};

impl<'a> Builder<'_, '_, 'a, '_> {
    /// The title is for reports only: AWS knows no name of an organization.
    pub(super) fn organization(&mut self, declared: &Declared<'a>) {
        let known = Known { now: &["title"], later: &["features"] };
        let found = attributes(declared, &known, self.evaluator);
        if let Some(title) = found.get("title") {
            self.evaluator.known(&title.value, "a title");
        }
        self.title(declared);
        self.add(declared, Body::Organization(Organization { name: declared.name.clone() }));
    }
}
