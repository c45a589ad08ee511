//! Stack sets of the home Region.

use super::lists::Lists;
use crate::AwsBackend;
use crate::cloudformation::read;
use crate::organizations::given;
use aws_sdk_cloudformation::types::{PermissionModels, StackInstanceSummary, StackSet};
use futures_util::future::try_join_all;
use orgc_exec::{Fault, Interest, SetState, StackSets};
use orgc_ir::desired::{AutoDeployment, PermissionModel};
use orgc_ir::observed::{LiveInstance, LiveStackSet};
use std::collections::{BTreeMap, BTreeSet};
use tokio::try_join;

/// The service that activating CloudFormation's access makes a trusted one (CloudFormation guide).
const PRINCIPAL: &str = "member.org.stacksets.cloudformation.amazonaws.com";

/// The stack sets by name.
#[derive(Default)]
pub(super) struct Sets {
    /// Whether CloudFormation's organizations access is active.
    pub organizations_access: bool,
    pub all: BTreeMap<String, LiveStackSet>,
}

/// What there is. Where no stack set is declared and CloudFormation is not trusted, there is nothing of ours, and nothing
/// is asked.
pub(super) async fn read(aws: &AwsBackend, interest: &Interest, lists: &Lists<'_>) -> Result<Sets, Fault> {
    let wanted = match interest.stack_sets {
        StackSets::WhenInUse if interest.declared_stack_sets.is_empty() => {
            lists.trusted_services().await?.contains(PRINCIPAL)
        }
        StackSets::Never => false,
        StackSets::WhenInUse | StackSets::Whole => true,
    };
    if !wanted {
        return Ok(Sets::default());
    }
    let (organizations_access, names) =
        try_join!(read::organizations_access(aws), read::stack_set_names(aws))?;
    let mut sets = try_join_all(names.into_iter().map(|name| one(aws, interest, name))).await?;
    // A unit that was deleted can stay listed; nothing can be deployed to it or removed from it any more.
    let units = lists.units().await?;
    let is_there = |unit: &str| unit.starts_with("r-") || units.contains_key(unit);
    sets.iter_mut().for_each(|(_, set)| set.targets.retain(|unit, _| is_there(unit)));
    Ok(Sets { organizations_access, all: sets.into_iter().collect() })
}

/// Only a description shows the tags, so every set is described; the rest is read of those that are
/// ours or declared.
async fn one(aws: &AwsBackend, interest: &Interest, name: String) -> Result<(String, LiveStackSet), Fault> {
    let set = read::stack_set(aws, &name).await?;
    let mut live = live(&set);
    let ours = live.tags.get("orgc:project") == Some(&interest.project);
    let all = interest.stack_sets == StackSets::Whole;
    if ours || all || interest.declared_stack_sets.contains(&name) {
        let (instances, targets, operations) = try_join!(
            read::instances(aws, &name),
            targets(aws, &name, live.permission_model),
            read::operations(aws, &name),
        )?;
        live.instances = instances.iter().map(instance).collect();
        live.instances.sort();
        if interest.overrides && !live.parameters.is_empty() {
            add_overrides(aws, &name, &mut live.instances).await?;
        }
        live.targets = targets;
        let running = operations.into_iter().find(|one| one.state == SetState::Running);
        live.running_operation = running.map(|one| one.id);
    }
    Ok((name, live))
}

/// No list shows what an instance overrides. Only parameters that the set itself gives can be (API of CreateStackInstances).
async fn add_overrides(aws: &AwsBackend, set: &str, instances: &mut [LiveInstance]) -> Result<(), Fault> {
    let read = instances.iter().map(|one| read::overrides(aws, set, &one.account, &one.region));
    let overrides = try_join_all(read).await?;
    instances.iter_mut().zip(overrides).for_each(|(one, overrides)| one.overrides = overrides);
    Ok(())
}

/// Only sets that CloudFormation itself deploys to units have units as targets.
async fn targets(
    aws: &AwsBackend,
    name: &str,
    model: PermissionModel,
) -> Result<BTreeMap<String, BTreeSet<String>>, Fault> {
    if model == PermissionModel::SelfManaged {
        return Ok(BTreeMap::new());
    }
    let targets = read::targets(aws, name).await?;
    let target = |one: &aws_sdk_cloudformation::types::StackSetAutoDeploymentTargetSummary| {
        (given(one.organizational_unit_id()), one.regions().iter().cloned().collect())
    };
    Ok(targets.iter().map(target).collect())
}

fn live(set: &StackSet) -> LiveStackSet {
    let model = match set.permission_model() {
        Some(PermissionModels::ServiceManaged) => PermissionModel::ServiceManaged,
        _ => PermissionModel::SelfManaged,
    };
    let auto_deployment = set.auto_deployment().map(|one| AutoDeployment {
        enabled: one.enabled().unwrap_or_default(),
        retain_on_leave: one.retain_stacks_on_account_removal().unwrap_or_default(),
    });
    LiveStackSet {
        id: given(set.stack_set_id()),
        arn: given(set.stack_set_arn()),
        description: given(set.description()),
        template: given(set.template_body()),
        permission_model: model,
        auto_deployment,
        capabilities: set.capabilities().iter().map(|one| one.as_str().to_owned()).collect(),
        parameters: read::parameters(set.parameters()),
        tags: read::tags(set.tags()),
        targets: BTreeMap::new(),
        instances: Vec::new(),
        running_operation: None,
    }
}

fn instance(summary: &StackInstanceSummary) -> LiveInstance {
    LiveInstance {
        account: given(summary.account()),
        region: given(summary.region()),
        unit: summary.organizational_unit_id().map(str::to_owned),
        status: given(summary.status().map(|one| one.as_str())),
        detailed_status: given(
            summary.stack_instance_status().and_then(|one| one.detailed_status()).map(|one| one.as_str()),
        ),
        overrides: BTreeMap::new(),
    }
}
