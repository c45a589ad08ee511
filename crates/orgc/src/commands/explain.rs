//! `orgc explain`: the page of a diagnostic.

use crate::cli::Explain;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::terminal::Terminal;
use orgc_diag::{Code, suggest};
use std::fmt::Write as _;

/// Prints the page of a code, or the list of all codes.
///
/// # Errors
/// When there is no such code.
pub fn run(arguments: &Explain, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    match &arguments.code {
        None => terminal.data(list())?,
        Some(written) => {
            let code = Code::find(written).ok_or_else(|| unknown(written))?;
            terminal.data(code.page())?;
        }
    }
    Ok(Exit::Done)
}

fn list() -> String {
    Code::all().iter().fold(String::new(), |mut text, code| {
        let _ = writeln!(text, "{}  {}", code.id(), code.name());
        text
    })
}

fn unknown(written: &str) -> Failure {
    let names = Code::all().iter().flat_map(|code| [code.id(), code.name()]);
    let hint = match suggest(written, names) {
        Some(near) => format!("did you mean `{near}`? "),
        None => String::new(),
    };
    Failure::usage(format!("there is no diagnostic code `{written}`"))
        .help(format!("{hint}`orgc explain` lists all codes"))
}
