//! What the text alone tells: names that hide others, and names that nothing has in code that was
//! never worked out.

use crate::evaluate::Evaluator;
use crate::program::Program;

/// Checks every folder once, however often it is imported.
pub(crate) fn check<'a>(_program: &Program<'a>, _evaluator: &mut Evaluator<'a, '_>) {}
