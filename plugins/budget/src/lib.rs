//! The kind `budget`: what an account may cost in a month, who hears of it, and what stops.
//!
//! A block becomes one stack set, `stack-set`, with a stack in every account that `deploy` sentences
//! reach. The limit and one more address may differ from account to account (`deploy … with`).

mod checks;
mod template;

use orgc_plugin_sdk::{
    Block, Deploy, Diagnostic, Email, Expansion, Facts, Kind, Located, Money, Pair, Path, Percent, Region,
    StackSet, deployment, pair,
};

/// What an account may cost in a month: mail when the costs come near it, and, if wanted, an end to
/// starting new things when they reach it. One budget in every account that `deploy` sentences reach.
#[derive(Block, Clone, Debug, PartialEq)]
pub struct Budget {
    /// What an account may cost in a month.
    pub limit: Located<Money>,
    /// Who gets the mail.
    #[attribute(min_items = 1, max_items = 9, distinct)]
    pub notify: Vec<Email>,
    /// At which shares of the limit there is mail about the costs so far; `[50%, 80%, 100%]` if it is
    /// left out.
    #[attribute(min_items = 1, max_items = 4, distinct)]
    pub alerts: Option<Vec<Located<Percent>>>,
    /// Whether there is mail, too, when AWS expects that the month will cost more than the limit.
    #[attribute(default = true)]
    pub forecast: bool,
    /// What stops when the limit is reached.
    pub stop: Option<Stop>,
    /// The Region of the stacks. The budget itself counts all Regions.
    #[attribute(default = "us-east-1")]
    pub region: Region,
    /// Where the budget goes: one element for each `deploy` sentence. Not written by hand.
    #[attribute(default)]
    pub deployments: Vec<Located<Deploy<Overrides>>>,
}

/// What stops when the limit is reached: roles of the account are denied to start new things. What
/// runs goes on.
#[derive(Block, Clone, Debug, PartialEq)]
pub struct Stop {
    /// The share of the limit at which it stops.
    #[attribute(default = 10_000)]
    pub at: Located<Percent>,
    /// The names of the roles that are denied. They must be there, and roles of IAM Identity Center
    /// cannot be named, since AWS lets nobody change those.
    #[attribute(min_items = 1, distinct)]
    pub roles: Vec<Located<String>>,
    /// The actions that are denied; if it is left out, those that start instances, databases,
    /// clusters, functions, training and inference.
    #[attribute(min_items = 1, distinct)]
    pub deny: Option<Vec<Located<String>>>,
}

/// What may differ from account to account.
#[derive(Block, Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    /// What this account may cost in a month, in the currency of the budget.
    pub limit: Option<Located<Money>>,
    /// Who gets the mail, too.
    pub notify: Option<Email>,
}

impl Kind for Budget {
    const EMITS: &'static [&'static str] = &["stack-set"];

    fn check(&self) -> Vec<Diagnostic> {
        checks::check(self)
    }

    fn expand(&self, facts: &Facts) -> Result<Expansion, Vec<Diagnostic>> {
        let deployments = self
            .deployments
            .iter()
            .map(|deploy| deployment(&deploy.target, [self.region.to_string()], deploy.parameters.pairs()));
        let template = template::of(self, facts.name());
        let set = StackSet::generated(format!("Budget {}", facts.name()), template).deployed(deployments);
        let capabilities = self.stop.iter().map(|_| "CAPABILITY_IAM".to_owned()).collect();
        Ok(Expansion::of([StackSet { capabilities, ..set }.named("stack-set", Path::new())]))
    }
}

impl Overrides {
    fn pairs(&self) -> Vec<Pair> {
        let limit = self.limit.iter().map(|limit| pair("Limit", &limit.amount));
        limit.chain(self.notify.iter().map(|notify| pair("Notify", notify.as_str()))).collect()
    }
}

orgc_plugin_sdk::export!(Budget);

#[cfg(test)]
mod tests;
