//! The kind `ai-sandbox`: guardrails for the accounts of AI teams, as one readable block.
//!
//! A block becomes at most two policies, attached wherever `deploy` sentences say: a service control
//! policy `guardrails` with one statement for each fence, and a policy `opt-out` that keeps AWS from
//! training its AI services on what they are sent. One service control policy, not three, because a
//! target takes only few.

mod statements;

use orgc_plugin_sdk::{
    Block, Deploy, Diagnostic, Expansion, Facts, Kind, Located, Nothing, Path, Policy, Region, value,
};

/// Guardrails for the accounts of AI teams: which Regions, models and accelerated instances they may
/// use. They hold wherever `deploy` sentences say.
#[derive(Block, Clone, Debug, PartialEq)]
pub struct AiSandbox {
    /// The only Regions in which anything is done. Services without a Region stay usable. All
    /// Regions if it is left out.
    #[attribute(min_items = 1, distinct)]
    pub regions: Option<Vec<Region>>,
    /// The only foundation models of Amazon Bedrock that may be invoked, by their ids; `*` stands for
    /// any letters. An empty list allows none, and no list allows all.
    #[attribute(distinct)]
    pub models: Option<Vec<Located<String>>>,
    /// The only instance types with GPUs or other accelerators that EC2 and SageMaker may start, such
    /// as `g6.xlarge`; `*` stands for any letters. An empty list allows none, and no list allows all.
    #[attribute(distinct)]
    pub accelerators: Option<Vec<Located<String>>>,
    /// Whether AWS may not store and use what its AI services are sent to improve them.
    #[attribute(default = true)]
    pub opt_out: bool,
    /// ARNs of principals that the fences leave alone, such as `arn:aws:iam::*:role/BreakGlass`.
    #[attribute(default)]
    pub except: Vec<String>,
    /// Where the guardrails hold: one element for each `deploy` sentence. Not written by hand.
    #[attribute(default)]
    pub deployments: Vec<Located<Deploy<Nothing>>>,
}

impl Kind for AiSandbox {
    const EMITS: &'static [&'static str] = &["policy"];

    fn check(&self) -> Vec<Diagnostic> {
        let mut findings: Vec<Diagnostic> = self.guards_nothing().into_iter().collect();
        findings.extend(self.models.iter().flatten().filter_map(model));
        findings.extend(self.accelerators.iter().flatten().filter_map(accelerator));
        let why = "a guardrail holds in all Regions";
        findings.extend(self.deployments.iter().filter_map(|deploy| deploy.without_regions(why)));
        findings
    }

    fn expand(&self, facts: &Facts) -> Result<Expansion, Vec<Diagnostic>> {
        let targets = || self.deployments.iter().map(|deploy| deploy.target.clone());
        let mut resources = Vec::new();
        if self.has_fences() {
            let description = format!("What the AI sandbox {} may use", facts.name());
            let policy = Policy::service_control(description, statements::of(self));
            resources.push(policy.attached(targets()).named("guardrails", Path::new()));
        }
        if self.opt_out {
            let content = value!({
                "services": { "default": { "opt_out_policy": { "@@assign": "optOut" } } },
            });
            let description = "AWS does not train its AI services on what they are sent";
            let policy = Policy::of_type("AISERVICES_OPT_OUT_POLICY", description, &content);
            resources.push(policy.attached(targets()).named("opt-out", Path::new()));
        }
        Ok(Expansion::of(resources))
    }
}

impl AiSandbox {
    fn has_fences(&self) -> bool {
        self.regions.is_some() || self.models.is_some() || self.accelerators.is_some()
    }

    fn guards_nothing(&self) -> Option<Diagnostic> {
        (!self.has_fences() && !self.opt_out).then(|| {
            Diagnostic::error("guards-nothing", "this sandbox guards nothing", Path::new())
                .help("write `regions`, `models` or `accelerators`, or remove `opt-out = false`")
        })
    }
}

/// An id has letters, digits and `.:_-`; a whole ARN would never match.
fn model(model: &Located<String>) -> Option<Diagnostic> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || ".:_-*?".contains(letter);
    if !model.is_empty() && model.chars().all(fits) && !model.starts_with("arn:") {
        return None;
    }
    let message = format!("`{}` is no id of a model", model.as_str());
    Some(
        Diagnostic::error("no-model", message, model.path())
            .help("write the id alone, such as `anthropic.claude-*` or `amazon.nova-lite-v1:0`"),
    )
}

/// Other instance types are not fenced, so naming one has no effect.
fn accelerator(instance_type: &Located<String>) -> Option<Diagnostic> {
    if instance_type.starts_with('*') || statements::is_accelerated(instance_type) {
        return None;
    }
    let message = format!("`{}` has no accelerator, so it may be started anyway", instance_type.as_str());
    let help = format!("accelerated families begin with `{}`", statements::FAMILIES.join("`, `"));
    Some(Diagnostic::warning("no-accelerator", message, instance_type.path()).help(help))
}

orgc_plugin_sdk::export!(AiSandbox);

#[cfg(test)]
mod tests;
