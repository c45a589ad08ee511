//! Organizational units.

use super::tags;
use crate::diagnostics;
use crate::draft::{self, Draft};
use crate::live::Live;
use crate::ownership::desired_tags;
use crate::plan::{Action, Verb};
use orgc_ir::Address;
use orgc_ir::desired::{Resource, Unit};

pub(super) fn compare(draft: &mut Draft<'_>, address: &Address, resource: &Resource, body: &Unit) {
    let parent = draft.matched.container(&body.parent);
    let Some(live) = draft.matched.get(address) else {
        let tags = desired_tags(&draft.matched.desired.project, address, resource);
        let mut changes =
            vec![draft::new("name", body.name.as_str()), draft::new("parent", body.parent.as_str())];
        changes.extend(tags::all_new(&tags));
        let action = Action::CreateUnit { parent, name: body.name.clone(), tags };
        return draft.push(Verb::Create, address, resource, action, changes);
    };
    let Live::Unit(id, unit) = live else { return };
    if parent.known() != Some(&unit.parent) {
        let parent = draft.matched.place_name(&unit.parent);
        return draft.diagnostics.push(diagnostics::reparented(address, resource, live, &parent));
    }
    if unit.name != body.name {
        let action = Action::RenameUnit { unit: id.into(), name: body.name.clone() };
        let changes = vec![draft::changed("name", &unit.name, body.name.as_str())];
        draft.push(Verb::Rename, address, resource, action, changes);
    }
    tags::compare(draft, address, resource, live, id.into());
}
