//! What a change of policies means for the accounts of an organization.

use super::compare::{Cause, Change, compare};
use super::question::{Ground, Reason};
use crate::catalog::IamCatalog;
use crate::decide::{Chain, Cited, Control, Request};
use std::collections::BTreeSet;

/// An account before and after a change.
#[derive(Clone, Debug)]
pub struct Passage<K> {
    /// What it is called.
    pub account: K,
    /// What is known of all its requests.
    pub ground: Ground,
    /// Its id, or a stand-in for it.
    pub id: String,
    /// What it stood under.
    pub before: Chain,
    /// What it stands under.
    pub after: Chain,
}

/// Accounts for which the same became possible and impossible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift<K> {
    /// The accounts. The examples are of the first.
    pub accounts: Vec<K>,
    /// What became possible, by what stood against it before.
    pub gained: Vec<Turn>,
    /// What became impossible, by what stands against it now.
    pub lost: Vec<Turn>,
}

/// Requests that became possible or impossible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What stands or stood against them.
    pub obstacle: Obstacle,
    /// One of them, or why it was not decided whether there is one.
    pub example: Result<Box<Request>, Reason>,
}

/// What stands against requests, by names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// A statement denies them.
    Denies {
        /// Of which kind the policy is.
        control: Control,
        /// The policy.
        policy: String,
        /// The statement, counted from 0.
        statement: usize,
        /// The id of the statement, if it has one.
        sid: Option<String>,
        /// What the policy is attached to.
        target: String,
    },
    /// No service control policy at a target allows them.
    Silent {
        /// The target.
        target: String,
    },
}

/// Accounts that were alike before and after.
struct Class<'p, K> {
    first: &'p Passage<K>,
    accounts: Vec<K>,
    /// The id, if it tells the account apart.
    only: Option<&'p str>,
}

/// What a change means for each account; nothing for those that can do the same as before. Accounts that are alike
/// before and after are compared once.
pub fn shifts<K: Clone>(passages: &[Passage<K>], catalog: &IamCatalog) -> Vec<Shift<K>> {
    let mut shifts: Vec<Shift<K>> = Vec::new();
    for Class { first, accounts, .. } in classes(passages) {
        let Passage { before, after, ground, .. } = first;
        let ground = ground.clone().typed(catalog, before.keys().chain(after.keys()));
        let difference = compare(before, after, &ground);
        let read: BTreeSet<String> = before.keys().chain(after.keys()).map(str::to_ascii_lowercase).collect();
        let gained = turns(difference.gained, before, &read);
        let lost = turns(difference.lost, after, &read);
        if gained.is_empty() && lost.is_empty() {
            continue;
        }
        match shifts.iter_mut().find(|one| alike(&one.gained, &gained) && alike(&one.lost, &lost)) {
            Some(shift) => shift.accounts.extend(accounts),
            None => shifts.push(Shift { accounts, gained, lost }),
        }
    }
    shifts
}

fn classes<K: Clone>(passages: &[Passage<K>]) -> Vec<Class<'_, K>> {
    let mut classes: Vec<Class<'_, K>> = Vec::new();
    for passage in passages.iter().filter(|one| one.before != one.after) {
        let Passage { account, id, before, after, .. } = passage;
        let only = (before.singles_out(id) || after.singles_out(id)).then_some(id.as_str());
        let same = classes
            .iter_mut()
            .find(|class| class.only == only && class.first.before == *before && class.first.after == *after);
        match same {
            Some(class) => class.accounts.push(account.clone()),
            None => classes.push(Class { first: passage, accounts: vec![account.clone()], only }),
        }
    }
    classes
}

fn alike(some: &[Turn], others: &[Turn]) -> bool {
    let is_decided = |turn: &Turn| turn.example.is_ok();
    some.len() == others.len()
        && some
            .iter()
            .zip(others)
            .all(|(one, other)| one.obstacle == other.obstacle && is_decided(one) == is_decided(other))
}

/// Changes by the names in the chain that has what stands against them. The examples show the keys that policies
/// read.
fn turns(changes: Vec<Change>, chain: &Chain, read: &BTreeSet<String>) -> Vec<Turn> {
    let turn = |Change { cause, example }: Change| {
        let example = example.map(|mut request| {
            request.context.retain(|key| read.contains(key));
            request
        });
        Some(Turn { obstacle: obstacle(cause, chain)?, example })
    };
    changes.into_iter().filter_map(turn).collect()
}

fn obstacle(cause: Cause, chain: &Chain) -> Option<Obstacle> {
    match cause {
        Cause::Silent { level } => {
            Some(Obstacle::Silent { target: chain.service.get(level)?.target.clone() })
        }
        Cause::Denies(Cited { control, level, policy, statement }) => {
            let levels = match control {
                Control::Service => &chain.service,
                Control::Resource => &chain.resource,
            };
            let level = levels.get(level)?;
            let policy = level.policies.get(policy)?;
            Some(Obstacle::Denies {
                control,
                policy: policy.name.clone(),
                statement,
                sid: policy.sid(statement).map(str::to_owned),
                target: level.target.clone(),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::{Level, Policy};
    use crate::document::Document;
    use crate::grammar::Grammar;
    use std::sync::Arc;

    const GUARD: &str = r#"{"Version":"2012-10-17","Statement":[{"Sid":"Trail","Effect":"Deny","Action":"cloudtrail:StopLogging","Resource":"*"}]}"#;
    const FOR_ONE: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"cloudtrail:StopLogging","Resource":"*",
        "Condition":{"StringEquals":{"aws:PrincipalAccount":"000000000001"}}}]}"#;

    fn chain(policies: &[&str]) -> Chain {
        let read = |text: &&str| {
            let document = Document::parse(text).unwrap();
            Arc::new(Policy::new("Guard", &document, Grammar::ServiceControl).unwrap())
        };
        let full = [Arc::new(Policy::full_access("FullAWSAccess"))];
        let policies = full.into_iter().chain(policies.iter().map(read)).collect();
        Chain { service: vec![Level { target: "the root".to_owned(), policies }], ..Chain::default() }
    }

    /// What happens to three accounts.
    fn told(before: &[&str], after: &[&str]) -> Vec<Shift<usize>> {
        let passage = |number: usize| {
            let id = format!("{number:012}");
            let ground = Ground::of_account(&id, None, "aws");
            Passage { account: number, ground, id, before: chain(before), after: chain(after) }
        };
        shifts(&[passage(1), passage(2), passage(3)], IamCatalog::bundled())
    }

    #[test]
    fn accounts_that_are_alike_are_told_together() {
        let told = told(&[GUARD], &[]);
        let [Shift { accounts, gained, lost }] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!((accounts.as_slice(), lost.len()), ([1, 2, 3].as_slice(), 0));
        let [Turn { obstacle: Obstacle::Denies { sid, target, .. }, example: Ok(request) }] =
            gained.as_slice()
        else {
            panic!("{gained:?}")
        };
        assert_eq!((sid.as_deref(), target.as_str()), (Some("Trail"), "the root"));
        assert_eq!(request.to_string(), "cloudtrail:StopLogging", "no policy reads a key");
    }

    #[test]
    fn an_account_that_a_policy_names_is_told_apart() {
        let told = told(&[], &[FOR_ONE]);
        let [Shift { accounts, lost, .. }] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!((accounts.as_slice(), lost.len()), ([1].as_slice(), 1));
    }

    #[test]
    fn nothing_is_told_where_nothing_is_different() {
        assert_eq!(told(&[GUARD], &[GUARD, FOR_ONE]), [], "it was denied already");
        assert_eq!(told(&[GUARD], &[GUARD]), []);
    }
}
