//! The kind `baseline`: a CloudFormation template in many accounts.
//!
//! A `baseline` block names a template, and `deploy` sentences name where it goes. The block
//! becomes one service-managed stack set, `stack-set`, whose deployments are those sentences.
//! The fields of [`Baseline`] are what the language checks; [`checks`] holds the rest: which
//! combinations CloudFormation refuses or silently ignores.

pub mod checks;
mod expand;

use orgc_plugin_sdk::{
    Amount, Block, Choice, Deploy, Diagnostic, Expansion, Facts, File, Kind, Located, Parameter, Region,
};
use std::collections::BTreeMap;

/// A CloudFormation template that is deployed to many accounts: one service-managed stack set,
/// deployed where `deploy` sentences say.
#[derive(Block, Clone, Debug, PartialEq)]
pub struct Baseline {
    /// The CloudFormation template, YAML or JSON.
    pub template: File,
    /// The Regions of every deployment that names none of its own.
    #[attribute(min_items = 1)]
    pub regions: Vec<Located<Region>>,
    /// Parameters of the template. Lists are joined with commas.
    #[attribute(default)]
    pub parameters: Parameters,
    /// What the template may do beyond plain resources: `iam` makes IAM resources, `named-iam`
    /// names them, `auto-expand` uses macros.
    #[attribute(default)]
    pub capabilities: Vec<Capability>,
    /// The description of the stack set; by default it names the baseline.
    #[attribute(min_length = 1, max_length = 1024)]
    pub description: Option<String>,
    /// How operations proceed from account to account.
    pub rollout: Option<Rollout>,
    /// Whether an account that joins a target gets its stacks without an apply.
    #[attribute(default = true)]
    pub auto_deploy: bool,
    /// What becomes of the stacks of an account that leaves its target, while `auto-deploy` is on.
    #[attribute(default = "delete")]
    pub on_leave: Located<OnLeave>,
    /// Where the baseline goes: one element for each `deploy` sentence. Not written by hand.
    #[attribute(default)]
    pub deployments: Vec<Located<Deploy<Parameters>>>,
}

/// Parameters of a template by name.
pub type Parameters = BTreeMap<String, Parameter>;

/// How operations proceed from account to account.
#[derive(Block, Clone, Debug, PartialEq)]
pub struct Rollout {
    /// Accounts at a time in a Region, a number or a percentage; 1 by default.
    pub max_concurrent: Option<Located<Amount>>,
    /// Failed accounts in a Region before the operation stops, a number or a percentage; 0 by
    /// default.
    pub failure_tolerance: Option<Amount>,
    /// The order in which Regions are worked through.
    #[attribute(default)]
    pub region_order: Vec<Located<Region>>,
    /// Whether all Regions are worked through at once.
    #[attribute(default = false)]
    pub regions_in_parallel: bool,
    /// `strict` never runs more accounts at a time than may still fail, plus one; `soft` keeps to
    /// `max-concurrent`.
    #[attribute(default = "strict")]
    pub concurrency: Concurrency,
}

/// What a template may do beyond plain resources.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capability {
    /// Makes IAM resources.
    Iam,
    /// Makes IAM resources with names of their own.
    NamedIam,
    /// Uses macros.
    AutoExpand,
}

/// What becomes of the stacks of an account that leaves.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnLeave {
    /// They are deleted.
    Delete,
    /// They stay.
    Retain,
}

/// How many accounts run at a time while some fail.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concurrency {
    /// At most as many as may still fail, plus one.
    Strict,
    /// As many as `max-concurrent` says.
    Soft,
}

impl Baseline {
    /// The Regions of a deployment.
    pub fn regions_of<'a>(&'a self, deploy: &'a Deploy<Parameters>) -> &'a [Located<Region>] {
        if deploy.regions.is_empty() { &self.regions } else { &deploy.regions }
    }
}

impl Kind for Baseline {
    const EMITS: &'static [&'static str] = &["stack-set"];

    fn check(&self) -> Vec<Diagnostic> {
        checks::check(self)
    }

    fn expand(&self, facts: &Facts) -> Result<Expansion, Vec<Diagnostic>> {
        Ok(expand::expand(self, facts.name()))
    }
}

orgc_plugin_sdk::export!(Baseline);

#[cfg(test)]
mod tests;
