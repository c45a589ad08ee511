//! Policies: their type, their names and their text.

use super::attributes::{Found, Known, attributes};
use super::builder::Builder;
use super::diagnostics;
use crate::declare::Declared;
use crate::model::PolicyFacts;
use crate::policy::{self, Written};
use crate::value::diagnostics::not_in_union;
use orgc_ir::desired::{Body, Policy};
use orgc_policy::{PolicyType, QuotaKey};
use orgc_syntax::ast::{Attribute, Label};

impl<'a> Builder<'_, '_, 'a, '_> {
    pub(super) fn policy(&mut self, declared: &Declared<'a>) {
        let policy_type = self.policy_type(declared);
        let typed = match policy_type {
            Some(policy_type) => policy::typed_names(policy_type),
            // Which attributes there are cannot be told without the type.
            None => declared.contents.attributes.iter().filter_map(|one| bare_name(one.node)).collect(),
        };
        let known: Vec<&str> = ["content", "description", "name"].into_iter().chain(typed).collect();
        let found = attributes(declared, &Known { now: &known, later: &[] }, self.evaluator);
        if let Some(title) = &declared.block.title {
            self.report(declared, diagnostics::title_of_policy(title.span));
        }
        let name = self
            .policy_text(declared, &found, "name", QuotaKey::PolicyNameMax)
            .unwrap_or_else(|| declared.name.clone());
        let description = self
            .policy_text(declared, &found, "description", QuotaKey::PolicyDescriptionMax)
            .unwrap_or_default();
        let Some(policy_type) = policy_type else { return };
        let written = policy::write(declared, policy_type, &found, self.evaluator).unwrap_or_default();
        if written.document.width().1 > 0 {
            let quota = self.scene.settings.quotas.get(QuotaKey::PolicyDocument(policy_type));
            let report = policy::size(declared, policy_type, &written, quota, self.evaluator.catalog());
            self.evaluator.within(&declared.scope, |evaluator| evaluator.reports.extend(report));
        }
        let Written { document, allows, rules, .. } = written;
        self.model.policies.insert(declared.address.clone(), PolicyFacts { policy_type, allows, rules });
        let policy_type = policy_type.aws_name.clone();
        self.add(declared, Body::Policy(Policy { policy_type, name, description, document }));
    }

    fn policy_text(
        &mut self,
        declared: &Declared<'a>,
        found: &Found<'_, 'a>,
        attribute: &str,
        longest: QuotaKey,
    ) -> Option<String> {
        let scoped = found.get(attribute)?;
        let text = self.evaluator.known_attribute(scoped, &format!("the {attribute} of a policy"))?;
        let quota = self.scene.settings.quotas.get(longest);
        let length = text.chars().count() as u64;
        if length > quota.value || (length == 0 && attribute == "name") {
            let span = scoped.node.value.span;
            self.report(declared, diagnostics::text_length(attribute, length, span, quota));
        }
        Some(text)
    }

    fn policy_type(&mut self, declared: &Declared<'a>) -> Option<&'static PolicyType> {
        let Some(tag) = &declared.block.tag else {
            self.report(declared, diagnostics::policy_without_type(declared));
            return None;
        };
        let found = PolicyType::named(&tag.text);
        if found.is_none() {
            let names: Vec<String> = PolicyType::all().iter().map(|one| one.name.clone()).collect();
            self.report(declared, not_in_union(tag.span, &tag.text, &names));
        }
        found
    }
}

/// The name of an attribute, if it is a bare word.
fn bare_name(attribute: &Attribute) -> Option<&str> {
    match &attribute.name {
        Label::Name(name) => Some(&name.text),
        Label::Text(_) => None,
    }
}
