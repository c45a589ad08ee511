//! Regions: none twice in a list, none twice for one target.

use crate::{Baseline, Parameters};
use orgc_plugin_sdk::{Deploy, Diagnostic, Located, Path, Region, Target};

pub fn check(baseline: &Baseline) -> Vec<Diagnostic> {
    let mut findings = repeated(&baseline.regions);
    for deploy in &baseline.deployments {
        findings.extend(repeated(&deploy.regions));
    }
    findings.extend(deployed_twice(baseline));
    findings
}

/// Regions that a list names more than once.
pub fn repeated(regions: &[Located<Region>]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (index, region) in regions.iter().enumerate() {
        let before = regions.iter().take(index).find(|one| ***one == **region);
        if let Some(before) = before {
            let message = format!("the Region `{}` is listed twice", region.as_str());
            findings.push(
                Diagnostic::error("repeated-region", message, region.path())
                    .label(before.path(), "first listed here")
                    .help("remove one of the two"),
            );
        }
    }
    findings
}

/// CloudFormation keeps one instance for an account and a Region; which of two sentences it
/// would come from is nobody's guess.
fn deployed_twice(baseline: &Baseline) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (index, deploy) in baseline.deployments.iter().enumerate() {
        let before = baseline.deployments.iter().take(index);
        let clash = before
            .filter(|one| one.target == deploy.target)
            .find_map(|one| shared_region(baseline, one, deploy).map(|region| (one, region)));
        if let Some((one, region)) = clash {
            findings.push(twice(&deploy.target, region, deploy.path(), one.path()));
        }
    }
    findings
}

fn shared_region<'b>(
    baseline: &'b Baseline,
    one: &'b Deploy<Parameters>,
    other: &'b Deploy<Parameters>,
) -> Option<&'b str> {
    let others = baseline.regions_of(other);
    baseline
        .regions_of(one)
        .iter()
        .find(|region| others.iter().any(|other| **other == ***region))
        .map(|region| region.as_str())
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
