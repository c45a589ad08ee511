//! `orgc eval`: a value of the checked model.

use super::offline;
use crate::cli::{Eval, Format, Global};
use crate::compile::{Evaluated, evaluate};
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::plugins;
use crate::terminal::Terminal;
use orgc_diag::{Diagnostic, SourceMap};

/// Prints the value of an expression: as the language spells it, or as JSON.
///
/// # Errors
/// When the sources or the expression have errors; they have been printed then.
pub fn run(arguments: &Eval, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let project = offline::find(global, terminal)?;
    let mut sources = SourceMap::new();
    let mut config = match Config::of(&project, &mut sources) {
        Ok(config) => config,
        Err(diagnostics) => return Err(offline::said(&diagnostics, &sources, terminal)),
    };
    offline::set(&mut config, &arguments.inputs)?;
    let evaluated = evaluate(&project, &config, &plugins::standard(), sources, &arguments.expression);
    print(&evaluated, terminal)
}

/// Warnings about the sources are not what was asked for.
fn print(evaluated: &Evaluated, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let errors: Vec<Diagnostic> =
        evaluated.diagnostics.iter().filter(|one| one.is_error()).cloned().collect();
    let Some(value) = evaluated.value.as_ref().filter(|_| errors.is_empty()) else {
        return Err(offline::said(&errors, &evaluated.sources, terminal));
    };
    match terminal.format {
        Format::Json => terminal.data(serde_json::to_string_pretty(value).unwrap_or_default())?,
        _ => terminal.data(evaluated.written.clone().unwrap_or_default())?,
    }
    Ok(Exit::Done)
}
