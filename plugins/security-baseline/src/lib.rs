//! The kind `security-baseline`: what every account needs against attackers and accidents, each
//! through the mechanism that AWS has for it.
//!
//! | what | through |
//! |---|---|
//! | CloudTrail, Config, encryption of EBS volumes | one stack set, a stack in each account and Region |
//! | GuardDuty, block of public buckets, version 2 of the instance metadata service | declarative policies |
//! | nobody switches these off | a service control policy |
//!
//! `deploy` sentences say where: the stacks go there, and the policies are attached there.

mod policies;
mod template;

use orgc_plugin_sdk::{
    Block, Deploy, Diagnostic, Expansion, Facts, Kind, Located, Nothing, Path, Region, StackSet, deployment,
};
use std::time::Duration;

/// What every account needs against attackers and accidents: a trail, a record of its resources,
/// detection of threats, no public buckets, encrypted volumes, and no old metadata service. It holds
/// wherever `deploy` sentences say.
#[derive(Block, Clone, Debug, PartialEq)]
pub struct SecurityBaseline {
    /// The Regions in use. The trail and the record of global resources are kept in the first.
    #[attribute(min_items = 1, distinct)]
    pub regions: Vec<Region>,
    /// Whether CloudTrail records the calls of all Regions, into a bucket of the account.
    #[attribute(default = true)]
    pub cloudtrail: bool,
    /// Whether Config records resources and their changes, into a bucket in each Region.
    #[attribute(default = true)]
    pub config: bool,
    /// How long the buckets keep what is recorded, in whole days.
    #[attribute(default = 31_536_000)]
    pub keep: Located<Duration>,
    /// Whether new EBS volumes are encrypted.
    #[attribute(default = true)]
    pub encrypt_volumes: bool,
    /// Whether GuardDuty looks for threats.
    #[attribute(default = true)]
    pub guardduty: bool,
    /// Whether no bucket may be public.
    #[attribute(default = true)]
    pub block_public_buckets: bool,
    /// Whether new instances answer only version 2 of the instance metadata service.
    #[attribute(default = true)]
    pub imdsv2: bool,
    /// Whether nobody in the accounts may switch these off.
    #[attribute(default = true)]
    pub locked: bool,
    /// ARNs of principals that may, such as `arn:aws:iam::*:role/BreakGlass`.
    #[attribute(default)]
    pub except: Vec<String>,
    /// Where the baseline holds: one element for each `deploy` sentence. Not written by hand.
    #[attribute(default)]
    pub deployments: Vec<Located<Deploy<Nothing>>>,
}

impl Kind for SecurityBaseline {
    const EMITS: &'static [&'static str] = &["policy", "stack-set"];

    fn check(&self) -> Vec<Diagnostic> {
        let mut findings: Vec<Diagnostic> = self.kept_too_short().into_iter().collect();
        let why = "its Regions stand in the block, and its policies hold in all";
        findings.extend(self.deployments.iter().filter_map(|deploy| deploy.without_regions(why)));
        findings
    }

    fn expand(&self, facts: &Facts) -> Result<Expansion, Vec<Diagnostic>> {
        let targets = || self.deployments.iter().map(|deploy| deploy.target.clone());
        let mut resources = Vec::new();
        if self.has_stacks() {
            let regions = || self.regions.iter().map(Region::to_string);
            let deployments = targets().map(|target| deployment(&target, regions(), Vec::new()));
            let template = template::of(self, facts.name());
            let description = format!("Security baseline {}", facts.name());
            let mut set = StackSet::generated(description, template).deployed(deployments);
            set.capabilities.push("CAPABILITY_IAM".to_owned());
            resources.push(set.named("stack-set", Path::new()));
        }
        for (name, policy) in policies::of(self) {
            resources.push(policy.attached(targets()).named(name, Path::new()));
        }
        Ok(Expansion::of(resources))
    }
}

impl SecurityBaseline {
    fn has_stacks(&self) -> bool {
        self.cloudtrail || self.config || self.encrypt_volumes
    }

    fn keep_days(&self) -> i64 {
        i64::try_from(self.keep.as_secs() / 86_400).unwrap_or(i64::MAX)
    }

    fn kept_too_short(&self) -> Option<Diagnostic> {
        (self.keep_days() < 1).then(|| {
            Diagnostic::error("kept-too-short", "a bucket keeps things for whole days", self.keep.path())
                .help("write at least `1d`")
        })
    }
}

orgc_plugin_sdk::export!(SecurityBaseline);

#[cfg(test)]
mod tests;
