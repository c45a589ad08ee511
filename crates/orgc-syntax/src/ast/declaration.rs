//! Declarations: items that give something a name, or bring names in.

use orgc_diag::Span;

use super::expression::{Expression, Map};
use super::item::Body;
use super::literal::Text;
use super::name::{Name, QualifiedName};
use super::type_expression::TypeExpression;

/// A declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declaration {
    /// A value or a function.
    Let(Let),
    /// An input of the module.
    Param(Param),
    /// The shape of a row of data.
    Record(Record),
    /// A name for a type.
    TypeAlias(TypeAlias),
    /// Items with parameters.
    Template(Template),
    /// Another folder of the project.
    Import(Import),
    /// A plugin.
    Plugin(Plugin),
    /// A result of the program.
    Output(Output),
    /// More children for something declared elsewhere.
    Extend(Extend),
    /// A named group of assertions.
    Test(Test),
}

/// `let name = value` or `let name(parameters): Type = value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Let {
    /// Whether `private` stands before it.
    pub private: bool,
    /// The name.
    pub name: Name,
    /// Nothing for a value, the parameters (perhaps none) for a function.
    pub parameters: Option<Vec<Parameter>>,
    /// The type after the colon: of the value, or of the function's result.
    pub annotation: Option<TypeExpression>,
    /// The right side.
    pub value: Expression,
    /// The whole declaration.
    pub span: Span,
}

/// A parameter of a function or a template. Templates need types; that is checked later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name.
    pub name: Name,
    /// The type after the colon.
    pub annotation: Option<TypeExpression>,
    /// The value when the argument is left out.
    pub default: Option<Expression>,
    /// The whole parameter.
    pub span: Span,
}

/// `param name: Type = default`: an input of the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// The name.
    pub name: Name,
    /// The type.
    pub annotation: TypeExpression,
    /// The value when nobody gives one.
    pub default: Option<Expression>,
    /// The whole declaration.
    pub span: Span,
}

/// `record Name { field: Type … }`: the checked shape of a row of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Whether `private` stands before it.
    pub private: bool,
    /// The name.
    pub name: Name,
    /// The fields in order.
    pub fields: Vec<Field>,
    /// From `{` to `}`.
    pub fields_span: Span,
    /// The whole declaration.
    pub span: Span,
}

/// A field of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name, which is also the name of the column.
    pub name: Name,
    /// The type.
    pub annotation: TypeExpression,
    /// The value when the data has none.
    pub default: Option<Expression>,
    /// The whole field.
    pub span: Span,
}

/// `type Name = Type`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeAlias {
    /// Whether `private` stands before it.
    pub private: bool,
    /// The name.
    pub name: Name,
    /// The type that it stands for.
    pub definition: TypeExpression,
    /// The whole declaration.
    pub span: Span,
}

/// `template Name(parameters) { … }`: items that `use` puts elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Whether `private` stands before it.
    pub private: bool,
    /// The name.
    pub name: Name,
    /// The parameters.
    pub parameters: Vec<Parameter>,
    /// The items.
    pub body: Body,
    /// The whole declaration.
    pub span: Span,
}

/// `import name from "./folder" with { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The name under which the folder is known here.
    pub name: Name,
    /// The folder, relative to this file's.
    pub source: Text,
    /// Values for the folder's `param`s.
    pub arguments: Option<Map>,
    /// The whole declaration.
    pub span: Span,
}

/// `plugin name from "place" version "range"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plugin {
    /// The name under which its kinds are written here.
    pub name: Name,
    /// Where it comes from.
    pub source: Text,
    /// The versions that will do.
    pub version: Option<Text>,
    /// The whole declaration.
    pub span: Span,
}

/// `output name = value`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The name.
    pub name: Name,
    /// The value, which may be known only after apply.
    pub value: Expression,
    /// The whole declaration.
    pub span: Span,
}

/// `extend ou Workloads.Dev { … }`: children added from another place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extend {
    /// The kind of the thing.
    pub kind: QualifiedName,
    /// Which thing: a path, see [`Expression::is_path`].
    pub target: Expression,
    /// The items to add.
    pub body: Body,
    /// The whole declaration.
    pub span: Span,
}

/// `test "title" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// What the test says.
    pub title: Text,
    /// Assertions and loops around them.
    pub body: Body,
    /// The whole declaration.
    pub span: Span,
}
