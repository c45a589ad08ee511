//! `assert` and `test`: claims about the finished model.
//!
//! A claim is a condition on values, or that accounts can or cannot do something as far as the policies of
//! the organization are concerned, which is proved over all requests. Those outside of tests hold on every
//! check. The names and types in tests are checked too, and their claims are judged when the project
//! asks for it.

mod access;
mod coverage;
mod diagnostics;
mod judge;
mod tests;

pub use coverage::Statement;
pub use tests::TestResult;

use crate::declare::Declarations;
use crate::evaluate::Evaluator;
use crate::model::PolicyFacts;
use crate::permissions::Permissions;
use crate::settings::Settings;
use crate::value::{Type, Value};
use judge::Judge;
use orgc_diag::Diagnostic;
use orgc_ir::Address;
use orgc_syntax::ast::{Assertion, Claim};
use std::collections::BTreeMap;

/// What became of the claims.
#[derive(Default)]
pub(crate) struct Judged {
    /// The tests; none unless the settings ask for them.
    pub tests: Vec<TestResult>,
    /// The statements of the policies; none unless the settings ask for coverage.
    pub statements: Vec<Statement>,
}

/// Checks every assertion, once for each place to which it was expanded, and every test. Without
/// permissions, claims about access are read and not judged: the model has errors.
pub(crate) fn check<'a>(
    declarations: &Declarations<'a>,
    permissions: Option<&Permissions>,
    policies: &BTreeMap<Address, PolicyFacts>,
    settings: &Settings,
    evaluator: &mut Evaluator<'a, '_>,
) -> Judged {
    let mut judge = Judge::new(permissions, settings.coverage);
    for scoped in &declarations.assertions {
        let outer = evaluator.enter(scoped.scope.clone());
        let failed = assertion(scoped.node, &mut judge, evaluator);
        evaluator.reports.extend(failed);
        evaluator.leave(outer);
    }
    judge.permissions = permissions.filter(|_| settings.run_tests);
    let tests: Vec<TestResult> =
        declarations.tests.iter().map(|scoped| tests::run(scoped, &mut judge, evaluator)).collect();
    let covered = judge.coverage.as_ref().zip(permissions);
    let statements = covered.map(|(coverage, permissions)| coverage.statements(permissions, policies));
    Judged {
        tests: if settings.run_tests { tests } else { Vec::new() },
        statements: statements.unwrap_or_default(),
    }
}

/// Why an assertion does not hold where the evaluator stands. What is wrong with its text is reported.
fn assertion<'a>(
    assertion: &'a Assertion,
    judge: &mut Judge<'_>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Option<Diagnostic> {
    let failed = match &assertion.claim {
        Claim::Value(claim) => (evaluator.expect(claim, &Type::Bool).value == Value::Bool(false))
            .then(|| diagnostics::does_not_hold(claim.span)),
        Claim::Access(claim) => access::claim(claim, judge, evaluator),
    }?;
    let message = assertion.message.as_ref();
    let said = message.and_then(|message| evaluator.known_literal(message, "the text of an assertion"));
    Some(diagnostics::in_words_of(failed, said))
}
