//! `assert` and `test`: claims about the finished model.
//!
//! A claim is a condition on values, or that accounts can or cannot do something as far as the policies of
//! the organization are concerned, which is proved over all requests. Those outside of tests hold on every
//! check. The names and types in tests are checked too, and their claims are judged when the project
//! asks for it.

mod access;
mod diagnostics;
mod judge;
mod tests;

pub use tests::TestResult;

use crate::declare::Declarations;
use crate::evaluate::Evaluator;
use crate::permissions::Permissions;
use crate::settings::Settings;
use crate::value::{Type, Value};
use judge::Judge;
use orgc_diag::Diagnostic;
use orgc_syntax::ast::{Assertion, Claim};

/// Checks every assertion, once for each place to which it was expanded, and every test. Without
/// permissions, claims about access are read and not judged: the model has errors.
pub(crate) fn check<'a>(
    declarations: &Declarations<'a>,
    permissions: Option<&Permissions>,
    settings: &Settings,
    evaluator: &mut Evaluator<'a, '_>,
) -> Vec<TestResult> {
    let mut judge = Judge::new(permissions);
    for scoped in &declarations.assertions {
        let outer = evaluator.enter(scoped.scope.clone());
        let failed = assertion(scoped.node, &mut judge, evaluator);
        evaluator.reports.extend(failed);
        evaluator.leave(outer);
    }
    let mut judge = Judge::new(permissions.filter(|_| settings.run_tests));
    let tests = declarations.tests.iter().map(|scoped| tests::run(scoped, &mut judge, evaluator));
    let tests = tests.collect();
    if settings.run_tests { tests } else { Vec::new() }
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
