//! Embeds the standard plugins, which `cargo xtask build` leaves in `target/plugins` with their machine code, and the sources of
//! the plugin SDK, which `orgc plugin new` writes.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const PLUGINS: [&str; 6] =
    ["ai-sandbox", "baseline", "budget", "github-oidc", "identity-center", "security-baseline"];

fn main() {
    embed_sdk();
    println!("cargo::rerun-if-env-changed=ORGC_PLUGINS");
    let folder = folder();
    let mut table = String::new();
    for plugin in PLUGINS {
        let path = folder.join(plugin).with_extension("wasm");
        println!("cargo::rerun-if-changed={}", path.display());
        let Some(component) = included(&path) else {
            println!("cargo::error=`{}` is missing: run `cargo xtask build` first", path.display());
            continue;
        };
        let machine_code = path.with_extension("cwasm");
        println!("cargo::rerun-if-changed={}", machine_code.display());
        let machine_code = included(&machine_code).map_or("None".to_owned(), |code| format!("Some({code})"));
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "Standard {{ kind: {plugin:?}, component: {component}, machine_code: {machine_code} }},"
        );
    }
    write_table(&table);
}

/// The expression for the bytes of a file, if it is there.
fn included(path: &Path) -> Option<String> {
    path.is_file().then(|| format!("include_bytes!({path:?}).as_slice()"))
}

/// What `src/plugins/standard.rs` includes: the name, the component and the machine code of each plugin.
fn write_table(rows: &str) {
    let Some(folder) = std::env::var_os("OUT_DIR").map(PathBuf::from) else { return };
    if let Err(error) = fs::write(folder.join("standard_plugins.rs"), format!("&[\n{rows}]\n")) {
        println!("cargo::error=the table of plugins cannot be written: {error}");
    }
}

/// Lists the files of the SDK: their path below `crates/` and their text.
fn embed_sdk() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut rows = String::new();
    for package in ["orgc-plugin-sdk", "orgc-plugin-derive"] {
        println!("cargo::rerun-if-changed={}", crates.join(package).display());
        let mut paths = vec![crates.join(package).join("Cargo.toml")];
        let sources = fs::read_dir(crates.join(package).join("src")).into_iter().flatten().flatten();
        paths.extend(sources.map(|entry| entry.path()));
        paths.sort();
        for path in paths {
            let name = path.strip_prefix(&crates).unwrap_or(&path).display().to_string();
            // Writing to a string cannot fail.
            let _ = writeln!(rows, "({name:?}, include_str!({path:?})),");
        }
    }
    let Some(out) = std::env::var_os("OUT_DIR").map(PathBuf::from) else { return };
    if let Err(error) = fs::write(out.join("sdk.rs"), format!("&[\n{rows}]\n")) {
        println!("cargo::error=the list of the SDK's sources cannot be written: {error}");
    }
}

/// `ORGC_PLUGINS`, or `target/plugins` of the workspace.
fn folder() -> PathBuf {
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/plugins");
    std::env::var_os("ORGC_PLUGINS").map_or_else(default, PathBuf::from)
}
