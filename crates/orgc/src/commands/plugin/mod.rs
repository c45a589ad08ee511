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

use crate::cli::{Global, Plugin};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::terminal::Terminal;
use orgc_plugin::{Host, PluginSource};
use std::fs;
use std::path::Path;

/// Runs one of the commands about plugins.
///
/// # Errors
/// When it cannot be carried out; the failure says why and how to go on.
pub fn run(command: &Plugin, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    match command {
        Plugin::New(arguments) => new::run(arguments, terminal),
        Plugin::Build(arguments) => build::run(arguments, terminal),
        Plugin::Pack(arguments) => pack::run(arguments, terminal),
        Plugin::Check(arguments) => check::run(arguments, terminal),
        Plugin::Test(arguments) => test::run(arguments, terminal),
        Plugin::Run(arguments) => run::run(arguments, terminal),
        Plugin::Inspect(arguments) => inspect::run(arguments, terminal),
        Plugin::Add(arguments) => pin::add(arguments, global, terminal),
        Plugin::Update(arguments) => pin::update(arguments, global, terminal),
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
fn load(name: &str, component: Vec<u8>) -> Result<orgc_plugin::Plugin, Failure> {
    let host = Host::new().map_err(Failure::new)?;
    host.load(&PluginSource::qualified(name, component)).map_err(|error| Failure::new(error.to_string()))
}
