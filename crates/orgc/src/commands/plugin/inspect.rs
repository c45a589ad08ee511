//! `orgc plugin inspect`: what a component is and may do. Nothing of it runs but `describe`.

use super::facts::facts;
use super::{load, name_of, read};
use crate::cli::{Format, PluginFile};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::terminal::Terminal;

/// Prints what there is to know, with the attributes of every kind.
///
/// # Errors
/// When the component cannot be loaded.
pub fn run(arguments: &PluginFile, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let component = read(&arguments.file)?;
    let plugin = load(&name_of(&arguments.file), component.clone())?;
    if terminal.format == Format::Json {
        terminal.data(serde_json::to_string_pretty(plugin.schemas()).unwrap_or_default())?;
        return Ok(Exit::Done);
    }
    let mut text = facts(&plugin, &component);
    for kind in plugin.schemas() {
        text.push_str(&format!("\n{}: {}\n", kind.name, first_line(&kind.doc)));
        for attribute in &kind.attributes {
            let need = if attribute.required { " (required)" } else { "" };
            text.push_str(&format!("  {}{need}: {}\n", attribute.name, first_line(&attribute.doc)));
        }
    }
    terminal.data(text)?;
    Ok(Exit::Done)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
