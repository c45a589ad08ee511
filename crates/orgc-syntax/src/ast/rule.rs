//! Policy rules: `deny ACTIONS as Sid on RESOURCES by PRINCIPALS when … unless …`.
//!
//! An operand is an [`Expression`] of a narrow form: literals, lists, paths, calls of paths, and
//! sums of these.

use orgc_diag::Span;

use super::expression::Expression;
use super::literal::{IamName, Text};
use super::name::Name;

/// A rule: one statement of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `deny` or `allow`.
    pub effect: Effect,
    /// Which actions.
    pub actions: Actions,
    /// The statement's id, after `as`.
    pub sid: Option<Name>,
    /// What stands after `on`; everything when left out.
    pub resources: Option<Resources>,
    /// What stands after `by`.
    pub principals: Option<Principals>,
    /// The `when` and `unless` clauses, which all must hold.
    pub guards: Vec<Guard>,
    /// The whole rule.
    pub span: Span,
}

/// Whether a rule takes or gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `allow`
    Allow,
    /// `deny`
    Deny,
}

/// The actions of a rule or an assertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actions {
    /// Which actions.
    pub kind: ActionsKind,
    /// Where they stand.
    pub span: Span,
}

/// Which actions a rule speaks of. Each element is an IAM name, a string, or a path to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionsKind {
    /// `all`
    All,
    /// `all except …`
    AllExcept(Vec<Expression>),
    /// The actions themselves.
    These(Vec<Expression>),
}

/// The resources of a rule or an assertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resources {
    /// `on all`
    All(Span),
    /// `on all except operand`
    AllExcept(Expression),
    /// `on operand`
    These(Expression),
}

/// The principals of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principals {
    /// `by all`
    All(Span),
    /// `by operand`
    These(Expression),
}

/// A `when` or `unless` clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// `when` or `unless`.
    pub kind: GuardKind,
    /// What stands between the `and`s; there is at least one.
    pub conditions: Vec<Condition>,
    /// The whole clause.
    pub span: Span,
}

/// Whether a guard requires or excludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuardKind {
    /// The rule holds when the conditions hold.
    When,
    /// The rule holds unless the conditions hold.
    Unless,
}

/// One condition: `any of aws:TagKeys? in ["a"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// `any of` or `all of`, for keys with several values.
    pub quantifier: Option<Quantifier>,
    /// The key.
    pub key: ConditionKey,
    /// Whether `?` follows the key: an absent key passes.
    pub if_exists: bool,
    /// What is asked of the key.
    pub test: ConditionTest,
    /// The whole condition.
    pub span: Span,
}

/// How a condition treats a key with several values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// `any of`: one value is enough.
    Any,
    /// `all of`: every value must pass.
    All,
}

/// A condition key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConditionKey {
    /// A key written out: `aws:RequestedRegion`.
    Iam(IamName),
    /// A computed key: `key "aws:PrincipalTag/${tag}"`.
    Computed(Text),
}

impl ConditionKey {
    /// Where the key stands, without the word `key`.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Iam(name) => name.span,
            Self::Computed(text) => text.span,
        }
    }
}

/// What a condition asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConditionTest {
    /// `exists`: the request has the key.
    Exists,
    /// `missing`: the request does not have the key.
    Missing,
    /// The key compares to the operand.
    Compare {
        /// How.
        operator: ConditionOperator,
        /// Where the operator stands.
        operator_span: Span,
        /// With what.
        operand: Expression,
    },
}

/// How a condition key is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConditionOperator {
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
    /// IAM's own operator, written with a capital: `StringEqualsIgnoreCase`.
    Raw(String),
}

impl ConditionOperator {
    /// How the operator is written.
    #[must_use]
    pub fn written(&self) -> &str {
        match self {
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
            Self::Raw(operator) => operator,
        }
    }
}
