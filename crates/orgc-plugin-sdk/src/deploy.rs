//! Blocks that are deployed: the attribute `deployments`, and stack sets made of it.

use crate::bindings::orgc::plugin::core_resources::{
    AutoDeployment, Body, CoreResource, Deployment, Pair, PermissionModel, StackSet, Target,
};
use crate::{Block, Diagnostic, FromValue, Located, Path, Region, Template, Value};

/// A `deploy` sentence. A kind with an attribute `deployments: Vec<Located<Deploy<P>>>` can be
/// deployed: orgc fills in one for each sentence, sorted by target. `P` is what may follow `with`.
#[derive(Block, Clone, Debug, PartialEq)]
pub struct Deploy<P: FromValue + Default> {
    /// The organization, a unit or an account.
    pub target: Target,
    /// The Regions after `in`; empty if there are none.
    #[attribute(default)]
    pub regions: Vec<Located<Region>>,
    /// What follows `with`.
    #[attribute(default)]
    pub parameters: P,
}

/// Nothing follows `with`.
#[derive(Block, Clone, Debug, Default, PartialEq)]
pub struct Nothing {}

impl<P: FromValue + Default> Located<Deploy<P>> {
    /// Reports an `in` after which nothing can stand, with the reason why.
    pub fn without_regions(&self, why: &str) -> Option<Diagnostic> {
        let region = self.regions.first()?;
        let message = format!("`in {}` means nothing: {why}", region.as_str());
        Some(Diagnostic::error("no-regions", message, region.path()).help("remove `in` and what follows it"))
    }
}

/// A parameter of a stack set with its value, a text.
pub fn pair(key: &str, value: impl Into<Value>) -> Pair {
    let value = match value.into() {
        Value::Text(text) => text,
        other => other.to_json(),
    };
    Pair { key: key.to_owned(), value }
}

/// An instance in each of these Regions, with these parameters of its own.
pub fn deployment(
    target: &Target,
    regions: impl IntoIterator<Item = String>,
    overrides: Vec<Pair>,
) -> Deployment {
    Deployment { targets: vec![target.clone()], regions: regions.into_iter().collect(), overrides }
}

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

    /// A service-managed stack set with a template that the plugin makes. References in it become
    /// parameters.
    pub fn generated(description: impl Into<String>, template: Value) -> Self {
        let Template { body, parameters } = Template::write(template);
        Self { parameters, ..Self::service_managed(description, body) }
    }

    /// Deploys it, in the order of the sentences, so that what is wrong with one is shown at it.
    /// Accounts that join a target get their stacks without an apply, unless a single account is
    /// among the targets: AWS names that through a unit or the root and would then follow the whole
    /// of it, so `orgc apply` deploys to who joins.
    #[must_use]
    pub fn deployed(mut self, deployments: impl IntoIterator<Item = Deployment>) -> Self {
        self.deployments.extend(deployments);
        let targets = || self.deployments.iter().flat_map(|one| &one.targets);
        let enabled = !targets().any(|target| matches!(target, Target::Account(_)));
        self.auto_deployment = Some(AutoDeployment { enabled, keep_stacks_when_account_leaves: false });
        self
    }

    /// The stack set as a resource of the expansion. `name` matches `[a-z][a-z0-9-]*` and becomes
    /// the last part of the address; `origin` is the value to mark if AWS refuses the stack set.
    pub fn named(self, name: &str, origin: Path) -> CoreResource {
        CoreResource { name: name.to_owned(), body: Body::StackSet(self), after: Vec::new(), origin }
    }
}
