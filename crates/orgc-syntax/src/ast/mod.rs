//! The syntax tree of the language: what a file says, before anything in it has a meaning.
//!
//! The tree is made of owned, immutable values. Every node carries the [`Span`](orgc_diag::Span) of the
//! text it came from, without surrounding white space or comments. Nothing here is resolved:
//! a block may have any kind, an attribute any name, and a name may stand for nothing at all.
//!
//! Parsing is total. Text that fits no rule becomes an item of kind [`ItemKind::Broken`], its
//! neighbours survive, and a diagnostic has been given for it; later phases pass over it in silence.
//!
//! Reading order: [`File`] → [`Item`] → [`Block`], [`Attribute`], [`Declaration`], [`Verb`],
//! [`Rule`], [`Assertion`], [`For`], [`If`] → [`Expression`], [`TypeExpression`].

mod assertion;
mod control;
mod declaration;
mod expression;
mod item;
mod literal;
mod name;
mod rule;
mod spans;
mod type_expression;
mod verb;

pub use assertion::{Access, Assertion, Claim, Modal, Subject};
pub use control::{Branch, For, ForClause, If};
pub use declaration::{
    Declaration, Extend, Field, Import, Let, Output, Param, Parameter, Plugin, Record, Template, Test,
    TypeAlias,
};
pub use expression::{
    Argument, Binary, BinaryOperator, Call, Conditional, Expression, ExpressionKind, Index, List,
    ListComprehension, Map, MapComprehension, MapEntry, MapKey, Member, PolicyLiteral, Unary, UnaryOperator,
};
pub use item::{Attribute, Block, Body, Broken, Documentation, File, Item, ItemKind};
pub use literal::{DurationUnit, IamName, Number, Quantity, Text, TextForm, TextPart, Unit};
pub use name::{Address, Label, Name, QualifiedName};
pub use rule::{
    Actions, ActionsKind, Condition, ConditionKey, ConditionOperator, ConditionTest, Effect, Guard,
    GuardKind, Principals, Quantifier, Resources, Rule,
};
pub use spans::{MapSpans, same_meaning};
pub use type_expression::{TypeAtom, TypeExpression};
pub use verb::{
    Adopt, Attach, Delegate, Deploy, Detach, Moved, Protect, Removal, RemovalVerb, Trust, Use, Verb,
};
