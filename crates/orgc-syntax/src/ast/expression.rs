//! Expressions, with operators already put in order.

use orgc_diag::Span;

use super::control::ForClause;
use super::item::{Body, Broken};
use super::literal::{IamName, Number, Quantity, Text};
use super::name::{Label, Name};

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// Where it stands.
    pub span: Span,
}

impl Expression {
    /// Whether this is a path: a name followed by members and indexes only.
    #[must_use]
    pub fn is_path(&self) -> bool {
        match &self.kind {
            ExpressionKind::Name(_) => true,
            ExpressionKind::Member(member) => member.value.is_path(),
            ExpressionKind::Index(index) => index.value.is_path(),
            _ => false,
        }
    }

    /// The expression without the parentheses around it.
    #[must_use]
    pub fn unwrapped(&self) -> &Self {
        let mut inner = self;
        while let ExpressionKind::Parenthesized(next) = &inner.kind {
            inner = next;
        }
        inner
    }
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpressionKind {
    /// A name: of a value, an entity, a Region, a service.
    Name(Name),
    /// A string.
    Text(Text),
    /// A number.
    Number(Number),
    /// A number with a unit.
    Quantity(Quantity),
    /// `true` or `false`.
    Boolean(bool),
    /// `none`
    None,
    /// An action or a condition key: `s3:GetObject`.
    Iam(IamName),
    /// `[a, b]`
    List(List),
    /// `[x for x in xs]`
    ListComprehension(Box<ListComprehension>),
    /// `{ a = 1 }`
    Map(Map),
    /// `{ (k) = v for k, v in m }`
    MapComprehension(Box<MapComprehension>),
    /// `(a)`. It means what the inner expression means.
    Parenthesized(Box<Expression>),
    /// `not a`, `-a`
    Unary(Box<Unary>),
    /// `a + b`
    Binary(Box<Binary>),
    /// `if a then b else c`
    Conditional(Box<Conditional>),
    /// `f(x)`
    Call(Box<Call>),
    /// `x[i]`
    Index(Box<Index>),
    /// `x.y`
    Member(Box<Member>),
    /// `policy { … }` as a value.
    Policy(PolicyLiteral),
    /// A value that is followed on its line by text that no rule accepts, as in `30 days`. The
    /// text has been reported; what the value is stays unknown.
    Broken(Broken),
}

/// `[a, b, c]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The elements in order.
    pub elements: Vec<Expression>,
    /// From `[` to `]`.
    pub span: Span,
}

/// `[element for x in xs where …]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListComprehension {
    /// What each round gives.
    pub element: Expression,
    /// The loops, outermost first; there is at least one.
    pub clauses: Vec<ForClause>,
    /// From `[` to `]`.
    pub span: Span,
}

/// `{ key = value, … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map {
    /// The entries in order.
    pub entries: Vec<MapEntry>,
    /// From `{` to `}`.
    pub span: Span,
}

/// `{ (key) = value for x in xs where … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapComprehension {
    /// What each round gives.
    pub entry: MapEntry,
    /// The loops, outermost first; there is at least one.
    pub clauses: Vec<ForClause>,
    /// From `{` to `}`.
    pub span: Span,
}

/// One entry of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapEntry {
    /// The key.
    pub key: MapKey,
    /// The value.
    pub value: Expression,
    /// Key and value.
    pub span: Span,
}

/// The key of a map entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MapKey {
    /// A bare word, which stands for itself, or a string.
    Label(Label),
    /// `(expression)`: the key is computed.
    Computed(Expression),
}

impl MapKey {
    /// Where the key stands, without the parentheses of a computed one.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Label(label) => label.span(),
            Self::Computed(expression) => expression.span,
        }
    }
}

/// An operator before its operand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unary {
    /// The operator.
    pub operator: UnaryOperator,
    /// Where the operator stands.
    pub operator_span: Span,
    /// The operand.
    pub operand: Expression,
}

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `not`
    Not,
    /// `-`
    Negate,
}

/// An operator between two operands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binary {
    /// The operator.
    pub operator: BinaryOperator,
    /// Where the operator stands.
    pub operator_span: Span,
    /// What stands before it.
    pub left: Expression,
    /// What stands after it.
    pub right: Expression,
}

/// An operator between two operands, loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOperator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `in`
    In,
    /// `not in`
    NotIn,
    /// `like`
    Like,
    /// `not like`
    NotLike,
    /// `??`: the right side when the left is `none`.
    Otherwise,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl BinaryOperator {
    /// How the operator is written.
    #[must_use]
    pub fn written(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::In => "in",
            Self::NotIn => "not in",
            Self::Like => "like",
            Self::NotLike => "not like",
            Self::Otherwise => "??",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }

    /// Whether this is a comparison. Comparisons do not chain: `a < b < c` is an error.
    #[must_use]
    pub fn is_comparison(self) -> bool {
        matches!(
            self,
            Self::Equal
                | Self::NotEqual
                | Self::Less
                | Self::LessOrEqual
                | Self::Greater
                | Self::GreaterOrEqual
                | Self::In
                | Self::NotIn
                | Self::Like
                | Self::NotLike
        )
    }
}

/// `if condition then value else value`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conditional {
    /// The condition.
    pub condition: Expression,
    /// The value when it holds.
    pub then: Expression,
    /// The value when it does not.
    pub otherwise: Expression,
}

/// `function(arguments)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// What is called.
    pub function: Expression,
    /// The arguments in order.
    pub arguments: Vec<Argument>,
    /// From `(` to `)`.
    pub arguments_span: Span,
}

/// An argument: `value` or `name = value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The parameter, when it is named.
    pub name: Option<Name>,
    /// The value.
    pub value: Expression,
    /// Name and value.
    pub span: Span,
}

/// `value[index]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// What is looked into.
    pub value: Expression,
    /// At which place or key.
    pub index: Expression,
}

/// `value.name`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// What is looked into.
    pub value: Expression,
    /// For what.
    pub name: Label,
}

/// `policy { … }` as a value: rules for an attribute of a plugin kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyLiteral {
    /// The rules.
    pub body: Body,
}
