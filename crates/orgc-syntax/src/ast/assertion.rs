//! Assertions about values and about what policies leave possible.

use orgc_diag::Span;

use super::expression::Expression;
use super::literal::Text;
use super::rule::{Actions, Guard, Resources};

/// `assert claim else "message"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// What is claimed.
    pub claim: Claim,
    /// What to say when it does not hold.
    pub message: Option<Text>,
    /// The whole assertion.
    pub span: Span,
}

/// What an assertion claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// That accounts can or cannot do something.
    Access(Box<Access>),
    /// That an expression is true.
    Value(Expression),
}

/// `every account in Workloads cannot s3:CreateBucket on … as … when … unless …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Who.
    pub subject: Subject,
    /// Whether it is possible.
    pub modal: Modal,
    /// What.
    pub actions: Actions,
    /// On what; everything when left out.
    pub resources: Option<Resources>,
    /// As which principal; any when left out.
    pub role: Option<Expression>,
    /// Which requests are considered.
    pub guards: Vec<Guard>,
    /// The whole claim.
    pub span: Span,
}

/// Who a claim is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// `every account`, or `every account in` a path.
    EveryAccount {
        /// The part of the organization.
        within: Option<Expression>,
        /// The whole subject.
        span: Span,
    },
    /// One account: a path.
    One(Expression),
}

/// Whether something is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modal {
    /// The organization's policies leave it possible.
    Can,
    /// The organization's policies make it impossible.
    Cannot,
}
