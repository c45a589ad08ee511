//! Embeds the standard plugins, which `cargo xtask build` leaves in `target/plugins`.

use std::fmt::Write;
use std::path::{Path, PathBuf};

const PLUGINS: [&str; 6] =
    ["ai-sandbox", "baseline", "budget", "github-oidc", "identity-center", "security-baseline"];

fn main() {
    println!("cargo::rerun-if-env-changed=ORGC_PLUGINS");
    let folder = folder();
    let mut table = String::new();
    for plugin in PLUGINS {
        let path = folder.join(plugin).with_extension("wasm");
        println!("cargo::rerun-if-changed={}", path.display());
        if !path.is_file() {
            println!("cargo::error=`{}` is missing: run `cargo xtask build` first", path.display());
            continue;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(table, "(\"{plugin}\", include_bytes!({path:?}).as_slice()),");
    }
    write_table(&table);
}

/// What `src/plugins.rs` includes: the name and the bytes of each plugin.
fn write_table(rows: &str) {
    let Some(folder) = std::env::var_os("OUT_DIR").map(PathBuf::from) else { return };
    if let Err(error) = std::fs::write(folder.join("standard_plugins.rs"), format!("&[\n{rows}]\n")) {
        println!("cargo::error=the table of plugins cannot be written: {error}");
    }
}

/// `ORGC_PLUGINS`, or `target/plugins` of the workspace.
fn folder() -> PathBuf {
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/plugins");
    std::env::var_os("ORGC_PLUGINS").map_or_else(default, PathBuf::from)
}
