//! Where the characters of a policy come from, and how to have fewer of them.

use super::diagnostics;
use super::names::ActionList;
use super::written::Written;
use crate::declare::Declared;
use crate::value::entity_noun;
use orgc_diag::{Diagnostic, Edit, Fix, Span};
use orgc_ir::Text;
use orgc_policy::{Document, Fit, Grammar, IamCatalog, PolicyType, Quota, Scope, Size, Statement};
use orgc_syntax::ast::{Principals, Resources, Rule};

/// A part of a rule that takes space.
#[derive(Clone, Debug)]
pub(crate) struct RulePart {
    /// How messages call it: `this action list`.
    pub noun: &'static str,
    /// Where it stands.
    pub span: Span,
    /// Its characters in the document.
    pub size: usize,
    /// The actions, if it is a list of actions.
    pub actions: Option<ActionList>,
}

impl RulePart {
    /// The parts of a rule, of which each statement repeats all.
    pub(super) fn of(rule: &Rule, statements: &[Statement], actions: Option<&ActionList>) -> Vec<Self> {
        let sum = |size: fn(&Statement) -> usize| statements.iter().map(size).sum();
        let part = |noun, span, size| Self { noun, span, size, actions: None };
        let mut parts = vec![Self {
            noun: "this action list",
            span: actions.map_or(rule.actions.span, |list| list.span),
            size: sum(|one| listed(one.actions.patterns())),
            actions: actions.cloned(),
        }];
        parts.extend(rule.resources.as_ref().map(|written| {
            let size = sum(|one| one.resources.as_ref().map(Scope::patterns).map_or(0, listed));
            part("these resources", resources_span(written), size)
        }));
        parts.extend(rule.principals.as_ref().and_then(|written| match written {
            Principals::These(operand) => Some(part("these principals", operand.span, 0)),
            Principals::All(_) => None,
        }));
        let guards = rule.guards.first().zip(rule.guards.last());
        parts.extend(
            guards.map(|(first, last)| {
                part("these conditions", first.span.join(last.span), sum(conditions_size))
            }),
        );
        parts
    }
}

fn resources_span(written: &Resources) -> Span {
    match written {
        Resources::All(span) => *span,
        Resources::AllExcept(operand) | Resources::These(operand) => operand.span,
    }
}

/// Each with its quotes and a comma.
fn listed(texts: &[String]) -> usize {
    texts.iter().map(|text| text.chars().count() + 3).sum()
}

fn conditions_size(statement: &Statement) -> usize {
    let without = Statement { conditions: orgc_policy::Conditions::default(), ..statement.clone() };
    let size = |one: Statement| Document::new(vec![one]).to_minified().chars().count();
    size(statement.clone()).saturating_sub(size(without))
}

/// What is to be said about the size of a policy.
pub(crate) fn size(
    declared: &Declared<'_>,
    policy_type: &'static PolicyType,
    written: &Written,
    quota: &Quota,
    catalog: &IamCatalog,
) -> Option<Diagnostic> {
    let noun = entity_noun(&declared.address);
    let found = written.size((&noun, &policy_type.noun()), declared.head, quota, catalog)?;
    let is_control = policy_type.grammar.is_some_and(Grammar::is_control) && !written.rules.is_empty();
    Some(if is_control { written.packing(found, quota) } else { found })
}

impl Written {
    /// What is to be said about the size of a document: how messages call it, what it is one of, and
    /// where it stands.
    pub(crate) fn size(
        &self,
        (noun, title): (&str, &str),
        place: Span,
        quota: &Quota,
        catalog: &IamCatalog,
    ) -> Option<Diagnostic> {
        let size = measured(&self.document);
        let about = diagnostics::Sized { noun, title, place, size, quota };
        match size.fit(quota.value) {
            Fit::Within => None,
            Fit::Near => Some(about.near_limit()),
            Fit::MayExceed => Some(self.explained(about.may_exceed(), catalog)),
            Fit::Exceeds => Some(self.explained(about.too_large(), catalog)),
        }
    }

    /// With the biggest parts, and a shorter text with the same meaning.
    fn explained(&self, mut diagnostic: Diagnostic, catalog: &IamCatalog) -> Diagnostic {
        // Where no part is big, none is named.
        let least = measured(&self.document).max / 10;
        let mut parts: Vec<&RulePart> =
            self.parts.iter().filter(|part| part.size > 0 && part.size >= least).collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.size));
        for part in parts.iter().take(2) {
            diagnostic = diagnostic.at(part.span, format!("{} of them come from {}", part.size, part.noun));
        }
        self.shortened(diagnostic, catalog)
    }

    fn shortened(&self, mut diagnostic: Diagnostic, catalog: &IamCatalog) -> Diagnostic {
        let lists = self.parts.iter().filter_map(|part| part.actions.as_ref());
        let shorter: Vec<_> =
            lists.filter_map(|list| Some((list, catalog.shorter(&list.patterns)?))).collect();
        let saved: usize = shorter.iter().map(|(_, one)| one.saved).sum();
        for (_, one) in &shorter {
            diagnostic = diagnostics::shorter(diagnostic, one, catalog.as_of());
        }
        let edits: Vec<Edit> = shorter
            .iter()
            .filter(|(list, _)| list.is_plain)
            .map(|(list, one)| Edit::new(list.span, one.patterns.join(", ")))
            .collect();
        match edits.is_empty() {
            true => diagnostic,
            false => {
                diagnostic.fix(Fix { title: format!("shorten the actions by {saved} characters"), edits })
            }
        }
    }
}

/// What a document can come to, whatever ids AWS assigns.
pub(super) fn measured(document: &Text) -> Size {
    let (min, max) = document.width();
    Size { min, max }
}
