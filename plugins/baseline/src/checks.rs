//! What the schema cannot say, one file for each part of the block.
//!
//! The template is not read here: orgc checks the templates, parameters and capabilities of all
//! stack sets, whichever plugin they come from.

mod regions;
mod rollout;

use crate::Baseline;
use orgc_plugin_sdk::Diagnostic;

/// Everything that is wrong with the block.
pub fn check(baseline: &Baseline) -> Vec<Diagnostic> {
    let mut findings = regions::check(baseline);
    findings.extend(rollout::check(baseline));
    findings
}
