//! A folder at one place of the import tree.

use super::folder::Folder;
use crate::scope::ModuleId;
use orgc_syntax::ast;
use std::collections::BTreeMap;

/// All folders, and the modules that imports make of them. The project's own folder is the first
/// module; a module stands behind the one that imports it.
#[derive(Debug)]
pub(crate) struct Program<'a> {
    pub folders: BTreeMap<&'a str, Folder<'a>>,
    pub modules: Vec<Module<'a>>,
}

/// A folder with values for its params. Two imports of one folder are two modules, because their
/// params may differ.
#[derive(Debug, Default)]
pub(crate) struct Module<'a> {
    pub folder: &'a str,
    /// The names of the imports that lead here.
    pub path: Vec<&'a str>,
    /// The modules that this one imports. An import that failed has none.
    pub imports: BTreeMap<&'a str, ModuleId>,
    /// The module that imports this one, and the sentence.
    pub importer: Option<(ModuleId, &'a ast::Import)>,
}

impl<'a> Program<'a> {
    /// What a module's folder declares.
    pub(crate) fn folder(&self, module: ModuleId) -> &Folder<'a> {
        static NOTHING: std::sync::LazyLock<Folder<'static>> = std::sync::LazyLock::new(Folder::default);
        let folder = self.modules.get(module.0).and_then(|module| self.folders.get(module.folder));
        folder.unwrap_or(&NOTHING)
    }

    pub(crate) fn module(&self, module: ModuleId) -> Option<&Module<'a>> {
        self.modules.get(module.0)
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = ModuleId> + use<> {
        (0..self.modules.len()).map(ModuleId)
    }

    /// The module that an import of a module leads to.
    pub(crate) fn import(&self, module: ModuleId, name: &str) -> Option<ModuleId> {
        self.module(module)?.imports.get(name).copied()
    }

    /// A name of a module as addresses spell it: `guardrails.RegionLock`.
    pub(crate) fn qualified(&self, module: ModuleId, name: &str) -> String {
        let path = self.module(module).map(|module| module.path.as_slice()).unwrap_or_default();
        path.iter().copied().chain([name]).collect::<Vec<_>>().join(".")
    }
}
