//! The organization in the sandbox as people read it.

use super::diagnostics::count;
use orgc_emulator::{AccountView, OrganizationView, StackSetView, UnitView, View};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The tree with its policies, then the policies and the stack sets.
pub fn text(view: &View) -> String {
    let Some(organization) = &view.organization else {
        return "the account of the sandbox belongs to no organization yet\n".to_owned();
    };
    let mut out = format!("{} of {}\n", organization.id, organization.management_account_id);
    unit(&mut out, &organization.root, 1);
    policies(&mut out, organization);
    let services = organization.trusted_services.join(", ");
    if !services.is_empty() {
        let _ = writeln!(out, "trusted services\n  {services}");
    }
    view.stack_sets.iter().for_each(|set| stack_set(&mut out, set));
    out
}

fn unit(out: &mut String, unit: &UnitView, depth: usize) {
    line(out, depth, &format!("{} ({})", unit.name, unit.id), &unit.tags, &unit.policies);
    for below in &unit.accounts {
        account(out, below, depth + 1);
    }
    for below in &unit.units {
        self::unit(out, below, depth + 1);
    }
}

fn account(out: &mut String, account: &AccountView, depth: usize) {
    let state = if account.state == "ACTIVE" { String::new() } else { format!(", {}", account.state) };
    let text = format!("{} ({}, {}{state})", account.name, account.id, account.email);
    line(out, depth, &text, &account.tags, &account.policies);
}

fn line(out: &mut String, depth: usize, text: &str, tags: &BTreeMap<String, String>, policies: &[String]) {
    let indent = "  ".repeat(depth);
    let owned = tags.get("orgc:id").map(|address| format!("  {address}")).unwrap_or_default();
    let guard = if tags.contains_key("orgc:protect") { ", protected" } else { "" };
    let _ = writeln!(out, "{indent}{text}{owned}{guard}");
    if !policies.is_empty() {
        let _ = writeln!(out, "{indent}  policies: {}", policies.join(", "));
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
