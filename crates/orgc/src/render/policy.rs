//! The sizes of policies, as people and programs read them. The members are documented in `docs/commands.md`.

use super::diagnostics::count;
use orgc_ir::Address;
use orgc_ir::desired::Origin;
use orgc_policy::{PolicyType, Quota, Size};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A policy and its size.
pub struct Weighed<'m> {
    /// The policy.
    pub address: &'m Address,
    /// Where it is written.
    pub origin: &'m Origin,
    /// Its type.
    pub policy_type: &'m PolicyType,
    /// Its characters.
    pub size: Size,
    /// How many it may have.
    pub quota: &'m Quota,
    /// The statements that could be one, counted from 0, and the characters less that it would have then.
    pub packed: Option<(Vec<Vec<usize>>, usize)>,
}

impl Weighed<'_> {
    /// How full it is at most.
    pub fn percent(&self) -> u64 {
        (self.size.max as u64 * 100).checked_div(self.quota.value).unwrap_or_default()
    }
}

/// In words, a policy a line.
pub fn text(policies: &[Weighed<'_>]) -> String {
    if policies.is_empty() {
        return "the sources declare no policy".to_owned();
    }
    let sizes: Vec<String> = policies.iter().map(|one| counted(one.size)).collect();
    let width = sizes.iter().map(String::len).max().unwrap_or_default();
    let mut text = String::new();
    for (policy, size) in policies.iter().zip(&sizes) {
        let Weighed { origin, .. } = policy;
        let _ = writeln!(
            text,
            "{:>3} %  {size:>width$} of {:>5}  {}, {} ({}:{}:{})",
            policy.percent(),
            policy.quota.value,
            policy.address.name(),
            policy.policy_type.title,
            origin.file,
            origin.line,
            origin.column
        );
        if let Some((groups, saved)) = &policy.packed {
            let groups: Vec<String> = groups.iter().map(|group| statements(group)).collect();
            let _ = writeln!(
                text,
                "       {} less with the same meaning: {}",
                count(*saved, "character"),
                groups.join("; ")
            );
        }
    }
    text.trim_end().to_owned()
}

/// Statements by their numbers, of many the first.
fn statements(group: &[usize]) -> String {
    const SHOWN: usize = 6;
    let mut numbers: Vec<String> = group.iter().take(SHOWN).map(|at| (at + 1).to_string()).collect();
    if group.len() > SHOWN {
        numbers.push(count(group.len() - SHOWN, "other"));
    }
    match numbers.split_last() {
        Some((last, others)) => format!("statements {} and {last} as one", others.join(", ")),
        None => String::new(),
    }
}

fn counted(size: Size) -> String {
    if size.min == size.max { size.max.to_string() } else { format!("{} to {}", size.min, size.max) }
}

/// As one value of JSON.
pub fn json(policies: &[Weighed<'_>]) -> String {
    let policies = policies.iter().map(|policy| {
        let Weighed { address, origin, policy_type, size, quota, packed } = policy;
        json!({
            "policy": address.to_string(),
            "type": policy_type.name,
            "place": {"file": origin.file, "line": origin.line, "column": origin.column},
            "size": {"min": size.min, "max": size.max},
            "limit": quota.value,
            "quota": quota.name,
            "packed": packed.as_ref().map(|(groups, saved)| json!({"saves": saved, "statements": groups})),
        })
    });
    let value = json!({"orgc": 1, "policies": policies.collect::<Vec<Value>>()});
    serde_json::to_string_pretty(&value).unwrap_or_default()
}
