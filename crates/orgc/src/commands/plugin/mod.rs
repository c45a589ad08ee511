//! `orgc plugin`: plugins are written, tested and agreed to.

mod build;
mod case;
mod check;
mod facts;
mod fetch;
mod inspect;
mod new;
mod pack;
mod pin;
mod rehearsal;
mod run;
mod test;

pub(crate) use new::plugin_name;

use crate::cli::{self, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::terminal::Terminal;
use orgc_plugin::{Budget, Host, LoadError, LoadReason, Plugin, PluginSource};
use std::fs;
use std::path::Path;

/// Runs one of the commands about plugins.
///
/// # Errors
/// When it cannot be carried out; the failure says why and how to go on.
pub fn run(command: &cli::Plugin, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    match command {
        cli::Plugin::New(arguments) => new::run(arguments, terminal),
        cli::Plugin::Build(arguments) => build::run(arguments, terminal),
        cli::Plugin::Pack(arguments) => pack::run(arguments, terminal),
        cli::Plugin::Check(arguments) => check::run(arguments, terminal),
        cli::Plugin::Test(arguments) => test::run(arguments, terminal),
        cli::Plugin::Run(arguments) => run::run(arguments, terminal),
        cli::Plugin::Inspect(arguments) => inspect::run(arguments, terminal),
        cli::Plugin::Add(arguments) => pin::add(arguments, global, terminal),
        cli::Plugin::Update(arguments) => pin::update(arguments, global, terminal),
    }
}

/// The bytes of a component.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::file(path, &error))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    files::replace(path, bytes).map_err(|error| Failure::file(path, &error))
}

/// The name of a plugin whose file is called so.
fn name_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// A component as a plugin that goes by a name.
fn load(name: &str, component: Vec<u8>) -> Result<Plugin, Failure> {
    load_in(Host::new(), name, component)
}

/// The same in a host of one's own. A plugin that asks for more than the usual gets it for the moment:
/// whether a project grants it is the project's to say.
fn load_in(host: Result<Host, String>, name: &str, component: Vec<u8>) -> Result<Plugin, Failure> {
    let host = host.map_err(Failure::new)?;
    let usual = PluginSource::qualified(name, component);
    let loaded = match host.load(&usual) {
        Err(error) if matches!(error.reason, LoadReason::Budget(_)) => {
            host.load(&PluginSource { granted: Budget::CEILING, ..usual })
        }
        loaded => loaded,
    };
    loaded.map_err(|error| Failure::new(why(&error)))
}

/// Why a plugin does not load; where it failed and what it logged is what its author needs.
fn why(error: &LoadError) -> String {
    let notes = match &error.reason {
        LoadReason::Describe(fault) => fault.notes.as_slice(),
        _ => &[],
    };
    notes.iter().fold(error.to_string(), |text, note| format!("{text}\n note: {note}"))
}
