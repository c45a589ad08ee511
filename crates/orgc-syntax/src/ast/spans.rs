//! Changing all spans of a tree, and comparing trees without them.
//!
//! Every node takes itself apart by its full list of fields, so that the compiler complains here
//! when a field is added to the tree and forgotten.

use orgc_diag::{FileId, Span};

use super::{
    Access, Actions, ActionsKind, Address, Adopt, Argument, Assertion, Attach, Attribute, Binary, Block,
    Body, Branch, Broken, Call, Claim, Condition, ConditionKey, ConditionTest, Conditional, Declaration,
    Delegate, Deploy, Detach, Documentation, Expression, ExpressionKind, Extend, Field, File, For, ForClause,
    Guard, IamName, If, Import, Index, Item, ItemKind, Label, Let, List, ListComprehension, Map,
    MapComprehension, MapEntry, MapKey, Member, Moved, Name, Number, Output, Param, Parameter, Plugin,
    PolicyLiteral, Principals, Protect, QualifiedName, Quantity, Record, Removal, Resources, Rule, Subject,
    Template, Test, Text, TextPart, Trust, TypeAlias, TypeAtom, TypeExpression, Unary, Use, Verb,
};

/// Whether two files say the same: their trees are equal but for the places of the text.
/// Documentation counts, other comments are not part of the tree.
#[must_use]
pub fn same_meaning(left: &File, right: &File) -> bool {
    let nowhere = Span::new(FileId(0), 0, 0);
    let erased = |file: &File| {
        let mut file = file.clone();
        file.map_spans(&mut |span| *span = nowhere);
        file
    };
    erased(left) == erased(right)
}

/// A tree, or a part of one, whose spans can be changed.
pub trait MapSpans {
    /// Calls the function with every span of the tree.
    fn map_spans(&mut self, change: &mut dyn FnMut(&mut Span));
}

impl MapSpans for Span {
    fn map_spans(&mut self, change: &mut dyn FnMut(&mut Span)) {
        change(self);
    }
}

impl<T: MapSpans> MapSpans for Option<T> {
    fn map_spans(&mut self, change: &mut dyn FnMut(&mut Span)) {
        if let Some(inner) = self {
            inner.map_spans(change);
        }
    }
}

impl<T: MapSpans> MapSpans for Vec<T> {
    fn map_spans(&mut self, change: &mut dyn FnMut(&mut Span)) {
        for element in self {
            element.map_spans(change);
        }
    }
}

impl<T: MapSpans> MapSpans for Box<T> {
    fn map_spans(&mut self, change: &mut dyn FnMut(&mut Span)) {
        (**self).map_spans(change);
    }
}

/// The fields before the semicolon hold spans, those after it do not.
macro_rules! structs {
    ($($name:ident { $($spanned:ident),* $(; $($plain:ident),*)? })*) => { $(
        impl MapSpans for $name {
            fn map_spans(&mut self, change: &mut dyn FnMut(&mut Span)) {
                let Self { $($spanned,)* $($($plain: _,)*)? } = self;
                $($spanned.map_spans(change);)*
            }
        }
    )* };
}

/// The variants before the semicolon hold one value with spans, those after it hold none.
macro_rules! enums {
    ($($name:ident { $($spanned:ident),* $(; $($plain:pat),*)? })*) => { $(
        impl MapSpans for $name {
            fn map_spans(&mut self, change: &mut dyn FnMut(&mut Span)) {
                match self {
                    $(Self::$spanned(inner) => inner.map_spans(change),)*
                    $($($plain => {})*)?
                }
            }
        }
    )* };
}

