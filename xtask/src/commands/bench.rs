//! `cargo xtask bench`: the measurements of `tests/benches/`.

use crate::failure::Failure;
use crate::plugins;
use crate::process;
use crate::python::MOTO;
use crate::workspace::Workspace;

/// Builds with optimisation and prints the numbers.
///
/// # Errors
/// When something does not compile, or a measurement finds that time does not grow linearly.
pub fn run(workspace: &Workspace) -> Result<(), Failure> {
    plugins::build(workspace)?;
    plugins::precompile(workspace)?;
    let (moto, _) = MOTO.install(workspace)?;
    let mut binary = process::cargo(["build", "--profile", "bench", "--package", "orgc"]);
    process::run(binary.current_dir(workspace.root()))?;
    let mut bench = process::cargo(["bench", "--package", "orgc-tests"]);
    for name in ["scale", "company", "calls", "pace", "policies", "plugins", "sizes", "served"] {
        bench.args(["--bench", name]);
    }
    process::run(bench.current_dir(workspace.root()).env("ORGC_MOTO_SERVER", moto))
}
