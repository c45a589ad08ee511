//! `orgc plugin pack`: a plugin from a module or a component that any compiler made.

use super::facts::facts;
use super::{load, name_of, read, write};
use crate::cli::PluginPack;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::terminal::Terminal;
use orgc_plugin::{Metadata, encode};
use std::path::Path;

/// Encodes a module as a component if need be, writes its version and licence into it, and loads it.
///
/// # Errors
/// When it cannot be encoded or does not load; nothing is written then.
pub fn run(arguments: &PluginPack, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let bytes = read(&arguments.file)?;
    let metadata = Metadata {
        version: arguments.plugin_version.clone(),
        licenses: arguments.license.clone(),
        source: arguments.source.clone(),
        description: None,
    };
    finish(&bytes, metadata, &arguments.out, terminal)
}

/// From what a compiler made to a component that loads.
pub(super) fn finish(
    bytes: &[u8],
    metadata: Metadata,
    out: &Path,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, Failure> {
    let is_module = bytes.get(4..8) == Some(&[1, 0, 0, 0]);
    let component = if is_module {
        encode(bytes).map_err(|error| Failure::new(format!("this is no plugin: {error}")))?
    } else {
        bytes.to_vec()
    };
    let component = metadata.write(&component);
    let plugin = load(&name_of(out), component.clone())?;
    write(out, &component)?;
    terminal.data(facts(&plugin, &component))?;
    terminal.say(format!("wrote `{}`", out.display()))?;
    Ok(Exit::Done)
}
