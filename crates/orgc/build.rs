//! Embeds the standard plugins, which `cargo xtask build` leaves in `target/plugins`.

use std::path::{Path, PathBuf};

const PLUGINS: [&str; 1] = ["baseline"];

fn main() {
    println!("cargo::rerun-if-env-changed=ORGC_PLUGINS");
    let folder = folder();
    for plugin in PLUGINS {
        let path = folder.join(plugin).with_extension("wasm");
        println!("cargo::rerun-if-changed={}", path.display());
        if !path.is_file() {
            println!("cargo::error=`{}` is missing: run `cargo xtask build` first", path.display());
            continue;
        }
        println!("cargo::rustc-env=ORGC_PLUGIN_{}={}", plugin.to_uppercase(), path.display());
    }
}

/// `ORGC_PLUGINS`, or `target/plugins` of the workspace.
fn folder() -> PathBuf {
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/plugins");
    std::env::var_os("ORGC_PLUGINS").map_or_else(default, PathBuf::from)
}
