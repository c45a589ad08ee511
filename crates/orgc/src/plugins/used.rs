//! Which kinds the sources mention, so that only their plugins are loaded.

use orgc_syntax::ast::{Block, Body, Declaration, File, Item, ItemKind, QualifiedName, Verb};
use std::collections::BTreeSet;

/// The kinds that some files mention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Kinds of blocks, and of what sentences about addresses name, as they are written.
    kinds: BTreeSet<String>,
    /// Bare kinds of blocks at the top of files.
    tops: BTreeSet<String>,
}

/// Kinds of the language that stand at the top of files.
const CORE: [&str; 3] = ["organization", "policy", "stack-set"];

impl Used {
    /// The kinds that the files mention.
    pub fn of(files: &[File]) -> Self {
        let mut used = Self::default();
        for item in files.iter().flat_map(|file| &file.items) {
            used.item(item);
            if let ItemKind::Block(Block { kind, .. }) = &item.kind {
                used.tops.extend(kind.bare().map(str::to_owned));
            }
        }
        used
    }

    /// Whether this kind is mentioned.
    pub fn mentions(&self, kind: &str) -> bool {
        self.kinds.contains(kind)
    }

    /// Whether every bare kind at the top of a file is one of the language or known otherwise.
    pub fn knows(&self, is_known: impl Fn(&str) -> bool) -> bool {
        self.tops.iter().all(|kind| CORE.contains(&kind.as_str()) || is_known(kind))
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Block(block) => self.block(block),
            ItemKind::For(found) => self.body(&found.body),
            ItemKind::If(found) => {
                found.branches.iter().for_each(|branch| self.body(&branch.body));
                found.otherwise.iter().for_each(|body| self.body(body));
            }
            ItemKind::Declaration(Declaration::Template(found)) => self.body(&found.body),
            ItemKind::Declaration(Declaration::Extend(found)) => self.body(&found.body),
            ItemKind::Verb(Verb::Moved(found)) => self.kind(&found.kind),
            ItemKind::Verb(Verb::Removal(found)) => self.kind(&found.kind),
            _ => {}
        }
    }

    fn body(&mut self, body: &Body) {
        body.items.iter().for_each(|item| self.item(item));
    }

    fn block(&mut self, block: &Block) {
        self.kind(&block.kind);
        block.body.iter().for_each(|body| self.body(body));
    }

    fn kind(&mut self, kind: &QualifiedName) {
        self.kinds.insert(kind.written());
    }
}
