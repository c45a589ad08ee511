//! The result: every named thing with what is said about it.

use super::contents::{Contents, Scoped};
use crate::scope::Scope;
use orgc_diag::Span;
use orgc_ir::Address;
use orgc_syntax::ast;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that the sources declare, by address or name.
#[derive(Debug, Default)]
pub(crate) struct Declarations<'a> {
    pub organization: Option<Declared<'a>>,
    pub units: BTreeMap<Address, Declared<'a>>,
    pub accounts: BTreeMap<Address, Declared<'a>>,
    pub policies: BTreeMap<Address, Declared<'a>>,
    /// Blocks of plugin kinds.
    pub blocks: BTreeMap<Address, Declared<'a>>,
    /// `assert`, wherever it stands but in tests.
    pub assertions: Vec<Scoped<'a, ast::Assertion>>,
    pub tests: Vec<Scoped<'a, ast::Test>>,
    pub moves: Vec<Scoped<'a, ast::Moved>>,
    pub removals: Vec<Scoped<'a, ast::Removal>>,
    /// Templates that some `use` names, by the place of their name.
    pub used_templates: BTreeSet<Span>,
    /// Words in text that was not understood: they may be names, so that not finding one of them
    /// is a consequence and not a fault.
    pub doubtful: BTreeSet<&'a str>,
    /// Whether some text was broken.
    pub broken: bool,
}

/// A named thing and what its block says.
#[derive(Debug)]
pub(crate) struct Declared<'a> {
    pub address: Address,
    /// The identifier.
    pub name: String,
    /// The organization or the unit it stands in.
    pub parent: Option<Address>,
    pub block: &'a ast::Block,
    /// The `##` comments above it.
    pub documentation: Option<&'a str>,
    /// What the head of the block sees.
    pub scope: Scope<'a>,
    /// The part of the block that names it.
    pub head: Span,
    pub contents: Contents<'a>,
}

impl Declared<'_> {
    /// Whether this is the management account.
    pub(crate) fn is_management(&self) -> bool {
        self.block.kind.bare() == Some("management")
    }

    /// Whether some of the block was not understood, so that what seems missing may be there.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.contents.broken
    }

    /// Whether all of the block was understood, of whose attributes so many were.
    pub(crate) fn is_understood(&self, attributes: usize) -> bool {
        !self.is_doubtful() && attributes == self.contents.attributes.len()
    }
}
