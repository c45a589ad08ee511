//! Which statements of policies the claims depend on: without one of them, some claim would not hold.

use crate::model::PolicyFacts;
use crate::permissions::Permissions;
use orgc_diag::Span;
use orgc_ir::Address;
use orgc_policy::{Answer, Chain, Effect, Question, possible};
use std::collections::{BTreeMap, BTreeSet};

/// A statement of a service or resource control policy, and whether a claim depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The policy.
    pub policy: Address,
    /// The number of the statement in its policy, from 0.
    pub number: usize,
    /// Its id, if it has one.
    pub sid: Option<String>,
    /// Where its rule stands; nowhere if the policy is not written as rules.
    pub span: Option<Span>,
    /// Whether some claim would not hold without it.
    pub is_tested: bool,
}

/// Collects the statements on which claims depend.
#[derive(Default)]
pub(super) struct Coverage {
    /// The name of the policy and the number of the statement.
    tested: BTreeSet<(String, usize)>,
}

impl Coverage {
    /// Notes the statements without which a question about an account would have another answer.
    pub fn note(&mut self, question: &Question, chain: &Chain, answer: &Answer) {
        let decisive = match answer {
            Answer::Impossible => Effect::Deny,
            Answer::Possible(_) => Effect::Allow,
            Answer::NoRequest | Answer::Undecided(_) => return,
        };
        for (policy, statement) in chain.statements(decisive) {
            let name = (policy.to_owned(), statement);
            if self.tested.contains(&name) {
                continue;
            }
            let without = possible(question, &chain.without(policy, statement));
            let differs = match decisive {
                Effect::Deny => matches!(without, Answer::Possible(_)),
                Effect::Allow => without == Answer::Impossible,
            };
            if differs {
                self.tested.insert(name);
            }
        }
    }

    /// Every statement of the declared policies.
    pub fn statements(
        &self,
        permissions: &Permissions,
        policies: &BTreeMap<Address, PolicyFacts>,
    ) -> Vec<Statement> {
        let statements = permissions.policies().flat_map(|(address, policy)| {
            policy.sids().enumerate().map(move |(number, sid)| Statement {
                policy: address.clone(),
                number,
                sid: sid.map(str::to_owned),
                span: policies.get(address).and_then(|policy| policy.rules.get(number)).copied(),
                is_tested: self.tested.contains(&(address.name().to_owned(), number)),
            })
        });
        statements.collect()
    }
}
