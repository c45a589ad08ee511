//! The organization.

use super::attributes::{Known, attributes};
use super::builder::Builder;
use super::diagnostics;
use crate::declare::Declared;
use crate::value::{Type, Value};
use orgc_ir::desired::{Body, Organization};

impl<'a> Builder<'_, '_, 'a, '_> {
    /// The title is for reports only: AWS knows no name of an organization.
    pub(super) fn organization(&mut self, declared: &Declared<'a>) {
        let known = Known { now: &["features", "title"], later: &[] };
        let found = attributes(declared, &known, self.evaluator);
        if let Some(features) = found.get("features") {
            let words = ["all-features", "consolidated-billing"].map(str::to_owned).to_vec();
            let located = self.evaluator.attribute_value(features, &Type::Choice(words));
            if located.value == Value::text("consolidated-billing") {
                self.report(declared, diagnostics::needs_all_features(located.span));
            }
        }
        let title = self.written_title(declared, &found);
        let name = title.map_or_else(|| declared.name.clone(), |(title, _)| title);
        self.add(declared, Body::Organization(Organization { name }));
    }
}
