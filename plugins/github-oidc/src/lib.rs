//! The kind `github-oidc`: roles that GitHub Actions takes without keys.
//!
//! A block becomes one stack set, `stack-set`: in every account that `deploy` sentences reach, the
//! identity provider of GitHub and the roles. Who may take a role stands in its trust policy, by
//! repository and by branch, tag, environment or pull request.

mod checks;
mod template;

use orgc_plugin_sdk::{
    Arn, Block, Deploy, Diagnostic, Expansion, Facts, Kind, Located, Nothing, Path, PolicyDocument, Region,
    StackSet, deployment,
};
use std::collections::BTreeMap;
use std::time::Duration;

/// Roles that workflows of GitHub Actions take without keys, in every account that `deploy` sentences
/// reach.
#[derive(Block, Clone, Debug, PartialEq)]
pub struct GithubOidc {
    /// The roles, by their names in IAM.
    pub roles: Located<BTreeMap<String, Located<Role>>>,
    /// Whether to make the identity provider of GitHub. An account has only one: `false` where it has
    /// it already.
    #[attribute(default = true)]
    pub provider: bool,
    /// The Region of the stacks. Roles have no Region.
    #[attribute(default = "us-east-1")]
    pub region: Region,
    /// Where the roles go: one element for each `deploy` sentence. Not written by hand.
    #[attribute(default)]
    pub deployments: Vec<Located<Deploy<Nothing>>>,
}

/// A role, who may take it, and what it may do.
#[derive(Block, Clone, Debug, PartialEq)]
pub struct Role {
    /// The repository, `owner/name`.
    pub repository: Located<String>,
    /// The branches whose workflows may take the role, such as `main` or `release/*`.
    #[attribute(default, distinct)]
    pub branches: Vec<String>,
    /// The tags whose workflows may take it, such as `v*`.
    #[attribute(default, distinct)]
    pub tags: Vec<String>,
    /// The environments of GitHub whose jobs may take it.
    #[attribute(default, distinct)]
    pub environments: Vec<String>,
    /// Whether workflows of pull requests may take it. Anybody who may open one then has the role's
    /// permissions.
    #[attribute(default = false)]
    pub pull_requests: bool,
    /// The managed policies of the role.
    #[attribute(default, max_items = 10, distinct)]
    pub policies: Vec<Arn>,
    /// What it may do besides.
    pub inline: Option<PolicyDocument>,
    /// The managed policy that bounds its permissions.
    pub boundary: Option<Arn>,
    /// How long a workflow keeps the role, from one hour to twelve.
    #[attribute(default = 3600)]
    pub session: Located<Duration>,
}

impl Kind for GithubOidc {
    const EMITS: &'static [&'static str] = &["stack-set"];

    fn check(&self) -> Vec<Diagnostic> {
        checks::check(self)
    }

    fn expand(&self, facts: &Facts) -> Result<Expansion, Vec<Diagnostic>> {
        let deployments = self
            .deployments
            .iter()
            .map(|deploy| deployment(&deploy.target, [self.region.to_string()], Vec::new()));
        let template = template::of(self, facts.name());
        let description = format!("Roles of GitHub Actions, {}", facts.name());
        let mut set = StackSet::generated(description, template).deployed(deployments);
        // Workflows name a role by its ARN, so the roles have names.
        set.capabilities.push("CAPABILITY_NAMED_IAM".to_owned());
        Ok(Expansion::of([set.named("stack-set", Path::new())]))
    }
}

orgc_plugin_sdk::export!(GithubOidc);

#[cfg(test)]
mod tests;
