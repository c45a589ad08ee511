//! What is declared: every named thing with the sentences about it.
//!
//! Loops, conditions, templates and extensions are worked out on the way, so that what is found is
//! the model as the source means it, each thing with the scope in which its attributes are read.
//!
//! Promises: every item of every file ends up in a declaration or in a finding; nothing is dropped
//! in silence but what the parser has reported already; the order of declarations makes no
//! difference to what is found.

mod blocks;
mod construct;
mod contents;
mod control;
mod declared;
pub(crate) mod diagnostics;
mod items;
mod names;
mod position;
mod things;
mod walk;

pub(crate) use contents::{Contents, Part, Scoped};
pub(crate) use declared::{Declarations, Declared};
pub(crate) use names::{Names, Thing, is_thing_word};

use crate::evaluate::Evaluator;
use crate::scope::Scope;
use orgc_diag::SourceMap;
use orgc_ir::kinds::KindSchema;
use position::Place;
use std::collections::BTreeSet;
use walk::Walk;

/// Finds everything that is declared, module by module.
pub(crate) fn declare<'a>(
    sources: &'a SourceMap,
    schemas: &[KindSchema],
    evaluator: &mut Evaluator<'a, '_>,
) -> Declarations<'a> {
    let program = evaluator.program();
    let mut walk = Walk {
        sources,
        schemas,
        evaluator,
        declarations: Declarations::default(),
        management: None,
        templates: Vec::new(),
        extensions: Vec::new(),
        items: 0,
    };
    let mut walked: BTreeSet<&str> = BTreeSet::new();
    for module in program.ids() {
        let Some(folder) = program.module(module).map(|module| module.folder) else { continue };
        // Units and accounts have one name in the whole project: a folder that is imported twice
        // declares the organization once.
        let is_first = walked.insert(folder);
        walk.within(&Scope::of(module), |this| {
            for item in program.folder(module).items.iter().copied().filter(|item| is_first || is_local(item))
            {
                this.item(item, &Place::Top, &mut Contents::default());
            }
        });
    }
    walk.extend_all();
    walk.declarations
}

/// Whether an item declares something that has a name in its module only.
fn is_local(item: &orgc_syntax::ast::Item) -> bool {
    use orgc_syntax::ast::{Declaration, ItemKind, Verb};
    match &item.kind {
        ItemKind::Block(block) => block.kind.bare() != Some("organization"),
        ItemKind::Declaration(Declaration::Extend(_)) => false,
        ItemKind::Verb(verb) => matches!(verb, Verb::Use(_)),
        _ => true,
    }
}
