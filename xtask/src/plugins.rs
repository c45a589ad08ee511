//! Building the standard plugins: from `plugins/` to `target/plugins/<name>.wasm`.
//!
//! A plugin is compiled for `wasm32-unknown-unknown` and encoded as a component. That takes a
//! compiler which a fresh machine may lack: what is missing is installed where it may be, else the
//! one command that would is named. [`precompile`] makes machine code of the components, which is part of `orgc`
//! too, so that nobody waits for it. Nothing is built when nothing changed.

use crate::failure::Failure;
use crate::files;
use crate::inputs::Inputs;
use crate::process::{self, say};
use crate::workspace::{Workspace, is_plugin};
use orgc_plugin::{Remedy, WasmToolchain, encode, find_wasm_toolchain};
use std::fs;
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
    let inputs = Inputs::read(workspace.root(), &INPUTS, folder.join("inputs"))?;
    let are_there = names.iter().all(|name| component(&folder, name).is_file());
    if are_there && inputs.are_known() {
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
    inputs.remember()?;
    Ok(format!("{}, made with {}", sizes.join(", "), toolchain.description))
}

fn compile(toolchain: &WasmToolchain, manifest: &Path, built: &Path) -> Result<(), Failure> {
    let mut command = toolchain.cargo_build(manifest, built);
    process::without_package(&mut command);
    process::run(command.arg("--quiet"))
}

/// What the machine code is made from, besides the components: what may make it otherwise.
const MAKERS: [&str; 3] = ["crates/orgc-plugin/src", "Cargo.toml", "Cargo.lock"];

/// Makes `target/plugins/<name>.cwasm` for this kind of machine if the components or their compiler have
/// changed; says in a few words what came of it.
///
/// # Errors
/// When the compiler does not compile, or refuses a component.
pub fn precompile(workspace: &Workspace) -> Result<String, Failure> {
    let folder = workspace.target().join("plugins");
    let components: Vec<PathBuf> = names(workspace)?.iter().map(|name| component(&folder, name)).collect();
    let paths: Vec<&Path> = components.iter().map(PathBuf::as_path).chain(MAKERS.map(Path::new)).collect();
    let inputs = Inputs::read(workspace.root(), &paths, folder.join("machine-code-inputs"))?;
    let are_there = components.iter().all(|one| one.with_extension("cwasm").is_file());
    if are_there && inputs.are_known() {
        return Ok("nothing changed".to_owned());
    }
    let mut compiler = process::cargo(["build", "--quiet", "--workspace", "--bin", "precompile"]);
    process::run(compiler.current_dir(workspace.root()))?;
    let target = process::host_target()?;
    process::run(Command::new(workspace.program("precompile")).arg(&target).args(&components))?;
    inputs.remember()?;
    Ok(format!("machine code for {target}"))
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
    files::write(component, &encoded)?;
    Ok(encoded.len())
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
