//! Stack sets as plugins give them become resources.

use super::diagnostics;
use super::given::Given;
use crate::evaluate::Evaluator;
use crate::model::Model;
use crate::template;
use orgc_diag::Diagnostic;
use orgc_ir::Text;
use orgc_ir::desired::{Body, Resource, StackInstances, StackSet};
use orgc_ir::kinds::{CoreDeployment, CoreStackSet, CoreTarget};
use orgc_policy::QuotaKey;
use std::collections::{BTreeMap, BTreeSet};

/// Name of the resource that every kind with one stack set gives it.
const USUAL: &str = "stack-set";

/// Adds a stack set and its instances to the model.
pub(super) fn add(
    given: &Given<'_, '_, '_>,
    model: &mut Model,
    evaluator: &mut Evaluator<'_, '_>,
    set: &CoreStackSet,
) {
    let declared = given.declared();
    let quotas = &given.scene.settings.quotas;
    let name = given.aws_name(USUAL);
    if set.administrator.is_some() {
        return evaluator.reports.push(diagnostics::administrator(declared));
    }
    if !is_stack_set_name(&name, quotas.get(QuotaKey::StackSetNameMax).value) {
        return evaluator.reports.push(diagnostics::bad_stack_set_name(&name, declared));
    }
    let spans = &given.asked.prepared.spans;
    evaluator.reports.extend(template::check(set, &given.core.origin, spans, quotas));
    match given.resource(body(name, set), &set.tags) {
        Ok(resource) => _ = model.resources.insert(given.address.clone(), resource),
        Err(report) => return evaluator.reports.push(report),
    }
    for deployment in &set.deployments {
        for target in &deployment.targets {
            evaluator.reports.extend(instances(given, model, deployment, target).err());
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
    given: &Given<'_, '_, '_>,
    model: &mut Model,
    deployment: &CoreDeployment,
    target: &CoreTarget,
) -> Result<(), Diagnostic> {
    let declared = given.declared();
    let target = given.target(target, model)?;
    let sentence = model.deployments.get(&declared.address).and_then(|all| all.get(&target)).cloned();
    let span = sentence.as_ref().map_or(given.span, |sentence| sentence.span);
    if deployment.regions.is_empty() {
        return Err(diagnostics::no_regions(declared, span));
    }
    let suffix = if given.core.name == USUAL { String::new() } else { format!("{}-", given.core.name) };
    let address = declared.address.child(&format!("{suffix}instances@{target}"));
    let regions: BTreeSet<String> = deployment.regions.iter().cloned().collect();
    let overrides: BTreeMap<String, Text> = deployment.overrides.iter().cloned().collect();
    match model.resources.get_mut(&address).map(|resource| &mut resource.body) {
        Some(Body::StackInstances(there)) if there.overrides == overrides => there.regions.extend(regions),
        Some(_) => return Err(diagnostics::differing_instances(declared, span)),
        None => {
            let stack_set = given.address.clone();
            let body = Body::StackInstances(StackInstances { stack_set, target, regions, overrides });
            let cause = sentence.map_or_else(|| given.cause.clone(), |one| one.cause.clone());
            model.resources.insert(address, Resource::new(body, cause));
        }
    }
    Ok(())
}

/// `[a-zA-Z][-a-zA-Z0-9]*` (CloudFormation API model).
fn is_stack_set_name(name: &str, longest: u64) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && name.len() as u64 <= longest
}
