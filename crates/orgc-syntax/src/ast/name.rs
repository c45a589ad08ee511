//! Names and the places where names are put together.

use orgc_diag::Span;

use super::literal::Text;

/// An identifier as it stands in the source, for example `vision-dev`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The letters of the name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// The kind of a block or the name of a type, alone (`account`) or from a plugin or an import
/// (`idc.permission-set`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualifiedName {
    /// The part before the dot, if there is one.
    pub module: Option<Name>,
    /// The last part.
    pub name: Name,
    /// Both parts.
    pub span: Span,
}

impl QualifiedName {
    /// The name when nothing stands before it: `account` for `account`, nothing for `idc.account`.
    #[must_use]
    pub fn bare(&self) -> Option<&str> {
        self.module.is_none().then_some(self.name.text.as_str())
    }

    /// Both parts as they are written, for messages.
    #[must_use]
    pub fn written(&self) -> String {
        match &self.module {
            Some(module) => format!("{}.{}", module.text, self.name.text),
            None => self.name.text.clone(),
        }
    }
}

/// A name that may be computed: `dev`, or a string such as `"${row.name}"`.
///
/// A plain string names the same thing as the bare word; it is the way to write a name that is
/// also a reserved word, as in `account."for"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// A bare word.
    Name(Name),
    /// A string, perhaps with interpolations.
    Text(Text),
}

impl Label {
    /// Where the label stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Name(name) => name.span,
            Self::Text(text) => text.span,
        }
    }

    /// The label's text when it is known without evaluating anything.
    #[must_use]
    pub fn literal(&self) -> Option<String> {
        match self {
            Self::Name(name) => Some(name.text.clone()),
            Self::Text(text) => text.literal(),
        }
    }
}

/// What `moved` and the removal verbs name: `Legacy.Empty`, `"${row.name}"`. It may name things
/// that no longer exist in the sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The parts between the dots; there is at least one.
    pub segments: Vec<Label>,
    /// All parts.
    pub span: Span,
}
