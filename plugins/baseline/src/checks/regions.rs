//! Regions: none twice in a list, none twice for one target.

use crate::{Baseline, Deploy, Named};
use orgc_plugin_sdk::{Diagnostic, Path, Target};

pub fn check(baseline: &Baseline<'_>) -> Vec<Diagnostic> {
    let mut findings = repeated(&baseline.regions);
    for deploy in &baseline.deployments {
        findings.extend(repeated(&deploy.regions));
    }
    findings.extend(deployed_twice(baseline));
    findings
}

/// Regions that a list names more than once.
pub fn repeated(regions: &[Named<'_>]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (index, region) in regions.iter().enumerate() {
        let before = regions.iter().take(index).find(|one| one.name == region.name);
        if let Some(before) = before {
            let message = format!("the Region `{}` is listed twice", region.name);
            findings.push(
                Diagnostic::error("repeated-region", message, region.path.clone())
                    .label(before.path.clone(), "first listed here")
                    .help("remove one of the two"),
            );
        }
    }
    findings
}

/// CloudFormation keeps one instance for an account and a Region; which of two sentences it
/// would come from is nobody's guess.
fn deployed_twice(baseline: &Baseline<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (index, deploy) in baseline.deployments.iter().enumerate() {
        let before = baseline.deployments.iter().take(index);
        let clash = before
            .filter(|one| one.target == deploy.target)
            .find_map(|one| shared_region(baseline, one, deploy).map(|region| (one, region)));
        if let Some((one, region)) = clash {
            findings.push(twice(&deploy.target, region, deploy.path.clone(), one.path.clone()));
        }
    }
    findings
}

fn shared_region<'b>(
    baseline: &'b Baseline<'_>,
    one: &'b Deploy<'_>,
    other: &'b Deploy<'_>,
) -> Option<&'b str> {
    let others = baseline.regions_of(other);
    baseline
        .regions_of(one)
        .iter()
        .find(|region| others.iter().any(|other| other.name == region.name))
        .map(|region| region.name)
}

fn twice(target: &Target, region: &str, at: Path, before: Path) -> Diagnostic {
    let target = match target {
        Target::Root => "the organization",
        Target::OrganizationalUnit(address) | Target::Account(address) => address,
    };
    let message = format!("deployed to `{target}` in `{region}` twice");
    Diagnostic::error("deployed-twice", message, at)
        .label(before, "first deployed here")
        .help("keep one of the two, or give them Regions of their own with `in`")
}
