//! `orgc plugin build`: from a package in Rust to a component.

use super::{name_of, pack};
use crate::cli::PluginFolder;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::terminal::Terminal;
use orgc_plugin::{Metadata, WasmToolchain, find_wasm_toolchain};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Compiles the package, encodes it and loads it. What cargo says is shown as it is.
///
/// # Errors
/// When there is no compiler for the target, cargo fails, or the result is no plugin.
pub fn run(arguments: &PluginFolder, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let manifest = manifest(&arguments.folder)?;
    let package = package(&manifest)?;
    let toolchain = find_wasm_toolchain().map_err(|missing| Failure::new(missing.to_string()))?;
    let built = arguments.folder.join("target");
    let mut cargo = toolchain.cargo_build(&manifest, &built);
    let status = cargo.stdout(Stdio::null()).status();
    let status = status.map_err(|error| Failure::new(format!("`cargo` cannot be run: {error}")))?;
    if !status.success() {
        return Err(Failure::new(format!("`{}` does not compile", package.name))
            .help("the messages of the compiler are above"));
    }
    let module = WasmToolchain::module(&built, &package.name);
    let bytes = fs::read(&module).map_err(|error| {
        Failure::file(&module, &error)
            .help("a plugin is a library: `[lib] crate-type = [\"cdylib\", \"rlib\"]`")
    })?;
    let out = component(&arguments.folder, &package.name);
    let Package { version, license, repository, description, .. } = package;
    let metadata = Metadata { version: Some(version), licenses: license, source: repository, description };
    pack::finish(&bytes, metadata, &out, terminal)
}

/// The component of a package: beside its manifest, with its name.
fn component(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.wasm"))
}

fn manifest(folder: &Path) -> Result<PathBuf, Failure> {
    let path = folder.join("Cargo.toml");
    if path.is_file() {
        return Ok(path);
    }
    Err(Failure::new(format!("`{}` holds no `Cargo.toml`", folder.display())).help(
        "`orgc plugin new NAME` starts a plugin; `orgc plugin pack FILE` takes what another compiler made",
    ))
}

/// What cargo knows of a package.
#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    repository: Option<String>,
    description: Option<String>,
    manifest_path: PathBuf,
}

#[derive(Deserialize)]
struct Packages {
    packages: Vec<Package>,
}

/// The name and the component of the plugin in a folder: those of its package, or of the only component
/// that lies there, whatever made it.
///
/// # Errors
/// When cargo cannot read the package, or without one there is not exactly one component.
pub(super) fn plugin_of(folder: &Path) -> Result<(String, PathBuf), Failure> {
    if folder.join("Cargo.toml").is_file() {
        let name = package(&manifest(folder)?)?.name;
        let path = component(folder, &name);
        return Ok((name, path));
    }
    let entries = fs::read_dir(folder).map_err(|error| Failure::file(folder, &error))?;
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let mut components = paths.filter(|path| path.extension().is_some_and(|extension| extension == "wasm"));
    match (components.next(), components.next()) {
        (Some(only), None) => Ok((name_of(&only), only)),
        (None, _) => Err(Failure::new(format!("`{}` holds no plugin", folder.display()))
            .help("`orgc plugin build` or `orgc plugin pack` makes one")),
        _ => Err(Failure::new(format!("`{}` holds several components", folder.display()))
            .help("a folder without `Cargo.toml` is tested with the one component in it")),
    }
}

fn package(manifest: &Path) -> Result<Package, Failure> {
    let refused = |why: &str| Failure::new(format!("cargo cannot read `{}`: {why}", manifest.display()));
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"]).arg(manifest);
    let output = cargo.output().map_err(|error| Failure::new(format!("`cargo` cannot be run: {error}")))?;
    if !output.status.success() {
        return Err(refused(String::from_utf8_lossy(&output.stderr).trim()));
    }
    let found: Packages =
        serde_json::from_slice(&output.stdout).map_err(|error| refused(&error.to_string()))?;
    let wanted = manifest.canonicalize().map_err(|error| Failure::file(manifest, &error))?;
    let mut packages = found.packages.into_iter();
    packages.find(|one| one.manifest_path == wanted).ok_or_else(|| refused("it is no package"))
}
