//! The tree of units and accounts.

use super::diagnostics;
use crate::model::Model;
use crate::scene::Scene;
use orgc_diag::{Diagnostic, Span};
use orgc_ir::Address;
use orgc_ir::desired::Body;
use orgc_policy::QuotaKey;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Units deeper than AWS allows. Only the first one of a branch is named.
pub(super) fn depth(scene: &Scene<'_, '_>, reports: &mut Vec<Diagnostic>) {
    let quota = scene.settings.quotas.get(QuotaKey::UnitDepth);
    for (address, unit) in &scene.declarations.units {
        let depth = address.name().split('/').count() as u64;
        if depth == quota.value + 1 {
            reports.push(diagnostics::too_deep(address, unit.head, quota));
        }
    }
}

/// Units of one parent with one name in AWS.
pub(super) fn siblings(model: &Model, reports: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<(&Address, &str), &Address> = BTreeMap::new();
    for (address, resource) in &model.resources {
        let Body::Unit(unit) = &resource.body else { continue };
        if let Some(first) = seen.insert((&unit.parent, &unit.name), address) {
            reports.extend(diagnostics::same_title(&unit.name, model, first, address));
        }
    }
}

/// Accounts with one e-mail address; AWS compares without regard to case.
pub(super) fn emails(model: &Model, reports: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<Cow<'_, str>, (&Address, Span)> = BTreeMap::new();
    for (address, span) in &model.emails {
        let Some(Body::Account(account)) = model.resources.get(address).map(|resource| &resource.body) else {
            continue;
        };
        match seen.entry(folded(&account.email)) {
            Entry::Vacant(place) => _ = place.insert((address, *span)),
            Entry::Occupied(first) => {
                reports.push(diagnostics::same_email(&account.email, *first.get(), (address, *span)));
            }
        }
    }
}

/// The text in lower case, which most addresses are in already.
fn folded(email: &str) -> Cow<'_, str> {
    let is_folded = email.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_folded { Cow::Borrowed(email) } else { Cow::Owned(email.to_lowercase()) }
}

/// More accounts than AWS allows as far as is known.
pub(super) fn account_quota(scene: &Scene<'_, '_>, model: &Model, reports: &mut Vec<Diagnostic>) {
    let quota = scene.settings.quotas.get(QuotaKey::AccountCount);
    let accounts =
        model.resources.values().filter(|resource| matches!(resource.body, Body::Account(_))).count() as u64;
    // The management account counts, whether it is declared or not.
    let is_declared = scene.declarations.accounts.values().any(crate::declare::Declared::is_management);
    let all = accounts + u64::from(!is_declared);
    if let Some(organization) = scene.declarations.organization.as_ref().filter(|_| all > quota.value) {
        reports.push(diagnostics::many_accounts(all, quota, organization.head));
    }
}
