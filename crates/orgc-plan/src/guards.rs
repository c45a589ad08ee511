//! What policies deny and allow, and where the sources want them.
//!
//! A guard is compared by what it denies, piece by piece: one action pattern on one resource pattern
//! under the same conditions. So a rule may wander from one policy to another without being lost.
//! Whether one pattern covers another is not asked: a piece is kept only by the same piece.

use crate::matching::Matched;
use orgc_ir::desired::{Body, Policy};
use orgc_ir::{Address, Observed};
use orgc_policy::{Document, Effect, Family, PolicyType, Scope, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// What one policy does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Guard {
    /// The AWS name of its type.
    pub policy_type: String,
    /// Pieces of what it denies.
    pub denies: BTreeSet<String>,
    /// Whether it allows anything.
    pub allows: bool,
}

impl Guard {
    /// The guard of a text; management policies deny and allow nothing.
    pub fn of(policy_type: &str, text: &str) -> Self {
        let mut guard = Self { policy_type: policy_type.to_owned(), ..Self::default() };
        let filters =
            PolicyType::aws_named(policy_type).is_some_and(|one| one.family == Family::Authorization);
        let document = if filters { Document::parse(text).ok() } else { None };
        for statement in document.iter().flat_map(|document| &document.statements) {
            match statement.effect {
                Effect::Allow => guard.allows = true,
                Effect::Deny => guard.denies.extend(pieces(statement)),
            }
        }
        guard
    }
}

/// A statement, taken apart as far as its parts hold alone.
pub(crate) fn pieces(statement: &Statement) -> Vec<String> {
    let whole = |scope: &Scope| Scope::AllExcept(scope_patterns(scope));
    let split = |scope: &Scope| match scope {
        Scope::These(patterns) => patterns.iter().map(|one| Scope::These(vec![one.clone()])).collect(),
        Scope::AllExcept(_) => vec![whole(scope)],
    };
    let resources = statement
        .resources
        .as_ref()
        .map_or_else(|| vec![None], |scope| split(scope).into_iter().map(Some).collect());
    let mut all = Vec::new();
    for actions in split(&statement.actions) {
        for resources in &resources {
            let piece = Statement {
                sid: None,
                actions: actions.clone(),
                resources: resources.clone(),
                ..statement.clone()
            };
            all.push(Document::new(vec![piece]).to_minified());
        }
    }
    all
}

/// The patterns in one order, as their order means nothing.
fn scope_patterns(scope: &Scope) -> Vec<String> {
    let (Scope::These(patterns) | Scope::AllExcept(patterns)) = scope;
    patterns.iter().collect::<BTreeSet<_>>().into_iter().cloned().collect()
}

/// All guards, by the keys of [`Matched::place`] and [`Matched::id`].
#[derive(Debug, Default)]
pub(crate) struct Guards {
    live: BTreeMap<String, Guard>,
    desired: BTreeMap<String, Guard>,
    written: BTreeMap<String, BTreeSet<String>>,
    detached: BTreeMap<String, BTreeSet<String>>,
}

impl Guards {
    pub fn new(matched: &Matched<'_>) -> Self {
        let mut guards = Self { live: live(matched.observed), ..Self::default() };
        for (address, resource) in &matched.desired.resources {
            match &resource.body {
                Body::Policy(policy) => guards.declare(matched, address, policy),
                Body::Attachment(one) => insert(&mut guards.written, matched, &one.policy, &one.target),
                Body::Detachment(one) => insert(&mut guards.detached, matched, &one.policy, &one.target),
                _ => {}
            }
        }
        guards
    }

    fn declare(&mut self, matched: &Matched<'_>, address: &Address, policy: &Policy) {
        let guard = Guard::of(&policy.policy_type, &matched.spelled(&policy.document));
        self.desired.insert(matched.id(address).to_string(), guard);
    }

    /// What a policy does now; nothing if it is not live.
    pub fn live(&self, policy: &str) -> Option<&Guard> {
        self.live.get(policy)
    }

    /// What a policy shall do; what it does now if nobody declares it.
    pub fn desired(&self, policy: &str) -> Option<&Guard> {
        self.desired.get(policy).or_else(|| self.live.get(policy))
    }

