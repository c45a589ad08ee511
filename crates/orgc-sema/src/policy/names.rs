//! Actions as they are written in a rule, so that a fix can replace them.

use orgc_diag::Span;
use orgc_syntax::ast::{Expression, ExpressionKind};

/// How a name is written where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `s3:GetObject`
    Bare,
    /// `"s3:GetObject"`
    Quoted,
}

impl Form {
    /// A name in this form.
    pub(super) fn write(self, name: &str) -> String {
        match self {
            Self::Bare => name.to_owned(),
            Self::Quoted => format!("\"{name}\""),
        }
    }
}

/// How the value at a place is written, if it is written out inside this expression.
pub(super) fn form(expression: &Expression, place: Span) -> Option<Form> {
    match &expression.kind {
        ExpressionKind::Iam(_) if expression.span == place => Some(Form::Bare),
        ExpressionKind::Text(text) if text.span == place && text.literal().is_some() => Some(Form::Quoted),
        ExpressionKind::List(list) => list.elements.iter().find_map(|one| form(one, place)),
        ExpressionKind::Binary(binary) => form(&binary.left, place).or_else(|| form(&binary.right, place)),
        ExpressionKind::Parenthesized(inner) => form(inner, place),
        _ => None,
    }
}

/// A list of actions and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct ActionList {
    pub patterns: Vec<String>,
    pub span: Span,
    /// Whether every action is written out here, so that the list can be replaced.
    pub is_plain: bool,
}

impl ActionList {
    pub(super) fn new(written: &[Expression], patterns: Vec<String>) -> Option<Self> {
        let span = written.first()?.span.join(written.last()?.span);
        let is_plain = written.iter().all(|one| matches!(one.kind, ExpressionKind::Iam(_)));
        Some(Self { patterns, span, is_plain })
    }
}
