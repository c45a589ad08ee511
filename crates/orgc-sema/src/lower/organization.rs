//! The organization.

use super::attributes::{Known, attributes};
use super::builder::Builder;
use super::diagnostics;
use crate::declare::{Declared, Scoped};
use crate::model::BreakGlass;
use crate::principal;
use crate::value::{Located, Type, Value};
use orgc_ir::desired::{Body, Organization};
use orgc_syntax::ast::Attribute;

impl<'a> Builder<'_, '_, 'a, '_> {
    /// The title is for reports only: AWS knows no name of an organization.
    pub(super) fn organization(&mut self, declared: &Declared<'a>) {
        let known = Known { now: &["break-glass", "features", "title"], later: &[] };
        let found = attributes(declared, &known, self.evaluator);
        if let Some(features) = found.get("features") {
            let words = ["all-features", "consolidated-billing"].map(str::to_owned).to_vec();
            let located = self.evaluator.attribute_value(features, &Type::Choice(words));
            if located.value == Value::text("consolidated-billing") {
                self.report(declared, diagnostics::needs_all_features(located.span));
            }
        }
        if let Some(attribute) = found.get("break-glass") {
            self.break_glass(attribute);
        }
        let title = self.written_title(declared, &found);
        let name = title.map_or_else(|| declared.name.clone(), |(title, _)| title);
        self.add(declared, Body::Organization(Organization { name }));
    }

    fn break_glass(&mut self, attribute: &Scoped<'a, Attribute>) {
        let located = self.evaluator.attribute_value(attribute, &Type::list(Type::TEXT));
        let Value::List(named) = located.value else { return };
        let named = self.evaluator.within(&attribute.scope, |evaluator| {
            let one = |located: &Located| {
                let arn = evaluator.known_text(located, "a principal")?;
                let fault = principal::fault(&arn, located.span);
                let is_sound = fault.is_none();
                evaluator.reports.extend(fault);
                is_sound.then_some(BreakGlass { arn, span: located.span })
            };
            named.iter().filter_map(one).collect()
        });
        self.model.break_glass = named;
    }
}
