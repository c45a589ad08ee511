//! A project in memory, compiled as the binary compiles one on disk.

use crate::plugin::assemble;
use crate::spec::{Block, Role};
use orgc::compile::{Compiled, compile};
use orgc::config::Config;
use orgc_diag::{SourceMap, sort};
use orgc_ir::MemoryWorld;
use orgc_plugin::PluginKinds;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// The files of a project.
pub type Files = BTreeMap<String, String>;

static STANDARD: LazyLock<PluginKinds> = LazyLock::new(orgc::plugins::standard);

/// The settings of projects in tests.
pub fn config() -> Config {
    Config { run_tests: true, ..Config::named("test") }
}

/// Compiles the files with the standard plugins, which are loaded once for all tests of a process.
pub fn check(files: &Files) -> Compiled {
    check_with(files, &STANDARD)
}

/// The same, and what the tests cover.
pub fn check_coverage(files: &Files) -> Compiled {
    compiled(files, &STANDARD, &Config { coverage: true, ..config() })
}

/// Compiles the files with these plugins. What tests find stands among the diagnostics.
pub fn check_with(files: &Files, plugins: &PluginKinds) -> Compiled {
    compiled(files, plugins, &config())
}

fn compiled(files: &Files, plugins: &PluginKinds, config: &Config) -> Compiled {
    let bytes = |(path, text): (&String, &String)| match path.ends_with(".wasm") {
        true => (path.clone(), assemble(text)),
        false => (path.clone(), text.clone().into_bytes()),
    };
    let world = MemoryWorld::new(files.iter().map(bytes));
    let mut compiled = compile(&world, config, plugins, SourceMap::new());
    compiled.diagnostics.extend(compiled.tests.iter().flat_map(|test| test.failures.clone()));
    sort(&mut compiled.diagnostics);
    compiled
}

/// The files among code fences, later ones in the place of earlier ones of the same path.
pub fn files<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> Files {
    let file = |block: &Block| match &block.role {
        Role::File(path) => Some((path.clone(), block.text.clone())),
        _ => None,
    };
    blocks.into_iter().filter_map(file).collect()
}

/// The text files of a folder and of those below it, by their paths from there.
///
/// # Panics
///
/// If the folder or one of its files cannot be read.
pub fn read_folder(root: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("it is below").to_string_lossy().into_owned();
                let text = String::from_utf8(fs::read(&path).expect("a file"));
                files.extend(text.ok().map(|text| (name, text)));
            }
        }
    }
    files
}
