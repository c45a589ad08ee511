//! Types as they are written.

use orgc_diag::Span;

use super::literal::Text;
use super::name::QualifiedName;

/// A type: `String`, `List<Row>`, `"dev" | "prod"`, `Email?`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeExpression {
    /// What stands between the bars; there is at least one.
    pub alternatives: Vec<TypeAtom>,
    /// Whether a `?` follows: the value may be `none`.
    pub optional: bool,
    /// The whole type.
    pub span: Span,
}

/// One alternative of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeAtom {
    /// A string literal: a member of a union.
    Literal(Text),
    /// A named type, perhaps with arguments.
    Named {
        /// The name.
        name: QualifiedName,
        /// What stands between `<` and `>`; empty when there are none.
        arguments: Vec<TypeExpression>,
        /// Name and arguments.
        span: Span,
    },
}

impl TypeAtom {
    /// Where the alternative stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Literal(text) => text.span,
            Self::Named { span, .. } => *span,
        }
    }
}
