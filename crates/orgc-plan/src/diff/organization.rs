//! The organization and its root.

use super::tags;
use crate::diagnostics;
use crate::draft::{self, Draft};
use crate::live::Live;
use crate::plan::{Action, Verb};
use orgc_ir::Address;
use orgc_ir::desired::{Body, Resource};

pub(super) fn compare(draft: &mut Draft<'_>, address: &Address, resource: &Resource) {
    let root = draft.matched.root();
    let Some(live) = draft.matched.get(address) else {
        // What could not be matched is reported already; without a live one it is made.
        if draft.matched.observed.organization.is_none() {
            let action = Action::CreateOrganization { management: management(draft) };
            draft.push(Verb::Create, address, resource, action, vec![draft::new("features", "all")]);
            tags::set_all(draft, address, resource, root);
        }
        return;
    };
    if let Live::Organization(found) = live
        && !found.all_features
    {
        draft.diagnostics.push(diagnostics::needs_all_features(resource, &found.id));
        return;
    }
    tags::compare(draft, address, resource, live, root);
}

fn management(draft: &Draft<'_>) -> Option<Address> {
    let mut all = draft.matched.desired.resources.iter();
    let found = all.find(|(_, one)| matches!(&one.body, Body::Account(account) if account.management));
    found.map(|(address, _)| address.clone())
}
