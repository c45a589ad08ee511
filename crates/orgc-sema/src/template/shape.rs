//! What is known of a template.

use std::collections::{BTreeMap, BTreeSet};

/// The parts of a template that are checked.
#[derive(Debug, Default)]
pub(crate) struct Template {
    pub parameters: BTreeMap<String, Parameter>,
    /// The names of the resources, with their type and the properties they have.
    pub resources: BTreeMap<String, TemplateResource>,
    /// Whether it has `Transform`.
    pub has_transform: bool,
}

/// A parameter of a template.
#[derive(Debug, Default)]
pub(crate) struct Parameter {
    pub parameter_type: String,
    pub has_default: bool,
    /// Empty means any.
    pub allowed: Vec<String>,
}

/// A resource of a template.
#[derive(Debug, Default)]
pub(crate) struct TemplateResource {
    pub resource_type: String,
    pub properties: BTreeSet<String>,
}
