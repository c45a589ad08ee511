//! How the rules of a policy take fewer characters: as fewer rules, or in several policies.

use super::diagnostics;
use super::holes::Holes;
use super::weight::measured;
use super::written::Written;
use orgc_diag::{Diagnostic, Span};
use orgc_policy::{Document, Fit, Quota};
use std::collections::BTreeSet;

impl Written {
    /// With the rules that could be one, and with the policies that would hold the rules if they are too large for
    /// one. Nothing of a text that was not written as rules.
    pub(super) fn packing(&self, diagnostic: Diagnostic, quota: &Quota) -> Diagnostic {
        let mut holes = Holes::default();
        let Ok(document) = Document::parse(&holes.mark(&self.document)) else { return diagnostic };
        let size = |document: &Document| measured(&holes.restore(&document.to_minified()));
        let whole = size(&document);
        let diagnostic = match document.packed() {
            Some(packed) => {
                let groups: Vec<Vec<Span>> = packed.groups.iter().map(|group| self.rules_of(group)).collect();
                let saved = whole.max.saturating_sub(size(&packed.document).max);
                diagnostics::one_rule(diagnostic, &groups, saved)
            }
            None => diagnostic,
        };
        if whole.fit(quota.value) < Fit::Exceeds {
            return diagnostic;
        }
        let split = document.split(|one| size(one).fit(quota.value) <= Fit::Near);
        let parts = split.into_iter().flatten().map(|numbers| {
            let statements = numbers.iter().filter_map(|at| document.statements.get(*at)).cloned().collect();
            let size = size(&Document { statements, ..document.clone() });
            (self.rules_of(&numbers).len(), size)
        });
        diagnostics::several_policies(diagnostic, &parts.collect::<Vec<_>>())
    }

    /// The rules of some statements, each once.
    fn rules_of(&self, statements: &[usize]) -> Vec<Span> {
        let mut seen = BTreeSet::new();
        let rules = statements.iter().filter_map(|at| self.rules.get(*at)).copied();
        rules.filter(|rule| seen.insert(*rule)).collect()
    }
}
