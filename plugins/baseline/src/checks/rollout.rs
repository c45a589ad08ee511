//! Rollout and leaving accounts: what CloudFormation would ignore without a word.

use super::regions::repeated;
use crate::{Baseline, Rollout};
use orgc_plugin_sdk::{Amount, Diagnostic};

pub fn check(baseline: &Baseline<'_>) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = keeps_nothing(baseline).into_iter().collect();
    if let Some(rollout) = &baseline.rollout {
        findings.extend(repeated(&rollout.region_order));
        findings.extend(unused_regions(baseline, rollout));
        findings.extend(capped(rollout));
    }
    findings
}

/// Stacks are kept only by automatic deployment (CloudFormation API, `AutoDeployment`).
fn keeps_nothing(baseline: &Baseline<'_>) -> Option<Diagnostic> {
    let (retain, path) = &baseline.retain;
    (*retain && !baseline.auto_deploy).then(|| {
        let message = "`on-leave = retain` has no effect while `auto-deploy` is off";
        Diagnostic::warning("on-leave-ignored", message, path.clone())
            .help("remove `on-leave`, or turn `auto-deploy` on")
    })
}

fn unused_regions(baseline: &Baseline<'_>, rollout: &Rollout<'_>) -> Vec<Diagnostic> {
    let deployments = baseline.deployments.iter().flat_map(|deploy| &deploy.regions);
    let used: Vec<&str> = baseline.regions.iter().chain(deployments).map(|one| one.name).collect();
    rollout
        .region_order
        .iter()
        .filter(|region| !used.contains(&region.name))
        .map(|region| {
            let message = format!("`region-order` names `{}`, where nothing is deployed", region.name);
            Diagnostic::error("unused-region", message, region.path.clone())
                .help("remove it, or add it to `regions`")
        })
        .collect()
}

/// In strict mode CloudFormation runs at most one account more than may fail
/// (CloudFormation API, `StackSetOperationPreferences`).
fn capped(rollout: &Rollout<'_>) -> Option<Diagnostic> {
    let (Amount::Count(wanted), path) = &rollout.max_concurrent else { return None };
    let Amount::Count(tolerated) = rollout.failure_tolerance else { return None };
    let most = tolerated.saturating_add(1);
    (!rollout.soft && *wanted > most).then(|| {
        let message = format!(
            "`max-concurrent = {wanted}` is more than runs: with `failure-tolerance = {tolerated}` at most {most}",
        );
        Diagnostic::warning("concurrency-capped", message, path.clone())
            .help("raise `failure-tolerance`, or set `concurrency = soft`")
    })
}
