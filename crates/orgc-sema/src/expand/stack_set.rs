//! Stack sets as plugins give them become resources.

use super::spans::longer;
use super::{Asked, diagnostics};
use crate::declare::Declared;
use crate::evaluate::Evaluator;
use crate::model::{Model, Scene, resource};
use crate::template;
use orgc_ir::desired::{Body, Cause, OrganizationsAccess, Resource, StackInstances, StackSet};
use orgc_ir::kinds::{CoreDeployment, CoreResource, CoreStackSet, CoreTarget, Step};
use orgc_ir::{Address, Text};
use orgc_policy::QuotaKey;
use std::collections::{BTreeMap, BTreeSet};

/// Name of the resource that every kind with one stack set gives it.
const USUAL: &str = "stack-set";

/// What the block itself adds to its resources: tags, protection, place.
pub(super) struct Frame(Resource);

impl Frame {
    pub(super) fn read<'a>(scene: &Scene<'_, 'a>, declared: &Declared<'a>, evaluator: &mut Evaluator<'a, '_>) -> Self {
        Self(resource(scene, evaluator, declared, Body::OrganizationsAccess(OrganizationsAccess {})))
    }
}

/// Adds a stack set and its instances to the model.
pub(super) fn add(
    scene: &Scene<'_, '_>,
    model: &mut Model,
    asked: &Asked<'_, '_>,
    core: &CoreResource,
    set: &CoreStackSet,
    names: &[&str],
) {
    let declared = asked.declared;
    if set.administrator.is_some() {
        return model.reports.push(diagnostics::administrator(declared));
    }
    let quotas = &scene.settings.quotas;
    let name = aws_name(declared, core);
    if !is_stack_set_name(&name, quotas.get(QuotaKey::StackSetNameMax).value) {
        return model.reports.push(diagnostics::bad_stack_set_name(&name, declared));
    }
    model.reports.extend(template::check(set, &core.origin, &asked.prepared.spans, quotas));
    let mut tags = asked.frame.0.tags.clone();
    for (key, value) in &set.tags {
        match value.known() {
            Some(known) => drop(tags.insert(key.clone(), known.to_owned())),
            None => return model.reports.push(diagnostics::later_tag(key, declared)),
        }
    }
    let address = declared.address.child(&core.name);
    let after = core.after.iter().filter_map(|name| earlier(&declared.address, name, names)).collect();
    let body = Body::StackSet(StackSet {
        name,
        description: set.description.clone(),
        template: set.template.clone(),
        permission_model: set.permission_model,
        auto_deployment: set.auto_deployment,
        capabilities: set.capabilities.iter().cloned().collect(),
        parameters: set.parameters.iter().cloned().collect(),
        rollout: set.rollout.clone(),
    });
    let whole = Resource { body, tags, after, ..asked.frame.0.clone() };
    model.resources.insert(address.clone(), whole);
    for deployment in &set.deployments {
        for target in &deployment.targets {
            instances(scene, model, asked, &address, core, deployment, target);
        }
    }
}

fn instances(
    scene: &Scene<'_, '_>,
    model: &mut Model,
    asked: &Asked<'_, '_>,
    stack_set: &Address,
    core: &CoreResource,
    deployment: &CoreDeployment,
    target: &CoreTarget,
) {
    let declared = asked.declared;
    let organization = scene.declarations.organization.as_ref().map(|one| one.address.clone());
    let target = match target {
        CoreTarget::Root => organization,
        CoreTarget::Unit(address) | CoreTarget::Account(address) => Some(address.clone()),
    };
    let Some(target) = target.filter(|target| model.resources.contains_key(target)) else {
        return model.reports.push(diagnostics::unknown_target(declared, &asked.schema.plugin));
    };
    let sentence = model.deployments.get(&declared.address).and_then(|all| all.get(&target));
    let span = sentence.map_or(declared.head, |sentence| sentence.span);
    if deployment.regions.is_empty() {
        return model.reports.push(diagnostics::no_regions(declared, span));
    }
    let suffix = if core.name == USUAL { String::new() } else { format!("{}-", core.name) };
    let address = declared.address.child(&format!("{suffix}instances@{target}"));
    let regions: BTreeSet<String> = deployment.regions.iter().cloned().collect();
    let overrides: BTreeMap<String, Text> = deployment.overrides.iter().cloned().collect();
    if let Some(Resource { body: Body::StackInstances(there), .. }) = model.resources.get_mut(&address) {
        if there.overrides == overrides {
            there.regions.extend(regions);
        } else {
            model.reports.push(diagnostics::differing_instances(declared, span));
        }
        return;
    }
    let body = Body::StackInstances(StackInstances { stack_set: stack_set.clone(), target, regions, overrides });
    let cause = Cause::Written(scene.places.origin(span));
    let whole = Resource { body, tags: BTreeMap::new(), protect: None, after: BTreeSet::new(), cause };
    model.resources.insert(address, whole);
}

/// The block's name with dashes for dots; a further stack set of a block adds its own name.
fn aws_name(declared: &Declared<'_>, core: &CoreResource) -> String {
    let block = declared.name.replace('.', "-");
    if core.name == USUAL { block } else { format!("{block}-{}", core.name) }
}

/// `[a-zA-Z][-a-zA-Z0-9]*` (CloudFormation API model).
fn is_stack_set_name(name: &str, longest: u64) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && name.len() as u64 <= longest
}

/// Something to be applied first: a name of this expansion, or an address.
fn earlier(block: &Address, name: &str, names: &[&str]) -> Option<Address> {
    if names.contains(&name) {
        return Some(block.child(name));
    }
    Address::try_from(name.to_owned()).ok()
}

/// The path of a parameter in a block's configuration.
pub(crate) fn parameter_path(origin: &[Step], name: &str) -> Vec<Step> {
    longer(&longer(origin, Step::Key("parameters".to_owned())), Step::Key(name.to_owned()))
}
