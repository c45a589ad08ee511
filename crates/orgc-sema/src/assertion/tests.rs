//! `test "…" { … }`: assertions, and loops and conditions around them.

use super::judge::Judge;
use super::{assertion, diagnostics};
use crate::declare::Scoped;
use crate::evaluate::Evaluator;
use crate::value::{Type, Value};
use orgc_diag::{Diagnostic, Span};
use orgc_syntax::ast::{self, ItemKind};

/// What became of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// What the test says.
    pub title: String,
    /// Where its title stands.
    pub span: Span,
    /// How many assertions ran, each round of a loop counted.
    pub assertions: usize,
    /// What does not hold, in the order of the source; nothing if the test passes.
    pub failures: Vec<Diagnostic>,
}

pub(super) fn run<'a>(
    scoped: &Scoped<'a, ast::Test>,
    judge: &mut Judge<'_>,
    evaluator: &mut Evaluator<'a, '_>,
) -> TestResult {
    let outer = evaluator.enter(scoped.scope.clone());
    let title = evaluator.known_literal(&scoped.node.title, "the title of a test").unwrap_or_default();
    let faults = evaluator.reports.len();
    let mut run = Run { judge, evaluator, assertions: 0, failures: Vec::new() };
    run.items(&scoped.node.body.items);
    let Run { assertions, mut failures, evaluator, .. } = run;
    let span = scoped.node.title.span;
    // What is wrong with its text may be why nothing ran.
    if assertions == 0 && evaluator.reports.len() == faults {
        failures.push(diagnostics::empty_test(&title, span));
    }
    evaluator.leave(outer);
    TestResult { title, span, assertions, failures }
}

struct Run<'r, 'j, 'p, 'a, 'n> {
    judge: &'j mut Judge<'p>,
    evaluator: &'r mut Evaluator<'a, 'n>,
    assertions: usize,
    failures: Vec<Diagnostic>,
}

impl<'a> Run<'_, '_, '_, 'a, '_> {
    fn items(&mut self, items: &'a [ast::Item]) {
        for item in items {
            match &item.kind {
                ItemKind::Assertion(found) => self.assertion(found),
                ItemKind::For(found) => self.repeat(found),
                ItemKind::If(found) => self.choose(found),
                ItemKind::Broken(_) => self.evaluator.broken = true,
                _ => self.evaluator.reports.push(diagnostics::not_in_tests(item.span)),
            }
        }
    }

    fn assertion(&mut self, found: &'a ast::Assertion) {
        self.assertions += 1;
        let failed = assertion(found, self.judge, self.evaluator);
        self.failures.extend(failed.map(|failed| self.evaluator.placed_here(failed)));
    }

    fn repeat(&mut self, found: &'a ast::For) {
        let clause = &found.clause;
        let source = self.evaluator.structural(&clause.source, &Type::Anything, "what a loop goes through");
        let rounds = source.and_then(|source| self.evaluator.loop_elements(clause, source));
        for (names, via) in rounds.into_iter().flatten() {
            let scope = self.evaluator.scope().with(names, Some(via));
            let outer = self.evaluator.enter(scope);
            let counts =
                clause.condition.as_ref().is_none_or(|one| self.holds(one, "the condition of a loop"));
            if counts {
                self.items(&found.body.items);
            }
            self.evaluator.leave(outer);
        }
    }

    fn choose(&mut self, found: &'a ast::If) {
        for branch in &found.branches {
            if self.holds(&branch.condition, "a condition") {
                return self.items(&branch.body.items);
            }
        }
        if let Some(body) = &found.otherwise {
            self.items(&body.items);
        }
    }

    fn holds(&mut self, condition: &'a ast::Expression, what: &str) -> bool {
        let located = self.evaluator.structural(condition, &Type::Bool, what);
        located.is_some_and(|located| located.value == Value::Bool(true))
    }
}
