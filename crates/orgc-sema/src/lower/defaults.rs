//! `defaults { … }`: what the organization or a unit fills in for every account below. The nearest
//! one wins, tag by tag and contact by contact.

use super::attributes::{Known, attributes_of};
use super::builder::Builder;
use super::contact::{self, Contacts};
use super::tags::tag_entries;
use crate::declare::{Declared, Part};
use crate::region;
use crate::value::{Type, Value};
use orgc_ir::Address;
use orgc_ir::desired::Protect;
use std::collections::{BTreeMap, BTreeSet};

/// What is filled in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Defaults {
    pub tags: BTreeMap<String, String>,
    pub contacts: Contacts,
    pub protect: Option<Protect>,
    pub regions: BTreeSet<String>,
}

impl<'a> Builder<'_, '_, 'a, '_> {
    /// Works out the defaults of the organization and of every unit, from the top downwards.
    pub(super) fn all_defaults(&mut self) {
        let declarations = self.scene.declarations;
        let organization = declarations.organization.iter();
        for declared in organization.chain(declarations.units.values()) {
            let above = declared.parent.as_ref().and_then(|parent| self.defaults.get(parent));
            let mut defaults = above.cloned().unwrap_or_default();
            for part in &declared.contents.defaults {
                self.fill(part, &mut defaults);
            }
            self.keep(declared, defaults);
        }
    }

    fn keep(&mut self, declared: &Declared<'a>, defaults: Defaults) {
        let address: Address = declared.address.clone();
        self.defaults.insert(address, defaults);
    }

    fn fill(&mut self, part: &Part<'a>, defaults: &mut Defaults) {
        let contents = &part.contents;
        let known = Known { now: &["regions"], later: &[] };
        let found = attributes_of(contents, || "`defaults`".to_owned(), &known, self.evaluator);
        if let Some(regions) = found.get("regions") {
            defaults.regions.extend(self.opt_in_regions(regions));
        }
        let quotas = &self.scene.settings.quotas;
        defaults.tags.extend(tag_entries(&contents.tags, quotas, self.evaluator));
        let contacts = contact::contacts(&contents.contacts, self.evaluator);
        defaults.contacts.merge(contacts);
        if let Some(protect) = contents.protects.first() {
            let reason = protect.node.reason.as_ref();
            let reason = self.evaluator.within(&protect.scope, |evaluator| {
                reason.and_then(|reason| evaluator.known_literal(reason, "a reason"))
            });
            defaults.protect = Some(Protect { reason });
        }
    }

    /// Regions to enable. Those that are enabled everywhere are reported.
    pub(super) fn opt_in_regions(
        &mut self,
        attribute: &crate::declare::Scoped<'a, orgc_syntax::ast::Attribute>,
    ) -> BTreeSet<String> {
        let located = self.evaluator.attribute_value(attribute, &Type::list(Type::Region));
        let Value::List(items) = located.value else { return BTreeSet::new() };
        let mut regions = BTreeSet::new();
        for item in items {
            let Value::Region(name) = item.value else { continue };
            if region::named(&name).is_some() && !region::is_opt_in(&name) {
                let report = super::diagnostics::enabled_everywhere(&name, item.span);
                self.evaluator.within(&attribute.scope, |evaluator| evaluator.reports.push(report));
            } else {
                regions.insert(name);
            }
        }
        regions
    }
}
