//! `orgc plugin check`: everything that can be said of a component without a block.

use super::facts::facts;
use super::{load, name_of, read};
use crate::cli::PluginFile;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::terminal::Terminal;

/// Takes all steps of loading, and asks twice what the plugin offers.
///
/// # Errors
/// When a step fails, or the two answers differ.
pub fn run(arguments: &PluginFile, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let component = read(&arguments.file)?;
    let name = name_of(&arguments.file);
    let (first, again) = (load(&name, component.clone())?, load(&name, component.clone())?);
    let differs = first.schemas() != again.schemas() || first.describe_fuel() != again.describe_fuel();
    if differs {
        return Err(Failure::new(format!("plugin `{name}` offers something else each time it is asked"))
            .help("a plugin is a pure function: the same question has the same answer"));
    }
    terminal.data(facts(&first, &component))?;
    terminal.say("no errors")?;
    Ok(Exit::Done)
}
