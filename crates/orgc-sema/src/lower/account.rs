//! Accounts, the management account among them.

use super::attributes::{Found, Known, attributes};
use super::builder::Builder;
use super::{contact, diagnostics};
use crate::declare::{Declared, Scoped};
use crate::value::diagnostics::missing_attribute;
use crate::value::{CheckedString, Type, Value, entity_noun};
use orgc_diag::Span;
use orgc_ir::desired::{Account, Body};
use orgc_policy::QuotaKey;
use orgc_syntax::ast::Attribute;

impl<'a> Builder<'_, '_, 'a, '_> {
    pub(super) fn account(&mut self, declared: &Declared<'a>) {
        let management = declared.is_management();
        let creation = ["billing-access", "email", "regions", "role-name", "title"];
        let now = if management { &["email", "regions", "title"][..] } else { &creation[..] };
        let found = attributes(declared, &Known { now, later: &[] }, self.evaluator);
        let email = self.email(declared, &found);
        let role_name = found.get("role-name").and_then(|attribute| self.role_name(attribute));
        let billing_access = found.get("billing-access").and_then(|attribute| {
            let located = self.evaluator.attribute_value(attribute, &Type::Bool);
            matches!(located.value, Value::Bool(_)).then_some(located.value == Value::Bool(true))
        });
        let name = self.written_title(declared, &found);
        if let Some((name, span)) = &name {
            self.display_name(declared, name, *span);
        }
        let Some(parent) = declared.parent.clone() else { return };
        let filled = self.defaults.get(&parent);
        let mut contacts = filled.map(|filled| filled.contacts.clone()).unwrap_or_default();
        let mut regions = filled.map(|filled| filled.regions.clone()).unwrap_or_default();
        contacts.merge(contact::contacts(&declared.contents.contacts, self.evaluator));
        if let Some(attribute) = found.get("regions") {
            regions.extend(self.opt_in_regions(attribute));
        }
        let (name, email) = (name.map(|(name, _)| name).unwrap_or_default(), email.unwrap_or_default());
        self.add(
            declared,
            Body::Account(Account {
                parent,
                name,
                email,
                management,
                role_name,
                billing_access,
                contacts: contacts.alternate,
                primary_contact: contacts.primary,
                regions,
            }),
        );
    }

    fn email(&mut self, declared: &Declared<'a>, found: &Found<'_, 'a>) -> Option<String> {
        let Some(attribute) = found.get("email") else {
            if declared.is_understood(found.len()) {
                let report = missing_attribute(&entity_noun(&declared.address), "email", declared.head);
                self.report(declared, report);
            }
            return None;
        };
        let located = self.evaluator.attribute_value(attribute, &Type::Checked(CheckedString::Email));
        let email = self
            .evaluator
            .within(&attribute.scope, |evaluator| evaluator.known_text(&located, "an e-mail address"))?;
        let quotas = &self.scene.settings.quotas;
        let (low, high) = (quotas.get(QuotaKey::AccountEmailMin), quotas.get(QuotaKey::AccountEmailMax));
        if !(low.value..=high.value).contains(&(email.chars().count() as u64)) {
            self.report(declared, diagnostics::email_length(&email, located.span, low, high));
        }
        self.model.emails.insert(declared.address.clone(), located.span);
        Some(email)
    }

    /// Printable ASCII without `<` and `>` (CreateAccount and PutAccountName).
    fn display_name(&mut self, declared: &Declared<'a>, name: &str, span: Span) {
        let longest = self.scene.settings.quotas.get(QuotaKey::AccountNameMax).value;
        let fits = name.chars().all(|c| (' '..='~').contains(&c) && c != '<' && c != '>');
        if name.is_empty() || name.chars().count() as u64 > longest || !fits {
            let rule = format!("1 to {longest} letters, digits, spaces and marks of ASCII but `<` and `>`");
            self.report(declared, diagnostics::bad_display_name(name, span, &rule));
        }
    }

    fn role_name(&mut self, attribute: &Scoped<'a, Attribute>) -> Option<String> {
        let name = self.evaluator.known_attribute(attribute, "the name of a role")?;
        let longest = self.scene.settings.quotas.get(QuotaKey::AccountRoleNameMax).value;
        let fits = name.chars().all(|c| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c));
        let is_reserved = name.starts_with("AWSServiceRoleFor");
        if name.is_empty() || name.chars().count() as u64 > longest || !fits || is_reserved {
            let report = diagnostics::bad_role_name(&name, attribute.node.value.span, longest);
            self.evaluator.within(&attribute.scope, |evaluator| evaluator.reports.push(report));
        }
        Some(name)
    }
}
