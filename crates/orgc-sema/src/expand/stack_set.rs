//! Stack sets as plugins give them become resources.

use super::asked::Asked;
use super::diagnostics;
use crate::declare::Declared;
use crate::model::{Model, plain};
use crate::scene::Scene;
use crate::template;
use orgc_ir::desired::{Body, Resource, StackInstances, StackSet};
use orgc_ir::kinds::{CoreDeployment, CoreResource, CoreStackSet, CoreTarget};
use orgc_ir::{Address, Text};
use orgc_policy::QuotaKey;
use std::collections::{BTreeMap, BTreeSet};

/// Name of the resource that every kind with one stack set gives it.
const USUAL: &str = "stack-set";

/// Where a stack set comes from.
#[derive(Clone, Copy)]
pub(super) struct Place<'p, 's, 'a> {
    pub scene: &'p Scene<'s, 'a>,
    pub asked: &'p Asked<'p, 'a>,
    pub core: &'p CoreResource,
}

/// Adds a stack set and its instances to the model.
pub(super) fn add(place: Place<'_, '_, '_>, model: &mut Model, set: &CoreStackSet, names: &[&str]) {
    let Place { scene, asked, core } = place;
    let declared = asked.declared;
    let quotas = &scene.settings.quotas;
    let name = aws_name(declared, core);
    if set.administrator.is_some() {
        return model.reports.push(diagnostics::administrator(declared));
    }
    if !is_stack_set_name(&name, quotas.get(QuotaKey::StackSetNameMax).value) {
        return model.reports.push(diagnostics::bad_stack_set_name(&name, declared));
    }
    if let Some((key, _)) = set.tags.iter().find(|(_, value)| value.known().is_none()) {
        return model.reports.push(diagnostics::later_tag(key, declared));
    }
    model.reports.extend(template::check(set, &core.origin, &asked.prepared.spans, quotas));
    let address = declared.address.child(&core.name);
    let after = core.after.iter().filter_map(|name| earlier(&declared.address, name, names)).collect();
    let mut whole = Resource { body: body(name, set), after, ..asked.frame.resource.clone() };
    let known = |(key, value): &(String, Text)| Some((key.clone(), value.known()?.to_owned()));
    whole.tags.extend(set.tags.iter().filter_map(known));
    model.resources.insert(address.clone(), whole);
    for deployment in &set.deployments {
        for target in &deployment.targets {
            instances(place, model, &address, deployment, target);
        }
    }
}

fn body(name: String, set: &CoreStackSet) -> Body {
    Body::StackSet(StackSet {
        name,
        description: set.description.clone(),
        template: set.template.clone(),
        permission_model: set.permission_model,
        auto_deployment: set.auto_deployment,
        capabilities: set.capabilities.iter().cloned().collect(),
        parameters: set.parameters.iter().cloned().collect(),
        rollout: set.rollout.clone(),
    })
}

fn instances(
    place: Place<'_, '_, '_>,
    model: &mut Model,
    stack_set: &Address,
    deployment: &CoreDeployment,
    target: &CoreTarget,
) {
    let Place { scene, asked, core } = place;
    let declared = asked.declared;
    let Some(target) = address_of(target, scene).filter(|target| model.resources.contains_key(target)) else {
        return model.reports.push(diagnostics::unknown_target(declared, &asked.schema.plugin));
    };
    let sentence = model.deployments.get(&declared.address).and_then(|all| all.get(&target));
    let sentence = sentence.cloned();
    let span = sentence.as_ref().map_or(declared.head, |sentence| sentence.span);
    if deployment.regions.is_empty() {
        return model.reports.push(diagnostics::no_regions(declared, span));
    }
    let suffix = if core.name == USUAL { String::new() } else { format!("{}-", core.name) };
    let address = declared.address.child(&format!("{suffix}instances@{target}"));
    let regions: BTreeSet<String> = deployment.regions.iter().cloned().collect();
    let overrides: BTreeMap<String, Text> = deployment.overrides.iter().cloned().collect();
    match model.resources.get_mut(&address).map(|resource| &mut resource.body) {
        Some(Body::StackInstances(there)) if there.overrides == overrides => there.regions.extend(regions),
        Some(_) => model.reports.push(diagnostics::differing_instances(declared, span)),
        None => {
            let stack_set = stack_set.clone();
            let body = Body::StackInstances(StackInstances { stack_set, target, regions, overrides });
            let cause = sentence.map_or_else(|| asked.frame.resource.cause.clone(), |one| one.cause.clone());
            model.resources.insert(address, plain(body, cause));
        }
    }
}

fn address_of(target: &CoreTarget, scene: &Scene<'_, '_>) -> Option<Address> {
    match target {
        CoreTarget::Root => scene.declarations.organization.as_ref().map(|one| one.address.clone()),
        CoreTarget::Unit(address) | CoreTarget::Account(address) => Some(address.clone()),
    }
}

/// The block's name with dashes for dots; a further stack set of a block adds its own name.
fn aws_name(declared: &Declared<'_>, core: &CoreResource) -> String {
    let block = declared.address.name().replace('.', "-");
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
