//! `policy { … }` as a value: the policy of an identity, and the delegation policy of the
//! organization.

use super::compile::document;
use super::written::Written;
use crate::declare::Scoped;
use crate::evaluate::Evaluator;
use orgc_policy::Grammar;
use orgc_syntax::ast::Rule;

/// What an identity may do, such as the policy of a permission set. None if something is wrong, which
/// has been reported.
pub(crate) fn identity<'a>(rules: &[Scoped<'a, Rule>], evaluator: &mut Evaluator<'a, '_>) -> Option<Written> {
    document(rules, Grammar::Identity, evaluator)
}

/// Who else may call which actions of the organization: each rule names accounts after `by`. None if
/// something is wrong, which has been reported.
pub(crate) fn delegation<'a>(
    rules: &[Scoped<'a, Rule>],
    evaluator: &mut Evaluator<'a, '_>,
) -> Option<Written> {
    document(rules, Grammar::Delegation, evaluator)
}
