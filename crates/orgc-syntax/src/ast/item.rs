//! Files, and the items that files and bodies are made of.

use orgc_diag::Span;

use super::assertion::Assertion;
use super::control::{For, If};
use super::declaration::Declaration;
use super::expression::Expression;
use super::literal::Text;
use super::name::{Label, Name, QualifiedName};
use super::rule::Rule;
use super::verb::Verb;

/// One source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The items at the top level, in order.
    pub items: Vec<Item>,
    /// The whole file.
    pub span: Span,
}

/// An item: what stands on a line of its own, at the top of a file or in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The `##` comments directly above the item.
    pub documentation: Option<Documentation>,
    /// What the item is.
    pub kind: ItemKind,
    /// The item without its documentation.
    pub span: Span,
}

/// What an item is. The grammar lets every kind stand everywhere; which of them make sense where
/// is checked later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// `name = value`
    Attribute(Attribute),
    /// A thing: `account dev "Title" { … }`, `tags { … }`.
    Block(Block),
    /// `let`, `param`, `record`, `type`, `template`, `import`, `plugin`, `output`, `extend`, `test`.
    Declaration(Declaration),
    /// A sentence about the enclosing thing: `attach`, `deploy`, `protect` and so on.
    Verb(Verb),
    /// `deny …` or `allow …`.
    Rule(Rule),
    /// `assert …`
    Assertion(Assertion),
    /// `for x in list { … }`
    For(For),
    /// `if … { … } else { … }`
    If(If),
    /// Text that no rule accepts. It has been reported; ignore it.
    Broken(Broken),
}

/// The text of the `##` comments above an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Documentation {
    /// The lines without their marks, joined by line breaks.
    pub text: String,
    /// From the first mark to the end of the last line.
    pub span: Span,
}

/// `name = value`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// What is assigned: a bare word, or a string for names such as `"team:owner"`.
    pub name: Label,
    /// The value.
    pub value: Expression,
    /// Name and value.
    pub span: Span,
}

/// A thing with a kind: `private account "${row.name}" "Title" { … }`,
/// `policy Deny: scp from "deny.json"`, `tags { … }`.
///
/// Any kind parses. At least one of [`source`](Self::source) and [`body`](Self::body) is present.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Whether `private` stands before it.
    pub private: bool,
    /// The kind: `account`, `idc.permission-set`.
    pub kind: QualifiedName,
    /// The identifier, for kinds that have one.
    pub label: Option<Label>,
    /// What stands after the colon: `scp`.
    pub tag: Option<Name>,
    /// The display name.
    pub title: Option<Text>,
    /// What stands after `from`.
    pub source: Option<Text>,
    /// What stands between the braces.
    pub body: Option<Body>,
    /// The whole block.
    pub span: Span,
}

/// Items between braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The items in order.
    pub items: Vec<Item>,
    /// From `{` to `}`.
    pub span: Span,
}

/// Text that no rule accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The text as it stands in the file.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}
