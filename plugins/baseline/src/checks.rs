//! What the schema cannot say, one file for each part of the block.

mod parameters;
mod regions;
mod rollout;
mod template;

use crate::Baseline;
use crate::template::Template;
use orgc_plugin_sdk::Diagnostic;

/// Everything that is wrong with the block.
pub fn check(baseline: &Baseline<'_>) -> Vec<Diagnostic> {
    let mut findings = regions::check(baseline);
    findings.extend(rollout::check(baseline));
    match Template::read(baseline.template.0.content) {
        Ok(outline) => {
            findings.extend(template::check(baseline, &outline));
            findings.extend(parameters::check(baseline, &outline));
        }
        Err(reason) => findings.push(template::unreadable(baseline, &reason)),
    }
    findings
}
