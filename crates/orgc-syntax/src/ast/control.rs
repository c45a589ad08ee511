//! Loops and conditions around items.

use orgc_diag::Span;

use super::expression::Expression;
use super::item::Body;
use super::name::Name;

/// `for row in fleet where row.tier == tier { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct For {
    /// What is gone through.
    pub clause: ForClause,
    /// The items to repeat.
    pub body: Body,
    /// The whole loop.
    pub span: Span,
}

/// The head of a loop or of a comprehension: `for key, value in map where …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForClause {
    /// The name of the element, or of the key when [`second`](Self::second) is there.
    pub first: Name,
    /// The name of the value.
    pub second: Option<Name>,
    /// What is gone through.
    pub source: Expression,
    /// Which elements count; all when left out.
    pub condition: Option<Expression>,
    /// The whole head.
    pub span: Span,
}

/// `if … { … } else if … { … } else { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct If {
    /// The conditions with their items, in order; there is at least one.
    pub branches: Vec<Branch>,
    /// The items when no condition holds.
    pub otherwise: Option<Body>,
    /// The whole statement.
    pub span: Span,
}

/// A condition with its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The condition.
    pub condition: Expression,
    /// The items when it is the first to hold.
    pub body: Body,
}
