//! Which live thing is which desired one.
//!
//! First the ownership tag, then the natural key (account: e-mail; unit: parent and name; policy:
//! type and name; stack set: name; the organization and its management account: there is only one).
//! What is matched by its natural key alone is adopted. What carries the project's tag under an
//! address that is no longer declared has vanished, and stops the plan.

mod attachments;
mod conflicts;
mod ids;
mod index;
mod matched;
mod matcher;
mod tree;
mod vanished;

pub(crate) use matched::Matched;

use matcher::Matcher;
use orgc_diag::Diagnostic;
use orgc_ir::{Desired, Observed};

/// Matches, and says what cannot be matched.
pub(crate) fn run<'a>(desired: &'a Desired, observed: &'a Observed) -> (Matched<'a>, Vec<Diagnostic>) {
    let mut matcher = Matcher::new(desired, observed);
    matcher.settle_all();
    vanished::check(&mut matcher);
    (matcher.matched, matcher.diagnostics)
}
