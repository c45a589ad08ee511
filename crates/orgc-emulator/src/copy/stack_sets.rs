//! Stack sets with their instances, of one Region.

use std::collections::BTreeMap;

use super::file;
use crate::cloudformation::run::stack_arn;
use crate::state::ids::Minter;
use crate::state::stack_set::{
    AutoDeployment, Definition, Instance, InstanceStatus, PermissionModel, StackSet, StackSets,
};

pub(super) fn stack_sets(
    all: BTreeMap<String, file::StackSet>,
    activated: bool,
    region: &str,
    ids: &mut Minter,
) -> StackSets {
    let sets = all.into_iter().map(|(name, live)| (name.clone(), stack_set(name, live, ids))).collect();
    StackSets { activated, live: BTreeMap::from([(region.to_owned(), sets)]), ..StackSets::default() }
}

fn stack_set(name: String, live: file::StackSet, ids: &mut Minter) -> StackSet {
    let operation = ids.uuid();
    let mut instances: BTreeMap<String, BTreeMap<String, Instance>> = BTreeMap::new();
    for one in live.instances {
        let (account, region) = (one.account.clone(), one.region.clone());
        let made = instance(&name, one, &operation, ids);
        instances.entry(account).or_default().insert(region, made);
    }
    StackSet {
        id: live.id,
        arn: live.arn,
        definition: Definition {
            description: Some(live.description).filter(|text| !text.is_empty()),
            template: live.template,
            parameters: live.parameters,
            capabilities: live.capabilities,
            tags: live.tags,
            administration_role: None,
            execution_role: None,
        },
        token: None,
        permission_model: match live.permission_model {
            file::PermissionModel::ServiceManaged => PermissionModel::ServiceManaged,
            file::PermissionModel::SelfManaged => PermissionModel::SelfManaged,
        },
        auto_deployment: live
            .auto_deployment
            .map(|one| AutoDeployment { enabled: one.enabled, retain_stacks: one.retain_on_leave }),
        managed_execution: false,
        targets: live.targets,
        instances,
        operations: Vec::new(),
        name,
    }
}

fn instance(name: &str, live: file::Instance, operation: &str, ids: &mut Minter) -> Instance {
    let has_stack = live.status != InstanceStatus::Inoperable;
    Instance {
        unit: live.unit,
        status: live.status,
        detailed_status: live.detailed_status,
        status_reason: None,
        stack_id: has_stack.then(|| stack_arn(name, &live.account, &live.region, ids)),
        overrides: live.overrides,
        finding: None,
        last_operation: operation.to_owned(),
    }
}
