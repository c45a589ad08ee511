//! What commands that need the checked model have in common.

use crate::cli::{Global, Inputs, Timed, Timings};
use crate::compile::{Compiled, compile_timed};
use crate::config::Config;
use crate::failure::Failure;
use crate::plugins;
use crate::project::Project;
use crate::render;
use crate::terminal::Terminal;
use crate::timings::Stopwatch;
use orgc_diag::{Diagnostic, SourceMap, suggest};
use orgc_ir::desired::Body;
use orgc_ir::{Address, Desired, World};
use orgc_plugin::PluginKinds;

/// A project whose sources are without errors.
pub struct Model {
    /// The project.
    pub project: Project,
    /// Its settings.
    pub config: Config,
    /// Every file that was read.
    pub sources: SourceMap,
    /// What the sources ask for.
    pub desired: Desired,
}

/// Finds the project, checks its sources and prints what there is to say about them.
///
/// # Errors
/// When there is no project or the sources have errors; they have been printed then.
pub fn model(global: &Global, inputs: &Inputs, terminal: &mut Terminal<'_>) -> Result<Model, Failure> {
    model_timed(global, inputs, &mut Stopwatch::start(), terminal)
}

/// [`model`], with the time of each phase.
///
/// # Errors
/// When there is no project or the sources have errors; they have been printed then.
pub fn model_timed(
    global: &Global,
    inputs: &Inputs,
    watch: &mut Stopwatch,
    terminal: &mut Terminal<'_>,
) -> Result<Model, Failure> {
    let project = find(global, terminal)?;
    let (config, compiled) = compile_world(&project, inputs, &plugins::standard(), watch)?;
    passed(project, config, compiled, terminal)
}

/// The project that the options name.
///
/// # Errors
/// When there is none.
pub fn find(global: &Global, terminal: &mut Terminal<'_>) -> Result<Project, Failure> {
    let project = Project::find(global.project.as_deref())?;
    terminal.work_in(project.root());
    Ok(project)
}

/// Reads the settings of a world and compiles its sources. Without sound settings there is nothing
/// but their mistakes.
///
/// # Errors
/// When a param is set twice.
pub fn compile_world(
    world: &dyn World,
    inputs: &Inputs,
    kinds: &PluginKinds,
    watch: &mut Stopwatch,
) -> Result<(Option<Config>, Compiled), Failure> {
    let mut sources = SourceMap::new();
    let mut config = match Config::of(world, &mut sources) {
        Ok(config) => config,
        Err(diagnostics) => {
            return Ok((None, Compiled::failed(sources, diagnostics)));
        }
    };
    set(&mut config, inputs)?;
    let compiled = compile_timed(world, &config, kinds, sources, watch);
    Ok((Some(config), compiled))
}

/// What the command line sets goes before what `orgc.toml` sets.
///
/// # Errors
/// When a param is set twice.
pub fn set(config: &mut Config, inputs: &Inputs) -> Result<(), Failure> {
    for (index, (name, value)) in inputs.set.iter().enumerate() {
        if inputs.set.iter().take(index).any(|(before, _)| before == name) {
            return Err(Failure::usage(format!("`--set {name}=…` is given twice")));
        }
        config.params.insert(name.clone(), value.clone());
    }
    Ok(())
}

/// Prints what there is to say, and goes on if nothing of it is an error.
///
/// # Errors
/// When something is; it has been printed then.
pub fn passed(
    project: Project,
    config: Option<Config>,
    compiled: Compiled,
    terminal: &mut Terminal<'_>,
) -> Result<Model, Failure> {
    let Compiled { sources, diagnostics, desired, .. } = compiled;
    let said = said(&diagnostics, &sources, terminal);
    match (config, desired) {
        (Some(config), Some(desired)) if said.is_silent() => Ok(Model { project, config, sources, desired }),
        _ => Err(said),
    }
}

/// The account of this name in the sources.
///
/// # Errors
/// When there is none.
pub fn account(name: &str, desired: &Desired) -> Result<Address, Failure> {
    named("account", name, desired, |body| matches!(body, Body::Account(_)))
}

/// The thing of this name, which is one of some, and what messages call one of those.
///
/// # Errors
/// When there is none.
pub fn named(
    noun: &str,
    name: &str,
    desired: &Desired,
    is_one: impl Fn(&Body) -> bool,
) -> Result<Address, Failure> {
    let some = || desired.resources.iter().filter(|(_, one)| is_one(&one.body)).map(|(address, _)| address);
    if let Some(address) = some().find(|one| one.name() == name) {
        return Ok(address.clone());
    }
    let failure = Failure::new(format!("the sources declare no {noun} `{name}`"));
    Err(match suggest(name, some().map(Address::name)) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure,
    })
}

/// Prints diagnostics that end the command.
pub fn said(diagnostics: &[Diagnostic], sources: &SourceMap, terminal: &mut Terminal<'_>) -> Failure {
    match render::diagnostics::print(diagnostics, sources, terminal) {
        Ok(()) => Failure::said(),
        Err(error) => error.into(),
    }
}

/// Tells the time of each phase, if that was asked for.
///
/// # Errors
/// When the stream cannot be written.
pub fn tell_time(timed: Timed, watch: &Stopwatch, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    match timed.timings {
        None => {}
        Some(Timings::Text) => terminal.say(watch.table())?,
        Some(Timings::Json) => terminal.say(watch.json())?,
    }
    Ok(())
}
