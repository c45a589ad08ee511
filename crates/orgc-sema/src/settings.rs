//! What the project sets.

use orgc_policy::Quotas;
use std::collections::BTreeMap;

/// What the project sets, besides its sources.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The project's name, for the `orgc:project` tag.
    pub project: String,
    /// The Region in which stack sets live.
    pub region: String,
    /// The limits of AWS, with the project's overrides.
    pub quotas: Quotas,
    /// Values for the params of the project's own folder, as written on the command line.
    pub params: BTreeMap<String, String>,
}
