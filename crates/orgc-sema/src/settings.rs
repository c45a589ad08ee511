//! What the project sets.

use orgc_policy::{IamCatalog, Quotas};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the project sets, besides its sources.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The project's name, for the `orgc:project` tag.
    pub project: String,
    /// The Region in which stack sets live.
    pub region: String,
    /// The limits of AWS, with the project's overrides.
    pub quotas: Quotas,
    /// Values for the params of the project's own folder, as the command line and `orgc.toml` give
    /// them: a word such as `prod` or `5_000 USD`, words between commas where a list is expected, or
    /// a value in the syntax of TOML.
    pub params: BTreeMap<String, String>,
    /// Whether the claims of tests are judged, and not only read.
    pub run_tests: bool,
    /// Whether it is worked out which statements of policies the claims depend on.
    pub coverage: bool,
    /// The catalogue of IAM in the place of the bundled one.
    pub catalog: Option<Arc<IamCatalog>>,
}

impl Settings {
    /// The partition of the Region, as ARNs call it.
    pub(crate) fn partition(&self) -> &'static str {
        match self.region.as_str() {
            region if region.starts_with("cn-") => "aws-cn",
            region if region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        }
    }
}
