//! Instances that an operation is about to change.

use std::collections::BTreeMap;

use super::fields::Parameter;
use crate::state::stack_set::{Action, DetailedStatus, Instance, InstanceStatus, StackSet};

/// An instance: account, Region and the unit that it is for.
pub(super) type Target = (String, String, Option<String>);

/// Marks the instances as outdated by an operation, makes those that are missing, and sets the overrides.
pub(super) fn prepare(
    set: &mut StackSet,
    action: Action,
    targets: &[Target],
    overrides: Option<&[Parameter]>,
    operation: &str,
) {
    for (account, region, unit) in targets {
        let regions = set.instances.entry(account.clone()).or_default();
        let instance = regions.entry(region.clone()).or_insert_with(|| Instance {
            unit: unit.clone(),
            status: InstanceStatus::Outdated,
            detailed_status: DetailedStatus::Pending,
            status_reason: None,
            stack_id: None,
            overrides: BTreeMap::new(),
            last_operation: operation.to_owned(),
            finding: None,
        });
        operation.clone_into(&mut instance.last_operation);
        instance.detailed_status = DetailedStatus::Pending;
        if action != Action::Delete {
            instance.status = InstanceStatus::Outdated;
            instance.overrides = overridden(&instance.overrides, overrides);
        }
    }
}

/// The overrides after a request: unchanged without a list, else those of the list.
fn overridden(present: &BTreeMap<String, String>, list: Option<&[Parameter]>) -> BTreeMap<String, String> {
    let Some(list) = list else { return present.clone() };
    let value = |parameter: &Parameter| match parameter.use_previous_value {
        Some(true) => present.get(&parameter.parameter_key).cloned(),
        _ => Some(parameter.parameter_value.clone().unwrap_or_default()),
    };
    list.iter().filter_map(|parameter| Some((parameter.parameter_key.clone(), value(parameter)?))).collect()
}
