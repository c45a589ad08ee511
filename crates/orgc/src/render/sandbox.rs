//! The organization in the sandbox as people read it.

use super::diagnostics::count;
use orgc_emulator::{AccountView, CodeView, OrganizationView, StackSetView, UnitView, View};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The tree with its policies, then the policies and the stack sets.
pub fn text(view: &View) -> String {
    let Some(organization) = &view.organization else {
        return "the account of the sandbox belongs to no organization yet\n".to_owned();
    };
    let names = organization.policies.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
    let mut out = format!("{} of {}\n", organization.id, organization.management_account_id);
    unit(&mut out, &organization.root, 1, &names);
    policies(&mut out, organization);
    let services = organization.trusted_services.join(", ");
    if !services.is_empty() {
        let _ = writeln!(out, "trusted services\n  {services}");
    }
    view.stack_sets.iter().for_each(|set| stack_set(&mut out, set));
    for CodeView { account, sent_to, code } in &view.codes {
        let _ = writeln!(out, "one-time code {code} was sent to {sent_to} for {account}");
    }
    out
}

/// Names of policies by their ids.
type Names<'a> = BTreeMap<&'a str, &'a str>;

fn unit(out: &mut String, unit: &UnitView, depth: usize, names: &Names<'_>) {
    line(out, depth, &format!("{} ({})", unit.name, unit.id), &unit.tags);
    policies_at(out, depth, &unit.policies, names);
    for below in &unit.accounts {
        account(out, below, depth + 1, names);
    }
    for below in &unit.units {
        self::unit(out, below, depth + 1, names);
    }
}

fn account(out: &mut String, account: &AccountView, depth: usize, names: &Names<'_>) {
    let state = if account.state == "ACTIVE" { String::new() } else { format!(", {}", account.state) };
    let text = format!("{} ({}, {}{state})", account.name, account.id, account.email);
    line(out, depth, &text, &account.tags);
    policies_at(out, depth, &account.policies, names);
}

fn line(out: &mut String, depth: usize, text: &str, tags: &BTreeMap<String, String>) {
    let indent = "  ".repeat(depth);
    let owned = tags.get("orgc:id").map(|address| format!("  {address}")).unwrap_or_default();
    let guard = if tags.contains_key("orgc:protect") { ", protected" } else { "" };
    let _ = writeln!(out, "{indent}{text}{owned}{guard}");
}

/// The policies of a target. That `FullAWSAccess` stands alone goes without saying.
fn policies_at(out: &mut String, depth: usize, ids: &[String], names: &Names<'_>) {
    let named: Vec<&str> = ids.iter().map(|id| names.get(id.as_str()).copied().unwrap_or(id)).collect();
    if !named.is_empty() && named != ["FullAWSAccess"] {
        let _ = writeln!(out, "{}  policies: {}", "  ".repeat(depth), named.join(", "));
    }
}

fn policies(out: &mut String, organization: &OrganizationView) {
    let own: Vec<_> = organization.policies.iter().filter(|policy| !policy.aws_managed).collect();
    if own.is_empty() {
        return;
    }
    out.push_str("policies\n");
    for policy in own {
        let size = count(policy.content.chars().count(), "character");
        let targets = count(policy.targets.len(), "target");
        let _ = writeln!(out, "  {} ({}): {}, {size}, {targets}", policy.name, policy.id, policy.policy_type);
    }
}

fn stack_set(out: &mut String, set: &StackSetView) {
    let _ = writeln!(out, "stack set {} in {}", set.name, set.region);
    for (target, regions) in &set.targets {
        let _ = writeln!(out, "  deployed to {target} in {}", regions.join(", "));
    }
    for instance in &set.instances {
        let _ = writeln!(out, "  {} {}: {}", instance.account, instance.region, instance.status);
    }
}
