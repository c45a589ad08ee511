//! Organizational units.

use super::attributes::{Found, Known, attributes};
use super::builder::Builder;
use super::diagnostics;
use crate::declare::Declared;
use orgc_diag::Span;
use orgc_ir::desired::{Body, Unit};
use orgc_policy::QuotaKey;

impl<'a> Builder<'_, '_, 'a, '_> {
    pub(super) fn unit(&mut self, declared: &Declared<'a>) {
        let found = attributes(declared, &Known { now: &["title"], later: &[] }, self.evaluator);
        let name = self.written_title(declared, &found);
        let Some(parent) = declared.parent.clone() else { return };
        let (name, span) = name.unwrap_or_else(|| (declared.name.clone(), declared.head));
        let longest = self.scene.settings.quotas.get(QuotaKey::UnitNameMax);
        let length = name.chars().count() as u64;
        if length == 0 || length > longest.value {
            let rule = format!("1 to {} characters", longest.value);
            self.report(declared, diagnostics::bad_display_name(&name, span, &rule));
        }
        self.add(declared, Body::Unit(Unit { parent, name }));
    }

    /// The title that is written as an attribute or behind the name, or the identifier.
    pub(super) fn written_title(
        &mut self,
        declared: &Declared<'a>,
        found: &Found<'_, 'a>,
    ) -> Option<(String, Span)> {
        let Some(attribute) = found.get("title") else { return self.title(declared) };
        if let Some(title) = &declared.block.title {
            let report = diagnostics::duplicate_attribute("title", title.span, attribute.node.name.span());
            self.report(declared, report);
        }
        let text = self.evaluator.known_attribute(attribute, "a title")?;
        Some((text, attribute.node.value.span))
    }
}
