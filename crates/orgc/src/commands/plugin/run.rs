//! `orgc plugin run`: one case, with everything that is asked and answered.

use super::case::Case;
use super::rehearsal::Rehearsal;
use super::{name_of, read};
use crate::cli::PluginRun;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::terminal::Terminal;

/// Prints every call of a case: the request as JSON, the answer, what it took. The log goes to
/// standard error.
///
/// # Errors
/// When the plugin does not load or the case cannot be read.
pub fn run(arguments: &PluginRun, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let plugin = Rehearsal::new(&name_of(&arguments.file), &read(&arguments.file)?)?;
    let outcome = Case::of(&arguments.case)?.rehearse(&plugin);
    for call in plugin.take_calls() {
        let request = serde_json::to_string_pretty(&call.request).unwrap_or_default();
        terminal.data(format!("{} {request}\nanswers {}", call.function, call.answer))?;
        terminal.data(format!("with {} units of fuel and {} bytes\n", call.used.fuel, call.used.memory))?;
        call.used.log.iter().try_for_each(|line| terminal.say(line))?;
    }
    terminal.say(&outcome.words)?;
    Ok(Exit::Done)
}
