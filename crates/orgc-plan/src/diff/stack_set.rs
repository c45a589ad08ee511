//! Stack sets: the definition. Their instances are compared beside it.

use super::record::Record;
use super::{fleet::Fleet, stack_instances, tags};
use crate::diagnostics;
use crate::draft::{self, Draft};
use crate::live::Live;
use crate::ownership::{TagDifference, desired_tags};
use crate::plan::{Action, Change, StackSetSpec, Verb};
use orgc_diag::Diagnostic;
use orgc_ir::Address;
use orgc_ir::desired::{AutoDeployment, PermissionModel, Resource, StackSet};
use orgc_ir::observed::LiveStackSet;
use std::collections::BTreeSet;

pub(super) fn compare<'a>(
    draft: &mut Draft<'a>,
    address: &'a Address,
    resource: &Resource,
    body: &'a StackSet,
) {
    let fleet = Fleet::new(draft, address, body);
    if body.rollout.is_some() {
        draft.note("rollout preferences of stack sets are used in every operation and never compared: AWS does not keep them");
    }
    match draft.matched.get(address) {
        Some(Live::StackSet(name, live)) => compare_live(draft, &fleet, resource, name, live),
        _ => create(draft, &fleet, resource),
    }
}

fn create(draft: &mut Draft<'_>, fleet: &Fleet<'_>, resource: &Resource) {
    let spec = spec(draft, fleet, resource, &fleet.record(draft.matched));
    let mut changes =
        vec![draft::new("name", spec.name.as_str()), draft::new("description", spec.description.as_str())];
    changes.push(draft::new("template", spec.template.as_str()));
    changes.extend(
        spec.parameters.iter().map(|(name, value)| draft::new(&format!("parameters.{name}"), value.clone())),
    );
    changes.extend(tags::all_new(&spec.tags));
    draft.push(Verb::Create, fleet.address, resource, Action::CreateStackSet(spec), changes);
    stack_instances::create_all(draft, fleet);
}

fn compare_live<'a>(
    draft: &mut Draft<'a>,
    fleet: &Fleet<'a>,
    resource: &Resource,
    name: &str,
    live: &'a LiveStackSet,
) {
    if let Some(refusal) = fixed(fleet, resource, name, live) {
        return draft.diagnostics.push(refusal);
    }
    let (desired, kept) = (fleet.record(draft.matched), Record::read(&live.description).1);
    let changed = fleet.changed_overrides(draft.matched, live, &desired, &kept);
    let pending = desired.without(&changed);
    let mut changes = definition_changes(draft, fleet, resource, live, &pending);
    if changes.is_empty() && changed.is_empty() && adds_to(fleet, &desired, &kept) {
        changes.push(description_change(fleet, live, &desired));
    }
    let updates = !changes.is_empty();
    if updates {
        let verb = if draft.matched.is_adopted(fleet.address) { Verb::Adopt } else { Verb::Update };
        update(draft, fleet, resource, &pending, verb, changes);
    }
    stack_instances::compare(draft, fleet, live, &changed, updates);
    if !changed.is_empty() {
        // Only now the description says that the overrides are there: after a crash between the
        // two they are set again.
        let changes = vec![description_change(fleet, live, &desired)];
        update(draft, fleet, resource, &desired, Verb::Update, changes);
        draft.distinguish("record");
    }
}

/// What AWS sets when a set is made, and never again.
fn fixed(fleet: &Fleet<'_>, resource: &Resource, name: &str, live: &LiveStackSet) -> Option<Diagnostic> {
    let (before, after) = (model(live.permission_model), model(fleet.body.permission_model));
    let (attribute, before, after) = match () {
        () if name != fleet.body.name => ("name", name, fleet.body.name.as_str()),
        () if before != after => ("permission model", before, after),
        () => return None,
    };
    Some(diagnostics::creation_only(fleet.address, resource, attribute, before, after))
}

/// Whether a deployment's overrides are not yet recorded. What is recorded beyond those harms nobody.
fn adds_to(fleet: &Fleet<'_>, desired: &Record, kept: &Record) -> bool {
    fleet.deployments.iter().any(|one| desired.differs(kept, one.address))
}