structs! {
    File { items, span }
    Item { documentation, kind, span }
    Documentation { span; text }
    Attribute { name, value, span }
    Block { kind, label, tag, title, source, body, span; private }
    Body { items, span }
    Broken { span; text }

    Let { name, parameters, annotation, value, span; private }
    Parameter { name, annotation, default, span }
    Param { name, annotation, default, span }
    Record { name, fields, fields_span, span; private }
    Field { name, annotation, default, span }
    TypeAlias { name, definition, span; private }
    Template { name, parameters, body, span; private }
    Import { name, source, arguments, span }
    Plugin { name, source, version, span }
    Output { name, value, span }
    Extend { kind, target, body, span }
    Test { title, body, span }

    Protect { reason, span }
    Attach { policies, span; only }
    Detach { policies, span }
    Deploy { baseline, regions, parameters, span }
    Delegate { services, account, span; only }
    Trust { services, span; only }
    Adopt { id, span }
    Use { template, arguments, span }
    Moved { kind, from, to, span }
    Removal { verb_span, kind, address, reason, span; verb }

    Rule { actions, sid, resources, principals, guards, span; effect }
    Actions { kind, span }
    Guard { conditions, span; kind }
    Condition { key, test, span; quantifier, if_exists }
    Assertion { claim, message, span }
    Access { subject, actions, resources, role, guards, span; modal }

    For { clause, body, span }
    ForClause { first, second, source, condition, span }
    If { branches, otherwise, span }
    Branch { condition, body }

    Expression { kind, span }
    List { elements, span }
    ListComprehension { element, clauses, span }
    Map { entries, span }
    MapComprehension { entry, clauses, span }
    MapEntry { key, value, span }
    Unary { operator_span, operand; operator }
    Binary { operator_span, left, right; operator }
    Conditional { condition, then, otherwise }
    Call { function, arguments, arguments_span }
    Argument { name, value, span }
    Index { value, index }
    Member { value, name }
    PolicyLiteral { body }

    TypeExpression { alternatives, span; optional }
    Name { span; text }
    QualifiedName { module, name, span }
    Address { segments, span }
    Text { parts, span; form }
    Number { span; written }
    Quantity { number, span; unit }
    IamName { span; service, name }
}

enums! {
    ItemKind { Attribute, Block, Declaration, Verb, Rule, Assertion, For, If, Broken }
    Declaration {
        Let, Param, Record, TypeAlias, Template, Import, Plugin, Output, Extend, Test
    }
    Verb {
        Protect, Attach, Detach, Deploy, Delegate, Trust, Adopt, Use, Moved, Removal
    }
    ActionsKind { AllExcept, These; Self::All }
    Resources { All, AllExcept, These }
    Principals { All, These }
    ConditionKey { Iam, Computed }
    Claim { Access, Value }
    ExpressionKind {
        Name, Text, Number, Quantity, Iam, List, ListComprehension, Map, MapComprehension,
        Parenthesized, Unary, Binary, Conditional, Call, Index, Member, Policy, Broken;
        Self::Boolean(_), Self::None
    }
    MapKey { Label, Computed }
    Label { Name, Text }
}

impl MapSpans for Subject {
    fn map_spans(&mut self, change: &mut dyn FnMut(&mut Span)) {
        match self {
            Self::EveryAccount { within, span } => {
                within.map_spans(change);
                span.map_spans(change);
            }
            Self::One(path) => path.map_spans(change),
        }
    }
}

impl MapSpans for ConditionTest {
    fn map_spans(&mut self, change: &mut dyn FnMut(&mut Span)) {
        match self {
            Self::Exists | Self::Missing => {}
            Self::Compare { operator: _, operator_span, operand } => {
                operator_span.map_spans(change);
                operand.map_spans(change);
            }
        }
    }
}

impl MapSpans for TextPart {
    fn map_spans(&mut self, change: &mut dyn FnMut(&mut Span)) {
        match self {
            Self::Literal { text: _, span } | Self::IamVariable { written: _, span } => {
                span.map_spans(change);
            }
            Self::Interpolation { expression, span } => {
                expression.map_spans(change);
                span.map_spans(change);
            }
        }
    }
}

impl MapSpans for TypeAtom {
    fn map_spans(&mut self, change: &mut dyn FnMut(&mut Span)) {
        match self {
            Self::Literal(text) => text.map_spans(change),
            Self::Named { name, arguments, span } => {
                name.map_spans(change);
                arguments.map_spans(change);
                span.map_spans(change);
            }
        }
    }
}
