//! A case of a plugin's tests: a small project with what it should become.

use super::rehearsal::Rehearsal;
use crate::compile::{Compiled, check_with};
use crate::config::Config;
use crate::failure::Failure;
use crate::render::blocks::block;
use crate::render::diagnostics::human;
use orgc_diag::SourceMap;
use orgc_ir::{Address, MemoryWorld};
use std::fs;
use std::path::{Path, PathBuf};

/// What the sources become, as blocks.
pub const MODEL: &str = "expect.org";
/// What there is to say about them.
pub const WORDS: &str = "expect.diag";

/// A case.
pub struct Case {
    /// The name of its folder.
    pub name: String,
    folder: PathBuf,
    world: MemoryWorld,
}

/// What came of a case, as the files that expect it hold it.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The content of [`MODEL`].
    pub model: String,
    /// The content of [`WORDS`].
    pub words: String,
}

impl Case {
    /// The cases of a plugin, by name: the folders of `tests/` that hold sources.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn all(plugin: &Path) -> Result<Vec<Self>, Failure> {
        let tests = plugin.join("tests");
        let mut cases = Vec::new();
        if tests.is_dir() {
            for folder in entries(&tests)?.into_iter().filter(|path| path.is_dir()) {
                cases.push(Self::of(&folder)?);
            }
        }
        Ok(cases)
    }

    /// The case in a folder.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(folder: &Path) -> Result<Self, Failure> {
        let mut files = Vec::new();
        collect(folder, "", &mut files)?;
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, folder: folder.to_path_buf(), world: MemoryWorld::new(files) })
    }

    /// Checks the sources with the plugin in the real sandbox.
    pub fn rehearse(&self, plugin: &Rehearsal) -> Outcome {
        let mut sources = SourceMap::new();
        let compiled = match Config::of(&self.world, &mut sources) {
            Ok(config) => check_with(&self.world, &config, plugin, sources),
            Err(diagnostics) => Compiled::failed(sources, diagnostics),
        };
        let words: Vec<String> =
            compiled.diagnostics.iter().map(|one| human(one, &compiled.sources, false)).collect();
        let resources = compiled.desired.iter().flat_map(|desired| &desired.resources);
        let blocks = resources
            .filter(|(address, _)| is_of_plugins(address))
            .map(|(address, resource)| block(address.as_str(), resource))
            .collect::<Vec<_>>();
        Outcome { model: blocks.join("\n"), words: words.join("\n") }
    }

    /// What is expected; none if nobody has said so.
    pub fn expected(&self) -> Option<Outcome> {
        let read = |name: &str| fs::read_to_string(self.folder.join(name)).ok();
        let (model, words) = (read(MODEL), read(WORDS));
        let is_blessed = model.is_some() || words.is_some();
        is_blessed.then(|| Outcome { model: model.unwrap_or_default(), words: words.unwrap_or_default() })
    }

    /// Makes what came of it what is expected. One of the files may be missing: it is empty.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn bless(&self, outcome: &Outcome) -> Result<(), Failure> {
        let is_silent = outcome.model.is_empty() && outcome.words.is_empty();
        for (name, text) in [(MODEL, &outcome.model), (WORDS, &outcome.words)] {
            let file = self.folder.join(name);
            // That nothing comes of it must be said somewhere.
            if !text.is_empty() || (is_silent && name == MODEL) {
                super::write(&file, text.as_bytes())?;
            } else if file.exists() {
                fs::remove_file(&file).map_err(|error| Failure::file(&file, &error))?;
            }
        }
        Ok(())
    }
}

/// The rest of the organization is the scene of a case, not its result.
fn is_of_plugins(address: &Address) -> bool {
    !matches!(address.kind(), "account" | "organization" | "ou" | "policy")
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let fail = |error: std::io::Error| Failure::file(folder, &error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        paths.push(entry.map_err(fail)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), Failure> {
    for path in entries(folder)? {
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files)?;
        } else if name != MODEL && name != WORDS {
            files.push((name, super::read(&path)?));
        }
    }
    Ok(())
}
