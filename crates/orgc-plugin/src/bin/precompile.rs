//! Makes machine code of components: `precompile TARGET COMPONENT.wasm...` leaves `COMPONENT.cwasm` beside each.
//! A step of the build, which knows the target.

use orgc_plugin::precompile;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let Some(target) = arguments.next() else { return refuse("which target?") };
    for component in arguments {
        let component = Path::new(&component);
        if let Err(reason) = one(component, &target.to_string_lossy()) {
            return refuse(&format!("{}: {reason}", component.display()));
        }
    }
    ExitCode::SUCCESS
}

fn one(component: &Path, target: &str) -> Result<(), String> {
    let bytes = fs::read(component).map_err(|error| error.to_string())?;
    let code = precompile(&bytes, target)?;
    let beside = component.with_extension("cwasm.new");
    fs::write(&beside, code)
        .and_then(|()| fs::rename(&beside, component.with_extension("cwasm")))
        .map_err(|error| error.to_string())
}

#[expect(clippy::print_stderr, reason = "it is read by who builds")]
fn refuse(reason: &str) -> ExitCode {
    eprintln!("precompile: {reason}");
    ExitCode::FAILURE
}
