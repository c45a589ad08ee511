//! What writing a policy gives.

use super::weight::RulePart;
use orgc_diag::Span;
use orgc_ir::Text;

/// A policy as AWS will store it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    /// Minified JSON; empty when something is wrong with it.
    pub document: Text,
    /// Whether a statement allows something.
    pub allows: bool,
    /// Where the rule of each statement stands, or the part of a value; nothing if it comes from a text.
    pub rules: Vec<Span>,
    /// The parts of its rules with their sizes; none if it was not written as rules.
    pub parts: Vec<RulePart>,
}
