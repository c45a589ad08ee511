//! Taking stack instances away: of a whole target, or of single accounts.

use super::fleet::{Fleet, Regions, listed};
use crate::draft::{self, Draft};
use crate::plan::{Action, InstancesSpec, Reason, Verb};
use orgc_ir::Text;

/// Removes instances that no sentence asks for.
pub(super) fn undeploy(
    draft: &mut Draft<'_>,
    fleet: &Fleet<'_>,
    place: &str,
    unit: Text,
    accounts: Vec<Text>,
    regions: &Regions,
) {
    let spec = InstancesSpec {
        stack_set: fleet.body.name.clone(),
        unit,
        accounts,
        regions: regions.clone(),
        overrides: [].into(),
        rollout: fleet.body.rollout.clone(),
    };
    let changes = vec![draft::gone("target", place), draft::gone("regions", &listed(&spec.regions))];
    let reason = Reason::NoLongerWritten { owner: fleet.address.clone() };
    let action = Action::DeleteStackInstances(spec);
    draft.push_because(Verb::Undeploy, &fleet.instances_at(place), reason, action, changes);
}
