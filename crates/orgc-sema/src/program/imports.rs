//! From `import` sentences to modules.

use super::diagnostics;
use super::folder::Folder;
use super::module::Module;
use crate::scope::ModuleId;
use orgc_diag::{Diagnostic, Span};
use orgc_syntax::ast;
use std::collections::BTreeMap;

/// Imports of imports multiply; far more modules than any project has.
const MOST_MODULES: usize = 1_000;

pub(super) struct Imports<'p, 'a> {
    folders: &'p BTreeMap<&'a str, Folder<'a>>,
    pub modules: Vec<Module<'a>>,
    /// Imports of which something is said already; one folder may be several modules.
    reported: Vec<Span>,
    reports: &'p mut Vec<Diagnostic>,
}

impl<'p, 'a> Imports<'p, 'a> {
    pub(super) fn new(folders: &'p BTreeMap<&'a str, Folder<'a>>, reports: &'p mut Vec<Diagnostic>) -> Self {
        Self { folders, modules: vec![Module::default()], reported: Vec::new(), reports }
    }

    /// Makes the modules of all imports, level by level.
    pub(super) fn follow(&mut self) {
        let mut next = 0;
        while let Some(module) = self.modules.get(next) {
            let imports = self.folders.get(module.folder).map(|folder| &folder.imports);
            let imports: Vec<&'a ast::Import> =
                imports.into_iter().flat_map(|all| all.values().copied()).collect();
            for import in imports {
                self.import(ModuleId(next), import);
            }
            next += 1;
        }
    }

    fn import(&mut self, importer: ModuleId, import: &'a ast::Import) {
        match self.target(importer, import) {
            Err(report) if !self.reported.contains(&import.span) => {
                self.reported.push(import.span);
                self.reports.extend(report);
            }
            Err(_) => {}
            Ok(folder) => {
                let id = ModuleId(self.modules.len());
                let name = import.name.text.as_str();
                let Some(above) = self.modules.get_mut(importer.0) else { return };
                let path = above.path.iter().copied().chain([name]).collect();
                above.imports.insert(name, id);
                let importer = Some((importer, import));
                self.modules.push(Module { folder, path, imports: BTreeMap::new(), importer });
            }
        }
    }

    /// The folder that is meant, or what is to be said instead.
    fn target(&self, importer: ModuleId, import: &'a ast::Import) -> Result<&'a str, Option<Diagnostic>> {
        let span = import.source.span;
        let Some(written) = import.source.literal() else {
            return Err(Some(diagnostics::computed_import(span)));
        };
        let from = self.modules.get(importer.0).map_or("", |module| module.folder);
        let Some(path) = joined(from, &written) else {
            return Err(Some(diagnostics::import_outside(&written, span)));
        };
        let Some((folder, _)) = self.folders.get_key_value(path.as_str()) else {
            let known = self.folders.keys().copied().filter(|one| !one.is_empty());
            return Err(Some(diagnostics::no_such_folder(&written, &path, span, known)));
        };
        if let Some(ring) = self.ring(importer, folder) {
            return Err(Some(diagnostics::import_ring(&ring, import.span)));
        }
        if self.modules.len() >= MOST_MODULES {
            return Err(Some(diagnostics::too_many_modules(MOST_MODULES, span)));
        }
        Ok(folder)
    }

    /// The imports that lead from a folder back to itself.
    fn ring(&self, importer: ModuleId, folder: &str) -> Option<Vec<(String, Span)>> {
        let mut ring = Vec::new();
        let mut here = importer;
        loop {
            let module = self.modules.get(here.0)?;
            let above = module.importer;
            if module.folder == folder {
                ring.reverse();
                return Some(ring);
            }
            let (next, import) = above?;
            ring.push((import.name.text.clone(), import.span));
            here = next;
        }
    }
}

/// A path that is relative to a folder. None if it leads out of the project.
pub(crate) fn joined(folder: &str, written: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    (!written.starts_with('/')).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn paths_are_relative_to_the_folder_that_writes_them() {
        assert_eq!(joined("", "./guardrails").as_deref(), Some("guardrails"));
        assert_eq!(joined("teams/search", "../../guardrails/").as_deref(), Some("guardrails"));
        assert_eq!(joined("teams", "..").as_deref(), Some(""));
        assert_eq!(joined("teams", "../.."), None);
        assert_eq!(joined("", "/etc"), None);
    }
}
