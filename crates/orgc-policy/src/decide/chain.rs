//! The policies between the root of an organization and an account.

use super::accounts::Singled;
use super::rule::{Patterns, Rule};
use crate::document::{Document, Effect, Scope, Statement};
use crate::grammar::Grammar;
use crate::pattern::Pattern;
use crate::place::JsonPath;
use crate::problem::{Fault, Problem};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A policy that has been read once and can be asked often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What it is called.
    pub name: String,
    pub(crate) rules: Vec<Rule>,
    singled: Singled,
    /// Accounts whose things it names.
    owners: Singled,
}

/// What is attached to the root, a unit or an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// What it is attached to: `organization/Acme`, `ou/Workloads`.
    pub target: String,
    /// The policies.
    pub policies: Vec<Arc<Policy>>,
}

/// What is attached on the way from the root to an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// Whether it is the management account, which no policy touches.
    pub is_management: bool,
    /// The service control policies of each level, the root first. None if the type is not enabled.
    pub service: Vec<Level>,
    /// The resource control policies of each level, the root first. None if the type is not enabled.
    pub resource: Vec<Level>,
}

impl Chain {
    /// The condition keys that the policies name, as they write them.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let rules = self.policies().flat_map(|policy| &policy.rules);
        rules.flat_map(|rule| &rule.conditions).map(|condition| condition.name.as_str())
    }

    /// Whether the policies may treat an account otherwise than one whose id nothing names. If not, the
    /// account can do what all such accounts under the same policies can.
    pub fn singles_out(&self, id: &str) -> bool {
        self.policies().any(|policy| policy.singled.has(id))
    }

    /// Whether the policies may treat things of one account otherwise than the like things of another.
    pub fn tells_owners_apart(&self) -> bool {
        self.policies().any(|policy| !policy.owners.is_empty())
    }

    /// Whether the policies may treat things of an account otherwise than those of one whose id no resource names.
    pub fn singles_out_things_of(&self, id: &str) -> bool {
        self.policies().any(|policy| policy.owners.has(id))
    }

    /// The same without the name of the account, so that accounts whose own policies are alike are alike.
    #[must_use]
    pub fn of_any_account(mut self) -> Self {
        let own = [self.service.last_mut(), self.resource.last_mut()];
        own.into_iter().flatten().for_each(|level| level.target = "the account".to_owned());
        self
    }

    /// The same with every statement that denies on every resource, whichever it names. What this leaves
    /// possible and the chain too does not depend on the resource.
    #[must_use]
    pub fn on_every_resource(&self) -> Self {
        let mut chain = self.clone();
        for level in chain.service.iter_mut().chain(&mut chain.resource) {
            for policy in &mut level.policies {
                for rule in &mut Arc::make_mut(policy).rules {
                    if rule.effect == Effect::Deny {
                        rule.resources = Patterns::of(&Scope::all(), Pattern::resource);
                    }
                }
            }
        }
        chain
    }

    /// The statements of an effect, by the name of their policy and their number from 0.
    pub fn statements(&self, effect: Effect) -> BTreeSet<(&str, usize)> {
        self.policies()
            .flat_map(|policy| {
                let of_effect =
                    policy.rules.iter().enumerate().filter(move |(_, rule)| rule.effect == effect);
                of_effect.map(|(at, _)| (policy.name.as_str(), at))
            })
            .collect()
    }

    /// The same without a statement, wherever its policy is attached.
    #[must_use]
    pub fn without(&self, policy: &str, statement: usize) -> Self {
        let mut chain = self.clone();
        let levels = chain.service.iter_mut().chain(&mut chain.resource);
        for one in levels.flat_map(|level| &mut level.policies).filter(|one| one.name == policy) {
            let rules = &mut Arc::make_mut(one).rules;
            if statement < rules.len() {
                rules.remove(statement);
            }
        }
        chain
    }

    fn policies(&self) -> impl Iterator<Item = &Policy> {
        self.service.iter().chain(&self.resource).flat_map(|level| &level.policies).map(AsRef::as_ref)
    }
}

impl Policy {
    /// Reads a document.
    ///
    /// # Errors
    /// What the grammar does not allow in it.
    pub fn new(name: impl Into<String>, document: &Document, grammar: Grammar) -> Result<Self, Vec<Problem>> {
        let problems = document.check(grammar);
        if !problems.is_empty() {
            return Err(problems);
        }
        let rules = document.statements.iter().map(Rule::of).collect::<Option<_>>();
        match rules {
            Some(rules) => {
                let (singled, owners) = (Singled::out_of(document), Singled::owners_in(document));
                Ok(Self { name: name.into(), rules, singled, owners })
            }
            // The check has refused unknown operators; this is for those who change it.
            None => {
                let fault = Fault::UnknownOperator { operator: String::new() };
                Err(vec![Problem::new(fault, JsonPath::default().key("Statement"))])
            }
        }
    }

    /// `FullAWSAccess`, and its twin for resources: AWS writes them.
    pub fn full_access(name: impl Into<String>) -> Self {
        let statement = Statement::allow(Scope::all());
        Self::of_rules(name, Rule::of(&statement).into_iter().collect())
    }

    /// A policy of some rules, which nobody is told apart by.
    pub(crate) fn of_rules(name: impl Into<String>, rules: Vec<Rule>) -> Self {
        Self { name: name.into(), rules, singled: Singled::default(), owners: Singled::default() }
    }

    /// The ids of its statements, each if it has one.
    pub fn sids(&self) -> impl Iterator<Item = Option<&str>> {
        self.rules.iter().map(|rule| rule.sid.as_deref())
    }

    /// The id of a statement, if it has one.
    pub fn sid(&self, statement: usize) -> Option<&str> {
        self.rules.get(statement)?.sid.as_deref()
    }
}