fn update(
    draft: &mut Draft<'_>,
    fleet: &Fleet<'_>,
    resource: &Resource,
    record: &Record,
    verb: Verb,
    changes: Vec<Change>,
) {
    let spec = spec(draft, fleet, resource, record);
    let action = Action::UpdateStackSet { spec, rollout: fleet.body.rollout.clone() };
    draft.push(verb, fleet.address, resource, action, changes);
}

fn spec(draft: &Draft<'_>, fleet: &Fleet<'_>, resource: &Resource, record: &Record) -> StackSetSpec {
    let body = fleet.body;
    StackSetSpec {
        name: body.name.clone(),
        description: record.written(&body.description),
        template: body.template.clone(),
        permission_model: body.permission_model,
        auto_deployment: body.auto_deployment,
        capabilities: body.capabilities.clone(),
        parameters: body.parameters.clone(),
        tags: desired_tags(&draft.matched.desired.project, fleet.address, resource),
    }
}

fn definition_changes(
    draft: &mut Draft<'_>,
    fleet: &Fleet<'_>,
    resource: &Resource,
    live: &LiveStackSet,
    pending: &Record,
) -> Vec<Change> {
    let body = fleet.body;
    let mut changes = Vec::new();
    if live.template != body.template {
        changes.push(draft::changed("template", &live.template, body.template.as_str()));
    }
    if Record::read(&live.description).0 != Record::read(&pending.written(&body.description)).0 {
        changes.push(description_change(fleet, live, pending));
    }
    changes.extend(parameter_changes(draft, fleet, live));
    if live.capabilities != body.capabilities {
        let (before, after) = (listed(&live.capabilities), listed(&body.capabilities));
        changes.push(draft::changed("capabilities", &before, after));
    }
    let (before, after) = (automatic(live.auto_deployment), automatic(body.auto_deployment));
    if before != after {
        changes.push(draft::changed("auto-deployment", before, after));
    }
    let desired = desired_tags(&draft.matched.desired.project, fleet.address, resource);
    let difference = TagDifference::between(&live.tags, &desired);
    if !difference.is_empty() {
        draft.note("a change of a stack set's tags updates all its instances");
        changes.extend(tags::changes(&live.tags, &difference));
    }
    changes
}

fn description_change(fleet: &Fleet<'_>, live: &LiveStackSet, record: &Record) -> Change {
    draft::changed("description", &live.description, record.written(&fleet.body.description))
}

/// Live parameters that nobody wrote are defaults of the template, unless the record says that
/// other names were written.
fn parameter_changes(draft: &Draft<'_>, fleet: &Fleet<'_>, live: &LiveStackSet) -> Vec<Change> {
    let desired = &fleet.body.parameters;
    let attribute = |name: &str| format!("parameters.{name}");
    let mut changes = Vec::new();
    for (name, value) in desired {
        match live.parameters.get(name) {
            None => changes.push(draft::new(&attribute(name), value.clone())),
            Some(before) if draft.matched.resolve(value).as_ref() != Some(before) => {
                changes.push(draft::changed(&attribute(name), before, value.clone()));
            }
            Some(_) => {}
        }
    }
    let (_, kept) = Record::read(&live.description);
    let added = desired.keys().any(|name| !live.parameters.contains_key(name));
    let other_names = kept.parameters.is_some() && kept.parameters != fleet.record(draft.matched).parameters;
    if other_names && !added {
        let dropped = live.parameters.iter().filter(|(name, _)| !desired.contains_key(*name));
        changes.extend(dropped.map(|(name, before)| draft::gone(&attribute(name), before)));
    }
    changes
}

fn listed(all: &BTreeSet<String>) -> String {
    all.iter().cloned().collect::<Vec<_>>().join(", ")
}

fn model(model: PermissionModel) -> &'static str {
    match model {
        PermissionModel::ServiceManaged => "service-managed",
        PermissionModel::SelfManaged => "self-managed",
    }
}

/// Keeping stacks means something only while accounts are followed.
fn automatic(setting: Option<AutoDeployment>) -> &'static str {
    match setting {
        Some(AutoDeployment { enabled: true, retain_on_leave: true }) => {
            "on, stacks stay when an account leaves"
        }
        Some(AutoDeployment { enabled: true, retain_on_leave: false }) => "on",
        _ => "off",
    }
}
