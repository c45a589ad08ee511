//! Organizational units.

use super::attributes::{Known, attributes};
use super::builder::Builder;
use super::diagnostics;
use crate::declare::Declared;
use orgc_ir::desired::{Body, Unit};
use orgc_policy::QuotaKey;

impl<'a> Builder<'_, '_, 'a, '_> {
    pub(super) fn unit(&mut self, declared: &Declared<'a>) {
        let found = attributes(declared, &Known { now: &["title"], later: &[] }, self.evaluator);
        let written = found.get("title").map(|title| &title.value);
        let name = match written {
            Some(title) => self.evaluator.known(title, "a title").map(|text| (text, title.span)),
            None => self.title(declared),
        };
        let Some(parent) = declared.parent.clone() else { return };
        let (name, span) = name.unwrap_or_else(|| (declared.name.clone(), declared.head));
        let longest = self.scene.settings.quotas.get(QuotaKey::UnitNameMax);
        let length = name.chars().count() as u64;
        if length == 0 || length > longest.value {
            self.report(diagnostics::bad_display_name(
                &name,
                span,
                &format!("1 to {} characters", longest.value),
            ));
        }
        self.add(declared, Body::Unit(Unit { parent, name }));
    }
}
