//! Delegated administrators, and the policy that delegates the management of policies.

use crate::draft::{self, Draft};
use crate::plan::{Action, Verb};
use orgc_ir::Address;
use orgc_ir::desired::{DelegatedAdministrator, DelegationPolicy, Resource};
use orgc_policy::equivalent;

pub(super) fn compare_administrator(
    draft: &mut Draft<'_>,
    address: &Address,
    resource: &Resource,
    body: &DelegatedAdministrator,
) {
    let account = draft.matched.id(&body.account);
    let registered = draft.matched.observed.administrators.get(&body.principal);
    if account.known().is_some_and(|id| registered.is_some_and(|all| all.contains(id))) {
        return;
    }
    let changes =
        vec![draft::new("service", body.principal.as_str()), draft::new("account", body.account.as_str())];
    let action = Action::RegisterAdministrator { account, principal: body.principal.clone() };
    draft.push(Verb::Register, address, resource, action, changes);
}

/// There is one for the whole organization; it has no tags that we could know it by.
pub(super) fn compare_policy(
    draft: &mut Draft<'_>,
    address: &Address,
    resource: &Resource,
    body: &DelegationPolicy,
) {
    let live = draft.matched.observed.delegation_policy.as_deref();
    let resolved = draft.matched.resolve(&body.document);
    let document = body.document.clone();
    let (verb, change) = match (live, resolved) {
        (Some(live), Some(desired)) if equivalent(live, &desired) => return,
        (Some(live), _) => (Verb::Update, draft::changed("document", live, document.clone())),
        (None, _) => (Verb::Create, draft::new("document", document.clone())),
    };
    draft.push(verb, address, resource, Action::PutDelegationPolicy { document }, vec![change]);
}
