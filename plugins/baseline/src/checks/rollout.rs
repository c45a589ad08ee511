//! Rollout and leaving accounts: what CloudFormation would ignore without a word.

use super::regions::repeated;
use crate::{Baseline, Concurrency, OnLeave, Rollout};
use orgc_plugin_sdk::{Amount, Diagnostic};

pub fn check(baseline: &Baseline) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = keeps_nothing(baseline).into_iter().collect();
    if let Some(rollout) = &baseline.rollout {
        findings.extend(repeated(&rollout.region_order));
        findings.extend(unused_regions(baseline, rollout));
        findings.extend(capped(rollout));
    }
    findings
}

/// Stacks are kept only by automatic deployment (CloudFormation API, `AutoDeployment`).
fn keeps_nothing(baseline: &Baseline) -> Option<Diagnostic> {
    let retains = *baseline.on_leave == OnLeave::Retain;
    (retains && !baseline.auto_deploy).then(|| {
        let message = "`on-leave = retain` has no effect while `auto-deploy` is off";
        Diagnostic::warning("on-leave-ignored", message, baseline.on_leave.path())
            .help("remove `on-leave`, or turn `auto-deploy` on")
    })
}

fn unused_regions(baseline: &Baseline, rollout: &Rollout) -> Vec<Diagnostic> {
    let deployments = baseline.deployments.iter().flat_map(|deploy| &deploy.regions);
    let used: Vec<&str> = baseline.regions.iter().chain(deployments).map(|one| one.as_str()).collect();
    rollout
        .region_order
        .iter()
        .filter(|region| !used.contains(&region.as_str()))
        .map(|region| {
            let message = format!("`region-order` names `{}`, where nothing is deployed", region.as_str());
            Diagnostic::error("unused-region", message, region.path())
                .help("remove it, or add it to `regions`")
        })
        .collect()
}

/// In strict mode CloudFormation runs at most one account more than may fail
/// (CloudFormation API, `StackSetOperationPreferences`).
fn capped(rollout: &Rollout) -> Option<Diagnostic> {
    let max_concurrent = rollout.max_concurrent.as_ref()?;
    let Amount::Count(wanted) = **max_concurrent else { return None };
    let Amount::Count(tolerated) = rollout.failure_tolerance.unwrap_or(Amount::Count(0)) else { return None };
    let most = tolerated.saturating_add(1);
    (rollout.concurrency == Concurrency::Strict && wanted > most).then(|| {
        let message = format!(
            "`max-concurrent = {wanted}` is more than runs: with `failure-tolerance = {tolerated}` at most {most}",
        );
        Diagnostic::warning("concurrency-capped", message, max_concurrent.path())
            .help("raise `failure-tolerance`, or set `concurrency = soft`")
    })
}
