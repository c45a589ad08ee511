//! Building the plugin of the example in C, as its reader would: with the example's own script.

use crate::debian;
use crate::failure::Failure;
use crate::process;
use crate::workspace::Workspace;
use std::fs;
use std::path::Path;
use std::process::Command;

const FOLDER: &str = "examples/plugin-in-c";

/// Builds the component with the program that was built, and says how large it is.
///
/// # Errors
/// When there is no compiler of C for WebAssembly, or the plugin does not compile or load.
pub fn build(workspace: &Workspace) -> Result<String, Failure> {
    if !has_compiler() {
        install_compiler()?;
    }
    let folder = workspace.root().join(FOLDER);
    let mut script = Command::new("sh");
    script.arg(folder.join("build.sh")).env("ORGC", workspace.program("orgc"));
    process::quietly(&mut script)?;
    let component = folder.join("break-glass.wasm");
    let metadata = fs::metadata(&component).map_err(|error| Failure::file(&component, error))?;
    Ok(format!("{} KiB", metadata.len().div_ceil(1024)))
}

/// clang, the linker, and a C library: Debian's, or the one that the script is told of.
fn has_compiler() -> bool {
    let has_library = std::env::var_os("WASI_SYSROOT").is_some()
        || Path::new("/usr/include/wasm32-wasi/stdlib.h").is_file();
    let answers = |program: &str| process::succeeds(Command::new(program).arg("--version"));
    has_library && ["clang", "wasm-ld"].into_iter().all(answers)
}

fn install_compiler() -> Result<(), Failure> {
    let missing = "no compiler of C for WebAssembly is here";
    if !debian::is_here() {
        return Err(Failure::new(format!(
            "{missing}; install clang, lld and wasi-libc, and set WASI_SYSROOT to where that library is"
        )));
    }
    debian::install(missing, &["clang", "lld", "wasi-libc"])
}
