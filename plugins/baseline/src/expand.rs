//! From a checked block to a stack set.

use crate::{Baseline, Capability, Concurrency, OnLeave, Parameters, Rollout};
use orgc_plugin_sdk::{
    Amount, Expansion, Located, Pair, Path, Region, Rollout as CoreRollout, StackSet, deployment, pair,
};

/// The one stack set of the block.
pub fn expand(baseline: &Baseline, name: &str) -> Expansion {
    let description = baseline.description.clone().unwrap_or_else(|| format!("Baseline {name}"));
    let deployments = baseline.deployments.iter().map(|deploy| {
        deployment(&deploy.target, names(baseline.regions_of(deploy)), pairs(&deploy.parameters))
    });
    let mut capabilities = baseline.capabilities.clone();
    capabilities.sort();
    let mut set = StackSet {
        capabilities: capabilities.into_iter().map(capability).collect(),
        parameters: pairs(&baseline.parameters),
        rollout: baseline.rollout.as_ref().map(rollout),
        ..StackSet::service_managed(description, baseline.template.content.as_str()).deployed(deployments)
    };
    if let Some(automatic) = &mut set.auto_deployment {
        automatic.enabled &= baseline.auto_deploy;
        automatic.keep_stacks_when_account_leaves =
            automatic.enabled && *baseline.on_leave == OnLeave::Retain;
    }
    Expansion::of([set.named("stack-set", Path::new())])
}

fn names(regions: &[Located<Region>]) -> Vec<String> {
    regions.iter().map(|region| region.as_str().to_owned()).collect()
}

fn pairs(parameters: &Parameters) -> Vec<Pair> {
    parameters.iter().map(|(key, value)| pair(key, value.0.clone())).collect()
}

/// As CloudFormation calls it.
fn capability(capability: Capability) -> String {
    let name = match capability {
        Capability::Iam => "CAPABILITY_IAM",
        Capability::NamedIam => "CAPABILITY_NAMED_IAM",
        Capability::AutoExpand => "CAPABILITY_AUTO_EXPAND",
    };
    name.to_owned()
}

fn rollout(rollout: &Rollout) -> CoreRollout {
    let soft = rollout.concurrency == Concurrency::Soft;
    CoreRollout {
        max_concurrent: rollout.max_concurrent.as_deref().copied().unwrap_or(Amount::Count(1)),
        failure_tolerance: rollout.failure_tolerance.unwrap_or(Amount::Count(0)),
        region_order: names(&rollout.region_order),
        regions_in_parallel: rollout.regions_in_parallel,
        concurrency_mode: soft.then(|| "SOFT_FAILURE_TOLERANCE".to_owned()),
    }
}
