//! The kind `baseline`: a CloudFormation template in many accounts.
//!
//! A `baseline` block names a template, and `deploy` sentences name where it goes. The block
//! becomes one service-managed stack set, `stack-set`, whose deployments are those sentences.
//! The schema ([`schema`]) holds what the language can check; [`checks`] holds the rest: which
//! combinations CloudFormation refuses or silently ignores.

pub mod checks;
mod expand;
pub mod schema;
mod settings;

pub use settings::{Baseline, Deploy, Named, Rollout};

use orgc_plugin_sdk::{Diagnostic, Expansion, Info, Plugin, Request};

/// The plugin.
pub struct BaselinePlugin;

impl Plugin for BaselinePlugin {
    fn describe() -> Info {
        schema::info()
    }

    fn validate(request: &Request) -> Result<Vec<Diagnostic>, Diagnostic> {
        Ok(checks::check(&Baseline::read(request)?))
    }

    fn expand(request: &Request) -> Result<Expansion, Vec<Diagnostic>> {
        let baseline = Baseline::read(request).map_err(|finding| vec![finding])?;
        let errors: Vec<Diagnostic> =
            checks::check(&baseline).into_iter().filter(Diagnostic::is_error).collect();
        if errors.is_empty() { Ok(expand::expand(&baseline)) } else { Err(errors) }
    }
}

orgc_plugin_sdk::export_plugin!(BaselinePlugin);

#[cfg(test)]
mod tests;
