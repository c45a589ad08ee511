//! Building policies.

use crate::bindings::orgc::plugin::core_resources::{Body, CoreResource, Policy, Target};
use crate::{Path, Value, value};

impl Policy {
    /// A policy of a type, by the name that AWS has for it, such as `S3_POLICY`. It is attached to
    /// nothing yet.
    pub fn of_type(policy_type: &str, description: impl Into<String>, document: &Value) -> Self {
        Self {
            policy_type: policy_type.to_owned(),
            description: description.into(),
            document: document.to_json(),
            attach_to: Vec::new(),
            tags: Vec::new(),
        }
    }

    /// A service control policy of these statements.
    pub fn service_control(description: impl Into<String>, statements: Vec<Value>) -> Self {
        let document = value!({ "Version": "2012-10-17", "Statement": statements });
        Self::of_type("SERVICE_CONTROL_POLICY", description, &document)
    }

    /// Attaches it.
    #[must_use]
    pub fn attached(mut self, targets: impl IntoIterator<Item = Target>) -> Self {
        self.attach_to.extend(targets);
        self
    }

    /// The policy as a resource of the expansion. `name` matches `[a-z][a-z0-9-]*` and becomes the
    /// last part of the address; `origin` is the value to mark if AWS refuses the policy.
    pub fn named(self, name: &str, origin: Path) -> CoreResource {
        CoreResource { name: name.to_owned(), body: Body::Policy(self), after: Vec::new(), origin }
    }
}
