//! Sentences about services: `trust`, `delegate`, and the delegation policy.

use super::builder::Builder;
use super::diagnostics;
use crate::declare::{Declared, Part};
use crate::value::{Located, Type, Value};
use orgc_diag::{Diagnostic, Span};
use orgc_ir::Address;
use orgc_ir::desired::{Body, DelegatedAdministrator, DelegationPolicy, Resource, TrustedService};
use orgc_policy::{Administration, QuotaKey, administration, service_name};
use orgc_syntax::ast::{Delegate, Expression, Trust};
use std::collections::BTreeMap;

impl<'a> Builder<'_, '_, 'a, '_> {
    pub(super) fn services(&mut self, organization: &Declared<'a>) {
        for scoped in &organization.contents.trusts {
            let outer = self.evaluator.enter(scoped.scope.clone());
            self.trust(scoped.node);
            self.evaluator.leave(outer);
        }
        for scoped in &organization.contents.delegates {
            let outer = self.evaluator.enter(scoped.scope.clone());
            self.delegate(scoped.node);
            self.evaluator.leave(outer);
        }
        for part in &organization.contents.delegations {
            let outer = self.evaluator.enter(part.scope.clone());
            self.delegation_policy(organization, part);
            self.evaluator.leave(outer);
        }
    }

    /// `delegation { … }`: who else may manage policies. An organization has one such policy.
    fn delegation_policy(&mut self, organization: &Declared<'a>, part: &Part<'a>) {
        let Some(written) = crate::policy::delegation(&part.contents.rules, self.evaluator) else { return };
        let quota = self.scene.settings.quotas.get(QuotaKey::DelegationDocument);
        let report = written.size(
            ("the delegation policy", "a delegation policy"),
            part.span(),
            quota,
            self.evaluator.catalog(),
        );
        self.evaluator.reports.extend(report);
        let address = Address::new("delegation-policy", &organization.name);
        let body = Body::DelegationPolicy(DelegationPolicy { document: written.document });
        self.relate(address, body, part.span());
    }

    fn trust(&mut self, trust: &'a Trust) {
        for (principal, located) in self.principals(&trust.services) {
            let name = service_name(&principal).unwrap_or(&principal).to_owned();
            let address = Address::new("trust", &name);
            let body = Body::TrustedService(TrustedService { principal });
            self.relate(address, body, located.span);
        }
        if trust.only {
            let origin = self.scene.places.origin(trust.span);
            self.model.exclusive.trust.get_or_insert(origin);
        }
    }

    fn delegate(&mut self, delegate: &'a Delegate) {
        let account = self.evaluator.expect(&delegate.account, &Type::kind("account"));
        let services = self.principals(&delegate.services);
        let Value::Entity(account) = account.value else { return };
        let is_management =
            self.scene.declarations.accounts.get(&account).is_some_and(Declared::is_management);
        if is_management {
            let report = diagnostics::delegate_to_management(delegate.account.span);
            return self.evaluator.reports.push(report);
        }
        for (principal, located) in services {
            let name = service_name(&principal).unwrap_or(&principal).to_owned();
            if delegate.only {
                let origin = self.scene.places.origin(delegate.span);
                self.model.exclusive.delegate.entry(principal.clone()).or_insert(origin);
            }
            self.administrator(&name, principal, &account, located.span);
        }
    }

    fn administrator(&mut self, name: &str, principal: String, account: &Address, span: Span) {
        if let Some(fault) = administrator_fault(&self.model.resources, &principal, account, span) {
            return self.evaluator.reports.push(fault);
        }
        let address = Address::delegation(name, account);
        let body =
            Body::DelegatedAdministrator(DelegatedAdministrator { account: account.clone(), principal });
        self.relate(address, body, span);
    }

    /// The principals of the services that a sentence names.
    fn principals(&mut self, written: &'a [Expression]) -> Vec<(String, Located)> {
        let mut all = Vec::new();
        for expression in written {
            for located in self.evaluator.elements(expression, &Type::Service) {
                all.extend(self.evaluator.known_text(&located, "a service").map(|name| (name, located)));
            }
        }
        all
    }
}

/// Why an account cannot administer a service besides those that do.
pub(crate) fn administrator_fault(
    resources: &BTreeMap<Address, Resource>,
    principal: &str,
    account: &Address,
    span: Span,
) -> Option<Diagnostic> {
    let name = service_name(principal).unwrap_or(principal);
    let (administration, as_of) = administration(principal);
    let other = resources.values().find(|resource| match &resource.body {
        Body::DelegatedAdministrator(one) => one.principal == principal && one.account != *account,
        _ => false,
    });
    match (administration, other.and_then(|resource| resource.cause.origin().span)) {
        (Administration::None, _) => Some(diagnostics::no_administrators(name, span, as_of)),
        (Administration::One, Some(first)) => {
            Some(diagnostics::second_administrator(name, first, span, as_of))
        }
        _ => None,
    }
}
