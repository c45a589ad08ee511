//! `assert` on values: claims about the finished model.

use crate::declare::{Declarations, Scoped};
use crate::evaluate::Evaluator;
use crate::value::{Type, Value};
use orgc_diag::{Diagnostic, codes};
use orgc_syntax::ast::{Assertion, Claim};

/// Checks every assertion, once for each place to which it was expanded.
pub(crate) fn check<'a>(declarations: &Declarations<'a>, evaluator: &mut Evaluator<'a, '_>) {
    for scoped in &declarations.assertions {
        evaluator.within(&scoped.scope, |evaluator| assertion(scoped, evaluator));
    }
}

fn assertion<'a>(scoped: &Scoped<'a, Assertion>, evaluator: &mut Evaluator<'a, '_>) {
    let Claim::Value(claim) = &scoped.node.claim else { return };
    if evaluator.expect(claim, &Type::Bool).value != Value::Bool(false) {
        return;
    }
    let message = scoped.node.message.as_ref();
    let message = message.and_then(|message| evaluator.known_literal(message, "the text of an assertion"));
    let said = message.unwrap_or_else(|| "this does not hold".to_owned());
    let report = Diagnostic::new(codes::ASSERTION_FAILED, said).at(claim.span, "does not hold");
    evaluator.reports.push(report);
}
