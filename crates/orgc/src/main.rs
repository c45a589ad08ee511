//! The `orgc` binary: hands its arguments to the library and exits with its answer.

use std::process::ExitCode;

fn main() -> ExitCode {
    orgc::main(std::env::args_os()).into()
}
