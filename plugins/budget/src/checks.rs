//! What the schema cannot say.

use crate::{Budget, Stop};
use orgc_plugin_sdk::{Diagnostic, Located, Money, Percent};

/// Everything that is wrong with the block.
pub fn check(budget: &Budget) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = positive(&budget.limit).into_iter().collect();
    findings.extend(budget.alerts.iter().flatten().filter_map(whole));
    findings.extend(budget.stop.iter().flat_map(stop));
    for deploy in &budget.deployments {
        findings.extend(deploy.without_regions("a budget counts all Regions"));
        if let Some(limit) = &deploy.parameters.limit {
            findings.extend(positive(limit));
            findings.extend(other_currency(limit, &budget.limit));
        }
    }
    findings
}

fn positive(limit: &Located<Money>) -> Option<Diagnostic> {
    let is_positive =
        !limit.amount.starts_with('-') && limit.amount.contains(|digit| ('1'..='9').contains(&digit));
    (!is_positive).then(|| {
        let message = format!("a budget of {} {} is always spent", limit.amount, limit.currency);
        Diagnostic::error("no-limit", message, limit.path()).help("write more than nothing")
    })
}

/// A stack set has one template, and the currency stands in it.
fn other_currency(limit: &Located<Money>, of_budget: &Located<Money>) -> Option<Diagnostic> {
    (limit.currency != of_budget.currency).then(|| {
        let message = format!("this is in {}, the budget in {}", limit.currency, of_budget.currency);
        Diagnostic::error("other-currency", message, limit.path())
            .label(of_budget.path(), "the budget")
            .help("write both in the currency in which AWS bills the organization")
    })
}

/// AWS counts whole percents, up to 1000 times the limit.
fn whole(share: &Located<Percent>) -> Option<Diagnostic> {
    let fits = share.whole().is_some_and(|percent| (1..=100_000).contains(&percent));
    (!fits).then(|| {
        Diagnostic::error(
            "bad-share",
            "a share of the limit is a whole percentage, at least 1%",
            share.path(),
        )
    })
}

fn stop(stop: &Stop) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = whole(&stop.at).into_iter().collect();
    findings.extend(stop.roles.iter().filter_map(role));
    findings.extend(stop.deny.iter().flatten().filter_map(action));
    findings
}

/// The name of a role, not its ARN: the account differs.
fn role(role: &Located<String>) -> Option<Diagnostic> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "+=,.@_-".contains(letter);
    if role.starts_with("AWSReservedSSO_") {
        let message =
            format!("`{}` is a role of IAM Identity Center, which no budget can change", role.as_str());
        let help = "name a role of your own, or attach a service control policy when there is mail";
        return Some(Diagnostic::error("reserved-role", message, role.path()).help(help));
    }
    (!(1..=64).contains(&role.len()) || !role.chars().all(fits)).then(|| {
        let message = format!("`{}` is no name of a role", role.as_str());
        Diagnostic::error("no-role", message, role.path())
            .help("write the name alone: letters, digits and `+=,.@_-`, at most 64")
    })
}

fn action(action: &Located<String>) -> Option<Diagnostic> {
    let is_action =
        action.split_once(':').is_some_and(|(service, name)| !service.is_empty() && !name.is_empty());
    (!is_action).then(|| {
        let message = format!("`{}` is no action", action.as_str());
        Diagnostic::error("no-action", message, action.path())
            .help("write `service:Name`, such as `ec2:RunInstances`")
    })
}
