//! Policies: their type, their names and their text.

use super::attributes::{Known, attributes};
use super::builder::Builder;
use super::diagnostics;
use crate::declare::Declared;
use crate::model::PolicyFacts;
use crate::policy::{self, Written};
use crate::value::diagnostics::not_in_union;
use orgc_ir::desired::{Body, Policy};
use orgc_policy::{PolicyType, QuotaKey};
use orgc_syntax::ast::Attribute;
use std::collections::BTreeMap;

impl<'a> Builder<'_, '_, 'a, '_> {
    pub(super) fn policy(&mut self, declared: &Declared<'a>) {
        let found = attributes(
            declared,
            &Known { now: &["content", "description", "name"], later: &["opt-out"] },
            self.evaluator,
        );
        if let Some(title) = &declared.block.title {
            self.report(diagnostics::title_of_policy(title.span));
        }
        let name = self
            .policy_text(&found, "name", QuotaKey::PolicyNameMax)
            .unwrap_or_else(|| declared.name.clone());
        let description =
            self.policy_text(&found, "description", QuotaKey::PolicyDescriptionMax).unwrap_or_default();
        let Some(policy_type) = self.policy_type(declared) else { return };
        let content = found.get("content").map(|attribute| &attribute.value);
        let written = policy::write(declared, policy_type, content, self.evaluator).unwrap_or_default();
        if written.document.width().1 > 0 {
            let quota = self.scene.settings.quotas.get(QuotaKey::PolicyDocument(policy_type));
            self.model.reports.extend(policy::size(declared, policy_type, &written, quota));
        }
        let Written { document, allows, .. } = written;
        self.model.policies.insert(declared.address.clone(), PolicyFacts { policy_type, allows });
        let policy_type = policy_type.aws_name.clone();
        self.add(declared, Body::Policy(Policy { policy_type, name, description, document }));
    }

    fn policy_text(
        &mut self,
        found: &BTreeMap<&'a str, &'a Attribute>,
        attribute: &str,
        longest: QuotaKey,
    ) -> Option<String> {
        let value = &found.get(attribute)?.value;
        let text = self.evaluator.known(value, &format!("the {attribute} of a policy"))?;
        let quota = self.scene.settings.quotas.get(longest);
        let length = text.chars().count() as u64;
        if length > quota.value || (length == 0 && attribute == "name") {
            self.report(diagnostics::text_length(attribute, length, value.span, quota));
        }
        Some(text)
    }

    fn policy_type(&mut self, declared: &Declared<'a>) -> Option<&'static PolicyType> {
        let Some(tag) = &declared.block.tag else {
            self.report(diagnostics::policy_without_type(declared));
            return None;
        };
        let found = PolicyType::named(&tag.text);
        if found.is_none() {
            let names: Vec<String> = PolicyType::all().iter().map(|one| one.name.clone()).collect();
            self.report(not_in_union(tag.span, &tag.text, &names));
        }
        found
    }
}
