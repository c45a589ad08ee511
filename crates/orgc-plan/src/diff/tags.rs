//! Tags of the root, units, accounts and policies, ownership tags among them.

use crate::draft::{self, Draft};
use crate::live::Live;
use crate::ownership::{TagDifference, desired_tags};
use crate::plan::{Action, Change, Reason, Verb};
use orgc_ir::desired::Resource;
use orgc_ir::{Address, Text};
use std::collections::BTreeMap;

/// Compares the tags of a live thing; one found by its natural key is adopted thereby.
pub(super) fn compare(
    draft: &mut Draft<'_>,
    address: &Address,
    resource: &Resource,
    live: Live<'_>,
    id: Text,
) {
    let desired = desired_tags(&draft.matched.desired.project, address, resource);
    let difference = TagDifference::between(live.tags(), &desired);
    if difference.is_empty() {
        return;
    }
    let changes = changes(live.tags(), &difference);
    let action = Action::Tag { resource: id, set: difference.set, remove: difference.remove };
    if draft.matched.is_adopted(address) {
        return draft.push(Verb::Adopt, address, resource, action, changes);
    }
    let reason = match draft.matched.moved(address) {
        Some(moved) => Reason::Written { origin: moved.origin.clone() },
        None => draft::reason(resource),
    };
    draft.push_because(Verb::Tag, address, reason, action, changes);
}

/// Tags a thing that exists by then but cannot be tagged in the call that makes it.
pub(super) fn set_all(draft: &mut Draft<'_>, address: &Address, resource: &Resource, id: Text) {
    let set = desired_tags(&draft.matched.desired.project, address, resource);
    let changes = all_new(&set);
    draft.push(Verb::Tag, address, resource, Action::Tag { resource: id, set, remove: [].into() }, changes);
}

/// The difference, tag by tag.
pub(super) fn changes(live: &BTreeMap<String, String>, difference: &TagDifference) -> Vec<Change> {
    let set = difference.set.iter().map(|(key, value)| Change {
        attribute: format!("tags.{key}"),
        before: live.get(key).cloned(),
        after: Some(value.as_str().into()),
    });
    let removed = difference
        .remove
        .iter()
        .map(|key| draft::gone(&format!("tags.{key}"), live.get(key).map_or("", String::as_str)));
    set.chain(removed).collect()
}

/// Every tag of a new thing.
pub(super) fn all_new(tags: &BTreeMap<String, String>) -> Vec<Change> {
    tags.iter().map(|(key, value)| draft::new(&format!("tags.{key}"), value.as_str())).collect()
}
