//! Which live thing is which desired one.
//!
//! First the id that `adopt` names, then the ownership tag, under the present address or one that
//! `moved` maps to it, then the natural key (account: e-mail; unit: parent and name; policy: type and
//! name; stack set: name; the organization and its management account: there is only one). What
//! carries no tag yet is adopted. What carries the project's tag under an address that is no longer
//! declared leaves, if a sentence says how; else it has vanished, and stops the plan.

mod attachments;
mod conflicts;
mod ids;
mod index;
mod leaving;
mod matched;
mod matcher;
mod renames;
mod tree;
mod vanished;

pub(crate) use leaving::{Leaving, ended};
pub(crate) use matched::Matched;

use matcher::Matcher;
use orgc_diag::Diagnostic;
use orgc_ir::{Desired, Observed};

/// Matches, and says what cannot be matched.
pub(crate) fn run<'a>(desired: &'a Desired, observed: &'a Observed) -> (Matched<'a>, Vec<Diagnostic>) {
    let mut matcher = Matcher::new(desired, observed);
    matcher.settle_all();
    leaving::settle(&mut matcher);
    vanished::check(&mut matcher);
    (matcher.matched, matcher.diagnostics)
}
