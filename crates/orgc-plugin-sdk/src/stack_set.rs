//! Building core resources.

use crate::bindings::orgc::plugin::core_resources::{Body, CoreResource, PermissionModel, StackSet};
use crate::bindings::orgc::plugin::types::Path;

impl StackSet {
    /// A service-managed stack set of the management account with this template and neither
    /// parameters nor deployments yet. Service-managed stacks are made by roles of AWS and reach
    /// every member account of their targets, never the management account.
    pub fn service_managed(description: impl Into<String>, template: impl Into<String>) -> Self {
        Self {
            description: description.into(),
            administrator: None,
            template: template.into(),
            permission_model: PermissionModel::ServiceManaged,
            auto_deployment: None,
            capabilities: Vec::new(),
            parameters: Vec::new(),
            deployments: Vec::new(),
            rollout: None,
            tags: Vec::new(),
        }
    }

    /// The stack set as a resource of the expansion. `name` matches `[a-z][a-z0-9-]*` and becomes
    /// the last part of the address; `origin` is the value to mark if AWS refuses the stack set.
    pub fn named(self, name: &str, origin: Path) -> CoreResource {
        CoreResource { name: name.to_owned(), body: Body::StackSet(self), after: Vec::new(), origin }
    }
}
