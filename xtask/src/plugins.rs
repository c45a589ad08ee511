//! Building the standard plugins: from `plugins/` to `target/plugins/<name>.wasm`.
//!
//! A plugin is compiled for `wasm32-unknown-unknown` and encoded as a component. That takes a
//! compiler which a fresh machine may lack: what is missing is installed where it may be, else the
//! one command that would is named. Nothing is built when nothing changed.

use crate::failure::Failure;
use crate::process::{self, say};
use crate::workspace::{Workspace, is_plugin};
use orgc_plugin::{Remedy, WasmToolchain, encode, find_wasm_toolchain};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the plugins are made from, besides the compiler.
const INPUTS: [&str; 5] = [
    "plugins",
    "crates/orgc-plugin-derive",
    "crates/orgc-plugin-sdk",
    "crates/orgc-plugin/src/encode.rs",
    "Cargo.lock",
];

/// Builds the plugins if something that they are made from has changed; says in a few words what
/// came of it.
///
/// # Errors
/// When there is no compiler for them, or one of them does not compile.
pub fn build(workspace: &Workspace) -> Result<String, Failure> {
    let names = names(workspace)?;
    let folder = workspace.target().join("plugins");
    let digest = digest(workspace.root())?;
    let known = folder.join("inputs");
    let are_there = names.iter().all(|name| component(&folder, name).is_file());
    if are_there && fs::read_to_string(&known).is_ok_and(|known| known == digest) {
        return Ok("nothing changed".to_owned());
    }
    let toolchain = toolchain()?;
    let built = workspace.target().join("plugin-build");
    compile(&toolchain, &workspace.plugin_manifest(), &built)?;
    let mut sizes = Vec::new();
    for name in &names {
        let size = encode_one(&WasmToolchain::module(&built, name), &component(&folder, name))?;
        sizes.push(format!("`{name}` has {} KiB", size.div_ceil(1024)));
    }
    write(&known, digest.as_bytes())?;
    Ok(format!("{}, made with {}", sizes.join(", "), toolchain.description))
}

fn compile(toolchain: &WasmToolchain, manifest: &Path, built: &Path) -> Result<(), Failure> {
    let mut command = toolchain.cargo_build(manifest, built);
    process::without_package(&mut command);
    process::run(command.arg("--quiet"))
}

fn names(workspace: &Workspace) -> Result<Vec<String>, Failure> {
    let packages = workspace.plugin_packages()?;
    Ok(packages.iter().filter(|package| is_plugin(package)).map(|package| package.name.to_string()).collect())
}

fn component(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.wasm"))
}

/// Encodes a module as a component and answers with its size in bytes.
fn encode_one(module: &Path, component: &Path) -> Result<usize, Failure> {
    let bytes = fs::read(module).map_err(|error| Failure::file(module, error))?;
    let encoded = encode(&bytes).map_err(|error| Failure::file(module, error))?;
    write(component, &encoded)?;
    Ok(encoded.len())
}

/// Writes beside and renames, so that an interrupted run leaves nothing half-written.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let beside = path.with_extension("new");
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&beside, bytes))
        .and_then(|()| fs::rename(&beside, path))
        .map_err(|error| Failure::file(path, error))
}

/// The compiler; installed first where that is permitted.
fn toolchain() -> Result<WasmToolchain, Failure> {
    let missing = match find_wasm_toolchain() {
        Ok(found) => return Ok(found),
        Err(missing) => missing,
    };
    for remedy in missing.remedies.iter().filter(|remedy| remedy.permitted) {
        say(&format!("no compiler for WebAssembly yet; running `{remedy}`"));
        match install(remedy).map(|()| find_wasm_toolchain()) {
            Ok(Ok(found)) => return Ok(found),
            Ok(Err(_)) => say("that did not bring one"),
            Err(failure) => say(&failure.to_string()),
        }
    }
    Err(Failure::new(missing.to_string()))
}

fn install(remedy: &Remedy) -> Result<(), Failure> {
    for step in &remedy.steps {
        let Some((program, arguments)) = step.split_first() else { continue };
        process::run(Command::new(program).args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    Ok(())
}

/// Changes when a file that the plugins are made from does, or this program.
fn digest(root: &Path) -> Result<String, Failure> {
    let mut paths = Vec::new();
    for input in INPUTS {
        collect(&root.join(input), &mut paths)?;
    }
    paths.sort();
    let mut hasher = DefaultHasher::new();
    for path in paths {
        path.strip_prefix(root).unwrap_or(&path).hash(&mut hasher);
        fs::read(&path).map_err(|error| Failure::file(&path, error))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}

fn collect(path: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if path.is_file() {
        paths.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(|error| Failure::file(path, error))? {
        let entry = entry.map_err(|error| Failure::file(path, error))?;
        if entry.file_name() != "target" {
            collect(&entry.path(), paths)?;
        }
    }
    Ok(())
}
