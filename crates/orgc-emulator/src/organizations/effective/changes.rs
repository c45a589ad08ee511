//! What changes of an organization do to effective policies: AWS remembers the last valid one of each account.
//!
//! A change is looked at twice, before it and after it, and only the accounts that it can reach. Only accounts whose
//! effective policy is invalid are remembered: that of every other one follows from its policies.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::effective;
use super::faults::{faults, has_rules, types_with_rules};
use crate::protocol::Call;
use crate::state::State;
use crate::state::invalid::Document;
use crate::state::organization::{Node, Organization};

/// Operations after which policies may have another effect.
const CHANGES: [&str; 6] =
    ["AttachPolicy", "DetachPolicy", "DisablePolicyType", "EnablePolicyType", "MoveAccount", "UpdatePolicy"];

/// An effective policy, in one of the types that can be invalid.
#[derive(Debug, Clone)]
enum Effect {
    /// There is none.
    None,
    Valid(Rc<Document>),
    Invalid,
}

type Effects = BTreeMap<String, Effect>;

/// The effective policies that a call can change, by policy type and account.
pub(in crate::organizations) struct Before(Vec<(String, Effects)>);

/// What is before a call.
pub(in crate::organizations) fn before(state: &State, call: &Call) -> Before {
    let reached = state.organization.as_ref().map(|organization| reached(organization, call));
    Before(reached.unwrap_or_default())
}

/// Notes what a call has changed.
pub(in crate::organizations) fn note(state: &mut State, call: &Call, before: &Before) {
    let now = state.now;
    let Some(organization) = &mut state.organization else { return };
    for (policy_type, effects) in &before.0 {
        compare(organization, policy_type, effects);
    }
    if CHANGES.contains(&call.operation.as_str()) {
        organization.policies_changed = Some(now);
    }
}

/// Notes the effective policies of an account that has come.
pub(in crate::organizations) fn note_arrival(organization: &mut Organization, account: &str) {
    note_new(organization, &[account.to_owned()]);
}

/// Notes the effective policies of an organization that was not watched while it became what it is.
pub(crate) fn note_all(organization: &mut Organization) {
    let accounts: Vec<String> = organization.accounts.keys().cloned().collect();
    note_new(organization, &accounts);
}

fn note_new(organization: &mut Organization, accounts: &[String]) {
    for policy_type in types_with_rules() {
        let none = accounts.iter().map(|account| (account.clone(), Effect::None)).collect();
        compare(organization, policy_type, &none);
    }
}

fn reached(organization: &Organization, call: &Call) -> Vec<(String, Effects)> {
    let member = |name: &str| call.input.get(name).and_then(Value::as_str).unwrap_or_default();
    let policy =
        organization.policies.get(member("PolicyId")).filter(|policy| has_rules(&policy.policy_type));
    let (types, accounts): (Vec<&str>, Vec<String>) = match (call.operation.as_str(), policy) {
        ("MoveAccount", _) => (types_with_rules().collect(), vec![member("AccountId").to_owned()]),
        ("AttachPolicy" | "DetachPolicy", Some(policy)) => {
            (vec![&policy.policy_type], accounts_at(organization, &BTreeSet::from([member("TargetId")])))
        }
        ("UpdatePolicy", Some(policy)) => {
            let holders =
                organization.attachments.iter().filter(|(_, attached)| attached.contains(&policy.id));
            let holders = holders.map(|(target, _)| target.as_str()).collect();
            (vec![&policy.policy_type], accounts_at(organization, &holders))
        }
        _ => return Vec::new(),
    };
    let before = |name: &str| (name.to_owned(), effects(organization, name, accounts.iter()));
    types.into_iter().map(before).collect()
}

/// The accounts among some targets and below them.
fn accounts_at(organization: &Organization, targets: &BTreeSet<&str>) -> Vec<String> {
    if targets.iter().all(|target| organization.node(target) == Some(Node::Account)) {
        return targets.iter().map(|account| (*account).to_owned()).collect();
    }
    let is_at =
        |id: &str| targets.contains(id) || organization.ancestors(id).any(|above| targets.contains(above));
    organization.accounts.keys().filter(|id| is_at(id)).cloned().collect()
}

/// All accounts below the lowest level that has policies of the type have the same, which is looked at once.
fn effects<'a>(
    organization: &'a Organization,
    policy_type: &str,
    accounts: impl Iterator<Item = &'a String>,
) -> Effects {
    let mut known: BTreeMap<&str, Effect> = BTreeMap::new();
    let holds = |id: &&str| organization.attached(id).any(|policy| policy.policy_type == policy_type);
    let with_effect = |account: &'a String| {
        let lowest = std::iter::once(account.as_str()).chain(organization.ancestors(account)).find(holds);
        let look = || effect(organization, account, policy_type);
        let effect = lowest.map_or(Effect::None, |level| known.entry(level).or_insert_with(look).clone());
        (account.clone(), effect)
    };
    accounts.map(with_effect).collect()
}

fn effect(organization: &Organization, account: &str, policy_type: &str) -> Effect {
    match effective(organization, account, policy_type) {
        None => Effect::None,
        Some(document) if faults(policy_type, &document).is_empty() => {
            Effect::Valid(Rc::new(Document::new(document.to_string())))
        }
        Some(_) => Effect::Invalid,
    }
}

/// Remembers what was in force in accounts whose effective policy has become invalid.
fn compare(organization: &mut Organization, policy_type: &str, before: &Effects) {
    let updated = organization.policies_updated();
    let after = effects(organization, policy_type, before.keys());
    let (invalid, sound): (Vec<_>, Vec<_>) =
        after.into_iter().partition(|(_, effect)| matches!(effect, Effect::Invalid));
    organization.invalid_policies.remove(policy_type, sound.iter().map(|(account, _)| account));
    for (account, _) in &invalid {
        let last_valid = match before.get(account) {
            Some(Effect::Valid(document)) => Some((&**document, updated)),
            _ => None,
        };
        organization.invalid_policies.insert(policy_type, account, last_valid);
    }
}
