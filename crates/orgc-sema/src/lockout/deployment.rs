//! Deployments whose role may not deploy.
//!
//! In a service-managed stack set, StackSets works with a role `stacksets-exec-*`, which it makes in each member
//! account (CloudFormation User Guide, Configure a custom execution role template for StackSets). It is an ordinary
//! role with `AdministratorAccess`, not a service-linked one: its ARN has no `aws-service-role` path (AWS Managed
//! Policy Reference, `CloudFormationStackSetsOrgAdminServiceRolePolicy`, which may assume `role/stacksets-exec-*`), so
//! service control policies touch it. In a self-managed set the role is `AWSCloudFormationStackSetExecutionRole`,
//! which the user makes (CloudFormation User Guide, Grant self-managed permissions).

use super::diagnostics::{self, Locked};
use super::obstacle::{Asked, Obstacle, Obstacles};
use super::standing::Standing;
use crate::model::Model;
use orgc_diag::{Diagnostic, Span};
use orgc_ir::Address;
use orgc_ir::desired::{Body, PermissionModel, StackInstances, StackSet};
use std::collections::{BTreeMap, BTreeSet};

/// What StackSets does with the stack of an instance, and what for, in the order of its life. Of the
/// whole `cloudformation:*` that the guide asks for (Grant self-managed permissions, minimum permissions of the
/// execution role), these are the steps without which no instance is made, followed, changed or removed.
const STEPS: [(&str, &str); 4] = [
    ("cloudformation:CreateStack", "deploy"),
    ("cloudformation:DescribeStacks", "follow the deployment of"),
    ("cloudformation:UpdateStack", "update"),
    ("cloudformation:DeleteStack", "remove"),
];

/// The role by which StackSets works.
pub(super) fn role(model: PermissionModel) -> &'static str {
    match model {
        PermissionModel::ServiceManaged => "stacksets-exec-*",
        PermissionModel::SelfManaged => "AWSCloudFormationStackSetExecutionRole",
    }
}

/// What stands against a step, and whether it does in every Region.
type Refused = BTreeMap<(Obstacle, &'static str), bool>;

/// Stack sets of which some instance cannot be worked on: one finding for each of them and each rule.
pub(super) fn check(model: &Model, standing: &Standing<'_>, obstacles: &Obstacles<'_>) -> Vec<Diagnostic> {
    let mut known: BTreeMap<(usize, &Address, &str), Refused> = BTreeMap::new();
    let mut locked: BTreeMap<(Obstacle, &Address), Locked<'_>> = BTreeMap::new();
    for (instances, span) in deployments(model) {
        let Some(Body::StackSet(set)) = model.resources.get(&instances.stack_set).map(|one| &one.body) else {
            continue;
        };
        for (class, accounts) in standing.below(&instances.target) {
            for region in &instances.regions {
                let refused = known
                    .entry((class, &instances.stack_set, region))
                    .or_insert_with(|| refused(set, region, class, standing, obstacles));
                for ((obstacle, step), everywhere) in refused.iter() {
                    let one = locked
                        .entry((obstacle.clone(), &instances.stack_set))
                        .or_insert_with(|| Locked::new(&instances.stack_set, set, span));
                    one.accounts.extend(accounts);
                    one.regions.insert(region);
                    one.steps.insert(step);
                    one.everywhere &= everywhere;
                }
            }
        }
    }
    let report = |((obstacle, _), locked): (&(Obstacle, &Address), &Locked<'_>)| {
        let (span, does) = obstacles.place(obstacle)?;
        Some(diagnostics::deployment(locked, obstacle, (span, &does), obstacles.partition))
    };
    locked.iter().filter_map(report).collect()
}

/// The deployments and their sentences.
fn deployments(model: &Model) -> impl Iterator<Item = (&StackInstances, Span)> {
    model.resources.values().filter_map(|resource| match &resource.body {
        Body::StackInstances(instances) => Some((instances, resource.cause.origin().span?)),
        _ => None,
    })
}

/// What stands against the steps for the accounts of a class in a Region.
fn refused(
    set: &StackSet,
    region: &str,
    class: usize,
    standing: &Standing<'_>,
    obstacles: &Obstacles<'_>,
) -> Refused {
    let Some((account, chain)) = standing.classes.get(class) else { return Refused::new() };
    // Few policies name accounts in resources; for the others no prover has to look at the id.
    let owner = if chain.tells_owners_apart() { obstacles.id(account) } else { "*" };
    // StackSets calls its stacks so.
    let resource = format!(
        "arn:{}:cloudformation:{region}:{owner}:stack/StackSet-{}-*/*",
        obstacles.partition, set.name
    );
    let principal = obstacles.role(role(set.permission_model), account);
    let asked = |action, region| Asked { principal: principal.clone(), action, resource: &resource, region };
    let mut refused = Refused::new();
    for (step, _) in STEPS {
        for obstacle in obstacles.of(asked(step, Some(region)), account, chain) {
            let everywhere = obstacles.of(asked(step, None), account, chain).contains(&obstacle);
            refused.insert((obstacle, step), everywhere);
        }
    }
    refused
}

/// The steps in the order of a stack's life, each with its purpose.
pub(super) fn in_order(steps: &BTreeSet<&'static str>) -> Vec<(&'static str, &'static str)> {
    STEPS.into_iter().filter(|(step, _)| steps.contains(step)).collect()
}
