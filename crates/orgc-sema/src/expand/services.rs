//! Trusted services and delegated administrators as plugins give them. What the source says already
//! stays as it is: many things need the same service.

use super::diagnostics;
use super::given::Given;
use crate::declare::Declared;
use crate::evaluate::Evaluator;
use crate::lower::{administrator_fault, delegate_to_management};
use crate::model::Model;
use orgc_ir::Address;
use orgc_ir::desired::{Body, DelegatedAdministrator, TrustedService};
use orgc_policy::{service_name, service_principal};

pub(super) fn trust(
    given: &Given<'_, '_, '_>,
    model: &mut Model,
    evaluator: &mut Evaluator<'_, '_>,
    service: &str,
) {
    let Some((name, principal)) = service_of(service) else {
        return evaluator.reports.push(diagnostics::unknown_service(given, service));
    };
    let body = Body::TrustedService(TrustedService { principal });
    model.resources.entry(Address::new("trust", &name)).or_insert_with(|| given.plain(body));
}

pub(super) fn administrator(
    given: &Given<'_, '_, '_>,
    model: &mut Model,
    evaluator: &mut Evaluator<'_, '_>,
    account: &Address,
    service: &str,
) {
    let Some((name, principal)) = service_of(service) else {
        return evaluator.reports.push(diagnostics::unknown_service(given, service));
    };
    let Some(declared) = given.scene.declarations.accounts.get(account) else {
        return evaluator.reports.push(diagnostics::unknown_target(given.declared(), given.plugin()));
    };
    if Declared::is_management(declared) {
        return evaluator.reports.push(delegate_to_management(given.span));
    }
    if let Some(fault) = administrator_fault(&model.resources, &principal, account, given.span) {
        return evaluator.reports.push(fault);
    }
    let address = Address::delegation(&name, account);
    let body = Body::DelegatedAdministrator(DelegatedAdministrator { account: account.clone(), principal });
    model.resources.entry(address).or_insert_with(|| given.plain(body));
}

/// Short name and principal of a service that is given by either.
fn service_of(service: &str) -> Option<(String, String)> {
    let principal = match service.contains('.') {
        true => service,
        false => service_principal(service)?,
    };
    let name = service_name(principal).unwrap_or(principal);
    Some((name.to_owned(), principal.to_owned()))
}
