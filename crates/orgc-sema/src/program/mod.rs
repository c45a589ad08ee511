//! The folders of a project as modules: what each declares at its top, and who imports whom.
//!
//! Promises: all files of a folder share their names; nothing here evaluates anything; rings of
//! imports are reported and cut, so that the modules form a tree.

mod diagnostics;
mod folder;
mod imports;
mod module;

pub(crate) use folder::Folder;
pub(crate) use imports::joined;
pub(crate) use module::{Module, Program};

use orgc_diag::{Diagnostic, SourceMap};
use orgc_syntax::ast;
use std::collections::BTreeMap;

/// Puts the files together. Files and folders are taken in the order of their paths.
pub(crate) fn program<'a>(files: &'a [ast::File], sources: &'a SourceMap) -> (Program<'a>, Vec<Diagnostic>) {
    let path = |file: &ast::File| sources.get(file.span.file).map_or("", |source| source.path());
    let mut sorted: Vec<&ast::File> = files.iter().collect();
    sorted.sort_by_key(|file| path(file));
    let mut reports = Vec::new();
    let mut folders: BTreeMap<&'a str, Folder<'a>> = BTreeMap::from([("", Folder::default())]);
    for file in sorted {
        let path = sources.get(file.span.file).map_or("", |source| source.path());
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder).or_default().add(file, &mut reports);
    }
    let mut imports = imports::Imports::new(&folders, &mut reports);
    imports.follow();
    let modules = imports.modules;
    reports.extend(unused(&folders, &modules));
    (Program { folders, modules }, reports)
}

/// Folders that hold sources and that nothing imports: their files have no effect.
fn unused(folders: &BTreeMap<&str, Folder<'_>>, modules: &[Module<'_>]) -> Vec<Diagnostic> {
    let is_imported = |folder: &str| modules.iter().any(|module| module.folder == folder);
    let alone = folders.iter().filter(|(path, _)| !is_imported(path));
    alone.filter_map(|(path, folder)| Some(diagnostics::unused_folder(path, folder.first?))).collect()
}