    /// Pieces that a policy denies now and shall not deny any more.
    pub fn lost(&self, policy: &str) -> BTreeSet<String> {
        match (self.live(policy), self.desired(policy)) {
            (Some(live), Some(desired)) => live.denies.difference(&desired.denies).cloned().collect(),
            _ => BTreeSet::new(),
        }
    }

    /// Whether a policy is about denying alone, now and then.
    pub fn only_denies(&self, policy: &str) -> bool {
        let mut both = [self.live(policy), self.desired(policy)].into_iter().flatten();
        both.all(|guard| !guard.allows)
    }

    /// Whether a policy denies already all that it shall, and more.
    pub fn only_narrows(&self, policy: &str) -> bool {
        let (Some(live), Some(desired)) = (self.live(policy), self.desired(policy)) else { return false };
        self.only_denies(policy) && live.denies != desired.denies && live.denies.is_superset(&desired.denies)
    }

    /// Whether the sources declare a policy.
    pub fn declares(&self, policy: &str) -> bool {
        self.desired.contains_key(policy)
    }

    /// The policies that the sources attach at a target.
    pub fn written_at(&self, target: &str) -> impl Iterator<Item = &str> {
        self.written.get(target).into_iter().flatten().map(String::as_str)
    }

    /// Targets with what the sources attach there.
    pub fn written(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.written.iter().map(|(target, policies)| (target.as_str(), policies))
    }

    /// Whether the sources attach a policy at a target.
    pub fn is_written(&self, policy: &str, target: &str) -> bool {
        self.written.get(target).is_some_and(|all| all.contains(policy))
    }

    /// Whether the sources detach an AWS-managed policy at a target.
    pub fn is_detached(&self, policy: &str, target: &str) -> bool {
        self.detached.get(target).is_some_and(|all| all.contains(policy))
    }
}

fn insert(
    map: &mut BTreeMap<String, BTreeSet<String>>,
    matched: &Matched<'_>,
    policy: &Address,
    target: &Address,
) {
    map.entry(matched.place(target)).or_default().insert(matched.id(policy).to_string());
}

/// Live policies, the AWS-managed ones included.
fn live(observed: &Observed) -> BTreeMap<String, Guard> {
    let customers = observed.policies.iter();
    let mut all: BTreeMap<String, Guard> =
        customers.map(|(id, one)| (id.clone(), Guard::of(&one.policy_type, &one.document))).collect();
    for one in PolicyType::all() {
        if let Some(default) = &one.default_policy {
            all.insert(default.id.clone(), Guard::of(&one.aws_name, &default.document));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn denies(statements: &str) -> BTreeSet<String> {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":{statements}}}"#);
        Guard::of("SERVICE_CONTROL_POLICY", &text).denies
    }

    #[test]
    fn a_rule_is_the_same_wherever_it_stands() {
        let together = denies(r#"[{"Sid":"X","Effect":"Deny","Action":["a:B","a:C"],"Resource":"*"}]"#);
        let first = denies(r#"[{"Effect":"Deny","Action":"a:B","Resource":["*"]}]"#);
        let second = denies(r#"{"Effect":"Deny","Action":"a:C","Resource":"*"}"#);
        assert_eq!(together, first.union(&second).cloned().collect());
        assert_eq!(together.len(), 2);
    }

    #[test]
    fn what_is_excepted_stays_whole() {
        let one = denies(r#"[{"Effect":"Deny","NotAction":["a:B","a:C"],"Resource":"*"}]"#);
        assert_eq!(one, denies(r#"[{"Effect":"Deny","NotAction":["a:C","a:B"],"Resource":"*"}]"#));
        assert_eq!(one.len(), 1);
        assert_ne!(one, denies(r#"[{"Effect":"Deny","NotAction":["a:B"],"Resource":"*"}]"#));
    }

    #[test]
    fn allowing_is_seen_and_management_policies_do_neither() {
        let full = PolicyType::named("scp").unwrap().default_policy.as_ref().unwrap();
        assert!(Guard::of("SERVICE_CONTROL_POLICY", &full.document).allows);
        let tags = Guard::of("TAG_POLICY", &full.document);
        assert!(!tags.allows && tags.denies.is_empty());
    }
}
