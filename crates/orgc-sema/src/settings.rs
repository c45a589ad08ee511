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
    /// Values of the root module's params by name, each the text of an expression of the language.
    pub params: BTreeMap<String, String>,
}
