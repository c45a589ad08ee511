//! `policy { … }` as a value.

use super::evaluator::Evaluator;
use crate::value::Value;
use orgc_syntax::ast::PolicyLiteral;

impl<'a> Evaluator<'a, '_> {
    /// The identity policy that the rules of a literal stand for.
    pub(super) fn document(&mut self, literal: &'a PolicyLiteral) -> Value {
        self.not_yet("a policy as a value", literal.body.span)
    }
}
