//! A statement that has been read once and can be asked often.

use super::predicate::Predicate;
use super::request::Request;
use crate::document::{Effect, Scope, Statement};
use crate::pattern::Pattern;

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) effect: Effect,
    pub(crate) actions: Patterns,
    pub(crate) resources: Patterns,
    pub(crate) conditions: Vec<Predicate>,
    /// The id of the statement.
    pub(crate) sid: Option<String>,
}

/// One of some patterns, or none of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Patterns {
    pub(crate) listed: Vec<Pattern>,
    pub(crate) is_negated: bool,
}

impl Rule {
    /// The rule; none if there is no such operator.
    pub(crate) fn of(statement: &Statement) -> Option<Self> {
        let everything = Scope::all();
        let resources = statement.resources.as_ref().unwrap_or(&everything);
        Some(Self {
            effect: statement.effect,
            actions: Patterns::of(&statement.actions, |text| Some(Pattern::action(text))),
            resources: Patterns::of(resources, Pattern::resource),
            conditions: statement.conditions.iter().map(Predicate::of).collect::<Option<_>>()?,
            sid: statement.sid.clone(),
        })
    }

    /// Whether the statement is about a request.
    pub(crate) fn matches(&self, request: &Request) -> bool {
        self.actions.match_text(&request.action, request)
            && self.resources.match_text(&request.resource, request)
            && self.conditions.iter().all(|condition| condition.holds(&request.context))
    }
}

impl Patterns {
    pub(crate) fn of(scope: &Scope, read: impl Fn(&str) -> Option<Pattern>) -> Self {
        Self {
            listed: scope.patterns().iter().filter_map(|text| read(text)).collect(),
            is_negated: matches!(scope, Scope::AllExcept(_)),
        }
    }

    fn match_text(&self, text: &str, request: &Request) -> bool {
        let is_listed =
            self.listed.iter().any(|pattern| pattern.matches(text, |key| request.context.value(key)));
        is_listed != self.is_negated
    }
}
