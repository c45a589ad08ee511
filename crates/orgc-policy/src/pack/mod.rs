//! Fewer characters for the same meaning: statements that can be one, and a document that can be several.

mod join;
mod split;

pub use join::Packed;

use crate::catalog::IamCatalog;
use crate::decide::{Chain, Level, Policy};
use crate::document::{Document, Effect, Statement};
use crate::grammar::Grammar;
use crate::prove::{Difference, Ground, compare};
use std::sync::Arc;

/// Whether a statement does with every request what others do together, which is proved. No where it was not
/// decided. All have one effect.
fn does_same(statement: &Statement, others: Vec<Statement>, grammar: Grammar) -> bool {
    let chains = chain(vec![statement.clone()], grammar).zip(chain(others, grammar));
    chains.is_some_and(|(one, other)| {
        let anybody = Ground { principals: vec!["arn:*:*::*:*".to_owned()], ..Ground::default() };
        let ground = anybody.typed(IamCatalog::bundled(), one.keys().chain(other.keys()));
        compare(&one, &other, &ground) == Difference::default()
    })
}

/// An account under these statements and, if they deny, one that allows everything. None if they are not of a
/// control policy.
fn chain(statements: Vec<Statement>, grammar: Grammar) -> Option<Chain> {
    let denies = statements.iter().any(|one| one.effect == Effect::Deny);
    let policy = Policy::new("these", &Document::new(statements), grammar).ok()?;
    let all = denies.then(|| Policy::full_access("all"));
    let policies = [policy].into_iter().chain(all).map(Arc::new).collect();
    let levels = vec![Level { target: String::new(), policies }];
    match grammar {
        Grammar::ServiceControl => Some(Chain { service: levels, ..Chain::default() }),
        Grammar::ResourceControl => Some(Chain { resource: levels, ..Chain::default() }),
        Grammar::Identity | Grammar::Delegation => None,
    }
}
