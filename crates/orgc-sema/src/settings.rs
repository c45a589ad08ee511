//! What the project sets.

use orgc_policy::Quotas;

/// What the project sets, besides its sources.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The project's name, for the `orgc:project` tag.
    pub project: String,
    /// The Region in which stack sets live.
    pub region: String,
    /// The limits of AWS, with the project's overrides.
    pub quotas: Quotas,
}
