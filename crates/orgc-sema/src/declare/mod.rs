//! What is declared: every named thing with the sentences about it, and an index of the names.
//!
//! Promises: every item of every file ends up in a declaration, in a "not yet" finding or in
//! another finding; nothing is dropped in silence but what the parser has reported already.

mod blocks;
mod construct;
mod contents;
mod declared;
pub(crate) mod diagnostics;
mod items;
mod names;
mod position;
mod things;
mod walk;

pub(crate) use contents::Contents;
pub(crate) use declared::{Declarations, Declared};
pub(crate) use names::Names;

use orgc_diag::{Diagnostic, SourceMap};
use orgc_ir::kinds::KindSchema;
use orgc_syntax::ast;
use position::Place;
use walk::{NameOf, Walk};

/// Finds everything that is declared. Files are taken in the order of their paths.
pub(crate) fn declare<'a>(
    files: &'a [ast::File],
    sources: &'a SourceMap,
    schemas: &[KindSchema],
    name_of: NameOf<'_, 'a>,
) -> (Declarations<'a>, Vec<Diagnostic>) {
    let mut walk = Walk {
        sources,
        schemas,
        name_of,
        declarations: Declarations::default(),
        reports: Vec::new(),
        management: None,
    };
    let path = |file: &ast::File| sources.get(file.span.file).map_or("", |source| source.path());
    let mut sorted: Vec<&ast::File> = files.iter().collect();
    sorted.sort_by_key(|file| path(file));
    for file in sorted {
        if path(file).contains('/') {
            walk.reports.push(diagnostics::file_in_folder(path(file), file.span.before()));
            walk.doubt(file.span);
            continue;
        }
        for item in &file.items {
            walk.item(item, &Place::Top, &mut Contents::default());
        }
    }
    (walk.declarations, walk.reports)
}
