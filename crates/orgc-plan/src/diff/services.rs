//! What the organization lets happen in it: policy types, trusted services, CloudFormation's
//! organizations access. All three are additive: others enable them too.

use crate::draft::{self, Draft};
use crate::plan::{Action, Verb};
use orgc_ir::Address;
use orgc_ir::desired::{PolicyType, Resource, TrustedService};

pub(super) fn compare_policy_type(
    draft: &mut Draft<'_>,
    address: &Address,
    resource: &Resource,
    body: &PolicyType,
) {
    let live = draft.matched.observed.organization.as_ref();
    if live.is_some_and(|live| live.policy_types.contains(&body.policy_type)) {
        return;
    }
    let action =
        Action::EnablePolicyType { root: draft.matched.root(), policy_type: body.policy_type.clone() };
    let changes = vec![draft::new("policy-type", body.policy_type.as_str())];
    draft.push(Verb::Enable, address, resource, action, changes);
}

pub(super) fn compare_trusted_service(
    draft: &mut Draft<'_>,
    address: &Address,
    resource: &Resource,
    body: &TrustedService,
) {
    if draft.matched.observed.trusted_services.contains(&body.principal) {
        return;
    }
    let action = Action::EnableServiceAccess { principal: body.principal.clone() };
    let changes = vec![draft::new("principal", body.principal.as_str())];
    draft.push(Verb::Enable, address, resource, action, changes);
}

pub(super) fn compare_access(draft: &mut Draft<'_>, address: &Address, resource: &Resource) {
    if !draft.matched.observed.organizations_access {
        draft.push(Verb::Enable, address, resource, Action::ActivateOrganizationsAccess, Vec::new());
    }
}
