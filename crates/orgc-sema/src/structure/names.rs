//! Names in AWS, and names of what is referred to.

use super::diagnostics;
use crate::model::Model;
use orgc_diag::Diagnostic;
use orgc_ir::desired::Body;
use orgc_ir::{Address, Reference, Text};
use std::collections::BTreeMap;

/// Policies of one type with one name.
pub(super) fn policies(model: &Model, reports: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<(&str, &str), &Address> = BTreeMap::new();
    for (address, resource) in &model.resources {
        let Body::Policy(policy) = &resource.body else { continue };
        if let Some(first) = seen.insert((&policy.policy_type, &policy.name), address) {
            reports.extend(diagnostics::same_aws_name("policies", &policy.name, model, first, address));
        }
    }
}

/// Stack sets with one name.
pub(super) fn stack_sets(model: &Model, reports: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, &Address> = BTreeMap::new();
    for (address, resource) in &model.resources {
        let Body::StackSet(set) = &resource.body else { continue };
        if let Some(first) = seen.insert(&set.name, address) {
            reports.extend(diagnostics::same_aws_name("stack sets", &set.name, model, first, address));
        }
    }
}

/// References to what no block expanded to.
pub(super) fn references(model: &Model, reports: &mut Vec<Diagnostic>) {
    let mut missing = |reference: &Reference, origin: &orgc_ir::desired::Origin| {
        if !model.resources.contains_key(&reference.address) {
            reports.extend(origin.span.map(|span| diagnostics::no_such_value(reference, span)));
        }
    };
    for resource in model.resources.values() {
        let origin = resource.cause.origin();
        texts(&resource.body).flat_map(Text::references).for_each(|reference| missing(reference, origin));
    }
    for output in model.outputs.values() {
        output.value.visit_references(&mut |reference| missing(reference, &output.origin));
    }
}

fn texts(body: &Body) -> Box<dyn Iterator<Item = &Text> + '_> {
    match body {
        Body::Policy(policy) => Box::new(std::iter::once(&policy.document)),
        Body::StackSet(set) => Box::new(set.parameters.values()),
        Body::StackInstances(instances) => Box::new(instances.overrides.values()),
        _ => Box::new(std::iter::empty()),
    }
}
