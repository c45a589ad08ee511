//! What two sets of policies let pass differently.
//!
//! What became possible is what some statement denied before, or what no statement of some level
//! allowed, and what passes now. So every such cause is a question about the policies after: is any of
//! its requests possible? What became impossible is the same, the other way round. The changes are
//! grouped by their causes, and each has a request that shows it.

use super::question::{Answer, Ground, Reason, answer};
use crate::decide::{
    Chain, Cited, Control, Level, Patterns, Request, Rule, Verdict, decide, never_controlled,
};
use crate::document::{Effect, Scope};
use crate::pattern::Pattern;

/// What policies let pass after a change and not before, and the other way round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// What became possible, by what stood against it before.
    pub gained: Vec<Change>,
    /// What became impossible, by what stands against it now.
    pub lost: Vec<Change>,
}

/// Requests that became possible or impossible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What stands or stood against them: of the policies before for what was gained, of those after for
    /// what was lost.
    pub cause: Cause,
    /// One of them, or why it was not decided whether there is one.
    pub example: Result<Box<Request>, Reason>,
}

/// What stands against requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A statement that denies them.
    Denies(Cited),
    /// A level of service control policies on which nothing allows them, the root being 0.
    Silent {
        /// The level.
        level: usize,
    },
}

/// How the policies of an account differ in what they let pass, for the requests on some ground.
pub fn compare(before: &Chain, after: &Chain, ground: &Ground) -> Difference {
    Difference { gained: opened(before, after, ground), lost: opened(after, before, ground) }
}

/// What one chain lets pass and the other does not, by what stands against it in the other.
fn opened(closed: &Chain, open: &Chain, ground: &Ground) -> Vec<Change> {
    if closed.is_management {
        return Vec::new();
    }
    let denying = statements(closed).filter(|(cited, rule)| {
        let stays = statements(open).any(|(other, same)| other.control == cited.control && same == *rule);
        rule.effect == Effect::Deny && !stays
    });
    let denied = denying.map(|(cited, rule)| (Cause::Denies(cited), rule.clone(), beyond(cited.control)));
    let silent =
        closed.service.iter().enumerate().filter(|(_, level)| !allows_all(level)).map(|(level, one)| {
            (Cause::Silent { level }, everything(), allowing(one).cloned().collect::<Vec<Rule>>())
        });
    let changes = denied.chain(silent).filter_map(|(cause, about, unless)| {
        let example = match answer(ground, &about, &unless, open) {
            Answer::Possible(request) if verdict(&request, closed) != Verdict::Allowed => Ok(request),
            Answer::Possible(_) => Err(Reason::Tied),
            Answer::Impossible | Answer::NoRequest => return None,
            Answer::Undecided(reason) => Err(reason),
        };
        Some(Change { cause, example })
    });
    changes.collect()
}

/// The requests that a statement does not touch although it is about them.
fn beyond(control: Control) -> Vec<Rule> {
    match control {
        Control::Service => Vec::new(),
        Control::Resource => {
            let actions = Patterns { listed: vec![never_controlled()], is_negated: false };
            vec![Rule { actions, ..everything() }]
        }
    }
}

fn verdict(request: &Request, chain: &Chain) -> Verdict {
    decide(request, Some(chain), Some(chain)).verdict
}

/// The statements of a chain and where they stand.
pub(super) fn statements(chain: &Chain) -> impl Iterator<Item = (Cited, &Rule)> {
    let service = chain.service.iter().enumerate().map(|(at, level)| (Control::Service, at, level));
    let resource = chain.resource.iter().enumerate().map(|(at, level)| (Control::Resource, at, level));
    service.chain(resource).flat_map(|(control, level, one)| {
        one.policies.iter().enumerate().flat_map(move |(policy, one)| {
            let rules = one.rules.iter().enumerate();
            rules.map(move |(statement, rule)| (Cited { control, level, policy, statement }, rule))
        })
    })
}

pub(super) fn allowing(level: &Level) -> impl Iterator<Item = &Rule> {
    let rules = level.policies.iter().flat_map(|policy| &policy.rules);
    rules.filter(|rule| rule.effect == Effect::Allow)
}

/// Whether a statement of a level allows everything, as `FullAWSAccess` does.
fn allows_all(level: &Level) -> bool {
    let all = everything();
    allowing(level).any(|rule| {
        rule.conditions.is_empty() && rule.actions == all.actions && rule.resources == all.resources
    })
}

fn everything() -> Rule {
    Rule {
        effect: Effect::Deny,
        actions: Patterns::of(&Scope::all(), |text| Some(Pattern::action(text))),
        resources: Patterns::of(&Scope::all(), Pattern::resource),
        conditions: Vec::new(),
        sid: None,
    }
}
