//! Customer policies.

use super::tags;
use crate::diagnostics;
use crate::draft::{self, Draft};
use crate::live::Live;
use crate::ownership::desired_tags;
use crate::plan::{Action, Verb};
use orgc_ir::desired::{Policy, Resource};
use orgc_ir::observed::LivePolicy;
use orgc_ir::{Address, Text};
use orgc_policy::equivalent;

pub(super) fn compare(draft: &mut Draft<'_>, address: &Address, resource: &Resource, body: &Policy) {
    match draft.matched.get(address) {
        Some(live @ Live::Policy(id, policy)) => {
            if policy.policy_type != body.policy_type {
                let finding = diagnostics::creation_only(
                    address,
                    resource,
                    "type",
                    &policy.policy_type,
                    &body.policy_type,
                );
                return draft.diagnostics.push(finding);
            }
            update(draft, address, resource, body, id, policy);
            tags::compare(draft, address, resource, live, id.into());
        }
        _ => create(draft, address, resource, body),
    }
}

fn create(draft: &mut Draft<'_>, address: &Address, resource: &Resource, body: &Policy) {
    let tags = desired_tags(&draft.matched.desired.project, address, resource);
    let mut changes =
        vec![draft::new("type", body.policy_type.as_str()), draft::new("name", body.name.as_str())];
    if !body.description.is_empty() {
        changes.push(draft::new("description", body.description.as_str()));
    }
    changes.push(draft::new("document", body.document.clone()));
    changes.extend(tags::all_new(&tags));
    let action = Action::CreatePolicy {
        policy_type: body.policy_type.clone(),
        name: body.name.clone(),
        description: body.description.clone(),
        document: body.document.clone(),
        tags,
    };
    draft.push(Verb::Create, address, resource, action, changes);
}

fn update(
    draft: &mut Draft<'_>,
    address: &Address,
    resource: &Resource,
    body: &Policy,
    id: &str,
    live: &LivePolicy,
) {
    let name = (live.name != body.name).then(|| body.name.clone());
    let description = (live.description != body.description).then(|| body.description.clone());
    let document = differs(draft, &live.document, &body.document).then(|| body.document.clone());
    let mut changes = Vec::new();
    changes.extend(name.as_deref().map(|name| draft::changed("name", &live.name, name)));
    changes.extend(description.as_deref().map(|text| draft::changed("description", &live.description, text)));
    changes.extend(document.clone().map(|text| draft::changed("document", &live.document, text)));
    let verb = match (&name, &description, &document) {
        (None, None, None) => return,
        (Some(_), None, None) => Verb::Rename,
        _ => Verb::Update,
    };
    let action = Action::UpdatePolicy { policy: id.into(), name, description, document };
    draft.push(verb, address, resource, action, changes);
}

/// A text with an id that is not yet there is another text.
fn differs(draft: &Draft<'_>, live: &str, desired: &Text) -> bool {
    !draft.matched.resolve(desired).is_some_and(|desired| equivalent(live, &desired))
}
