//! What writing a policy gives.

use orgc_ir::Text;

/// A policy as AWS will store it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    /// Minified JSON; empty when something is wrong with it.
    pub document: Text,
    /// Whether a statement allows something.
    pub allows: bool,
}
