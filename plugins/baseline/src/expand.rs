//! From a checked block to a stack set.

use crate::settings::Parameter;
use crate::{Baseline, Deploy, Rollout};
use orgc_plugin_sdk::{
    AutoDeployment, Deployment, Expansion, Pair, Path, Rollout as CoreRollout, StackSet, Target,
};

/// The one stack set of the block.
pub fn expand(baseline: &Baseline<'_>) -> Expansion {
    let description =
        baseline.description.map_or_else(|| format!("Baseline {}", baseline.name), str::to_owned);
    let follows = follows_accounts(baseline);
    let stack_set = StackSet {
        auto_deployment: Some(AutoDeployment {
            enabled: follows,
            keep_stacks_when_account_leaves: follows && baseline.retain.0,
        }),
        capabilities: baseline.capabilities.iter().map(|one| (*one).to_owned()).collect(),
        parameters: pairs(&baseline.parameters),
        deployments: baseline.deployments.iter().map(|deploy| deployment(baseline, deploy)).collect(),
        rollout: baseline.rollout.as_ref().map(rollout),
        ..StackSet::service_managed(description, baseline.template.content)
    };
    Expansion::of([stack_set.named("stack-set", Path::new())])
}

/// Whether AWS deploys to accounts that join. A single account is named through a unit or the root,
/// which AWS would then follow as a whole; so a set that goes to one follows none, and `orgc apply`
/// deploys to who joins.
fn follows_accounts(baseline: &Baseline<'_>) -> bool {
    let to_one = |deploy: &Deploy<'_>| matches!(deploy.target, Target::Account(_));
    baseline.auto_deploy && !baseline.deployments.iter().any(to_one)
}

/// INVARIANT: the deployments stand in the order of the sentences, so that what is wrong with one
/// is shown at its sentence.
fn deployment(baseline: &Baseline<'_>, deploy: &Deploy<'_>) -> Deployment {
    let regions = baseline.regions_of(deploy);
    Deployment {
        targets: vec![deploy.target.clone()],
        regions: regions.iter().map(|region| region.name.to_owned()).collect(),
        overrides: pairs(&deploy.parameters),
    }
}

fn pairs(parameters: &[Parameter<'_>]) -> Vec<Pair> {
    parameters.iter().map(|one| Pair { key: one.key.name.to_owned(), value: one.value.clone() }).collect()
}

fn rollout(rollout: &Rollout<'_>) -> CoreRollout {
    CoreRollout {
        max_concurrent: rollout.max_concurrent.0,
        failure_tolerance: rollout.failure_tolerance,
        region_order: rollout.region_order.iter().map(|one| one.name.to_owned()).collect(),
        regions_in_parallel: rollout.regions_in_parallel,
        concurrency_mode: rollout.soft.then(|| "SOFT_FAILURE_TOLERANCE".to_owned()),
    }
}
