//! `orgc plugin`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// The commands about plugins.
#[derive(Debug, Subcommand)]
pub enum Plugin {
    /// Start a plugin in Rust: a package with the SDK beside it, and a first test
    New(PluginNew),
    /// Compile a plugin in Rust to a component
    Build(PluginFolder),
    /// Make a component of what another compiler made, a module or a component
    Pack(PluginPack),
    /// Take all steps of loading a component, and say what it may do
    Check(PluginFile),
    /// Run the cases in `tests/`, each call three times, and compare with what is expected
    Test(PluginTest),
    /// Run one case and print everything that is asked and answered
    Run(PluginRun),
    /// Say what a component offers, reads and may produce
    Inspect(PluginFile),
    /// Agree to the plugins from elsewhere that the sources name, and fetch those that are pinned
    Add(PluginPins),
    /// Agree to what is at the address of a plugin now
    Update(PluginPins),
}

/// Arguments of `plugin new`.
#[derive(Debug, Args)]
pub struct PluginNew {
    /// The name: lower-case letters, digits and `-`
    #[arg(value_name = "NAME", value_parser = crate::commands::plugin_name)]
    pub name: String,
    /// The folder to start in; otherwise one with the plugin's name
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

/// Arguments of `plugin build`.
#[derive(Debug, Args)]
pub struct PluginFolder {
    /// The folder with the plugin's `Cargo.toml`
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
}

/// Arguments of `plugin pack`.
#[derive(Debug, Args)]
pub struct PluginPack {
    /// The module or component
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Where to write the plugin
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Its version, such as `1.2.0`
    #[arg(long, value_name = "VERSION")]
    pub plugin_version: Option<String>,
    /// Its licence, as an SPDX expression
    #[arg(long, value_name = "SPDX")]
    pub license: Option<String>,
    /// Where its source is
    #[arg(long, value_name = "URL")]
    pub source: Option<String>,
}

/// Arguments of `plugin check` and `plugin inspect`.
#[derive(Debug, Args)]
pub struct PluginFile {
    /// The component
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Arguments of `plugin test`.
#[derive(Debug, Args)]
pub struct PluginTest {
    /// The folder of the plugin: with its `Cargo.toml`, or with its one component
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
    /// Make what comes of each case what is expected
    #[arg(long)]
    pub bless: bool,
}

/// Arguments of `plugin run`.
#[derive(Debug, Args)]
pub struct PluginRun {
    /// The component
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// A folder of sources, such as `tests/first`
    #[arg(value_name = "CASE")]
    pub case: PathBuf,
}

/// Arguments of `plugin add` and `plugin update`.
#[derive(Debug, Args)]
pub struct PluginPins {
    /// The plugins; otherwise all that the sources name from elsewhere
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}
