//! What stands between the braces of a block, after loops, conditions and templates are worked out.

use crate::scope::Scope;
use orgc_diag::Span;
use orgc_syntax::ast;

/// A node of the source, and what it sees. A node in a loop is here once for every round.
#[derive(Clone, Debug)]
pub(crate) struct Scoped<'a, T> {
    pub node: &'a T,
    pub scope: Scope<'a>,
}

/// The items of a block that belong to the block itself, by sort, in the order of the source.
#[derive(Debug, Default)]
pub(crate) struct Contents<'a> {
    pub attributes: Vec<Scoped<'a, ast::Attribute>>,
    /// `tags { … }`
    pub tags: Vec<Part<'a>>,
    /// `contact security { … }`
    pub contacts: Vec<Part<'a>>,
    /// `defaults { … }`
    pub defaults: Vec<Part<'a>>,
    /// `delegation { … }`
    pub delegations: Vec<Part<'a>>,
    /// Other blocks that are parts of this one: `parameters { … }`, `rollout { … }`.
    pub parts: Vec<Part<'a>>,
    pub rules: Vec<Scoped<'a, ast::Rule>>,
    pub protects: Vec<Scoped<'a, ast::Protect>>,
    pub adopts: Vec<Scoped<'a, ast::Adopt>>,
    pub attaches: Vec<Scoped<'a, ast::Attach>>,
    pub detaches: Vec<Scoped<'a, ast::Detach>>,
    pub deploys: Vec<Scoped<'a, ast::Deploy>>,
    pub delegates: Vec<Scoped<'a, ast::Delegate>>,
    pub trusts: Vec<Scoped<'a, ast::Trust>>,
    /// Whether something between the braces was not understood.
    pub broken: bool,
}

/// A block without an address of its own, inside another block.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    pub block: &'a ast::Block,
    pub scope: Scope<'a>,
    pub contents: Contents<'a>,
}

impl Part<'_> {
    /// The word that names the part, for example `rollout`.
    pub(crate) fn name(&self) -> &str {
        &self.block.kind.name.text
    }

    pub(crate) fn span(&self) -> Span {
        self.block.kind.span
    }
}

impl<'a> Contents<'a> {
    /// Adds what another place says about the same thing.
    pub(super) fn append(&mut self, mut more: Self) {
        self.attaches.append(&mut more.attaches);
        self.detaches.append(&mut more.detaches);
        self.deploys.append(&mut more.deploys);
        self.delegates.append(&mut more.delegates);
        self.trusts.append(&mut more.trusts);
        self.broken |= more.broken;
    }
}
