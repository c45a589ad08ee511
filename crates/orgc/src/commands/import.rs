//! `orgc import`: sources for an organization that is there.

use super::live::Live;
use super::{init, offline, sandbox, snapshot};
use crate::cli::{self, Global};
use crate::config::{self, Config};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::import::{self, Imported};
use crate::listing;
use crate::plugins;
use crate::project::Project;
use crate::render;
use crate::render::diagnostics::count;
use crate::terminal::Terminal;
use orgc_diag::{Diagnostic, SourceMap, codes};
use orgc_exec::Interest;
use orgc_ir::Observed;
use std::path::{Path, PathBuf};

/// Reads everything there is, and writes it as sources.
///
/// # Errors
/// When the folder holds sources already, the organization cannot be read or there is none, or a
/// file cannot be written. Nothing is overwritten.
pub fn run(arguments: &cli::Import, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let place = Place::find(arguments, global, terminal)?;
    check_empty(&place.folder, &[])?;
    let (region, observed) = match &arguments.snapshot {
        Some(file) => snapshot::read(file)?,
        None => place.observe(global)?,
    };
    let (config, settings) = place.target(&region, import::manager(&observed))?;
    let imported = import::import(&observed, &config, &plugins::standard()).ok_or_else(|| {
        Failure::new("the account belongs to no organization").help("`orgc init` and `orgc apply` make one")
    })?;
    let mut files: Vec<(&str, &str)> =
        imported.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    // The settings come last: a folder without them is no project yet.
    files.extend(settings.as_ref().map(|text| (config::FILE, text.as_str())));
    check_empty(&place.folder, &files)?;
    for (path, text) in &files {
        let path = place.folder.join(path);
        files::replace(&path, text.as_bytes()).map_err(|error| Failure::file(&path, &error))?;
    }
    report(&imported, &place.folder, files.len(), terminal)
}

/// From where an organization is imported, and to where.
struct Place {
    /// The project whose settings and sandbox are used; none if there is none yet.
    project: Option<Project>,
    folder: PathBuf,
}

impl Place {
    /// The folder that is named, with the project around it or in it; else the project's own.
    fn find(arguments: &cli::Import, global: &Global, terminal: &mut Terminal<'_>) -> Result<Self, Failure> {
        let around = offline::find(global, terminal);
        let Some(folder) = &arguments.folder else {
            let project = around?;
            return Ok(Self { folder: project.root().to_owned(), project: Some(project) });
        };
        let project = match Project::find(Some(folder)) {
            Ok(inside) if global.project.is_none() => Some(inside),
            _ if global.sandbox || global.project.is_some() => Some(around?),
            _ => around.ok(),
        };
        Ok(Self { folder: folder.clone(), project })
    }

    fn observe(&self, global: &Global) -> Result<(String, Observed), Failure> {
        let config = self.project.as_ref().map(settings_of).transpose()?;
        let region = config.as_ref().map_or(config::REGION, |config| config.region.as_str()).to_owned();
        let live = match (&self.project, &config) {
            (Some(project), Some(config)) => {
                Live::reach(global, project, config, sandbox::settings(&config.quotas))?
            }
            _ => Live::aws(global, &region)?,
        };
        let observed = live.run(live.observe(&Interest::everything()))?;
        Ok((region, observed))
    }

    /// The settings of the project in the folder; or new ones, with the text of their file: the name
    /// is that of the project that manages the organization, or of the folder.
    fn target(&self, region: &str, manager: Option<&str>) -> Result<(Config, Option<String>), Failure> {
        if self.folder.join(config::FILE).is_file() {
            let config = settings_of(&Project::find(Some(&self.folder))?)?;
            return match manager.filter(|manager| *manager != config.name) {
                Some(manager) => Err(managed(manager, &config.name)),
                None => Ok((config, None)),
            };
        }
        let name = manager.map_or_else(|| init::folder_name(&self.folder), |name| Ok(name.to_owned()))?;
        config::check_name(&name).map_err(Failure::usage)?;
        let text = init::settings(&name, region);
        Ok((Config { region: region.to_owned(), ..Config::named(name) }, Some(text)))
    }
}

fn settings_of(project: &Project) -> Result<Config, Failure> {
    let wrong = |diagnostics| Failure { diagnostics, ..Failure::said() };
    Config::of(project, &mut SourceMap::new()).map_err(wrong)
}

/// Two projects cannot manage one organization: the second one's plan would be refused.
fn managed(manager: &str, name: &str) -> Failure {
    let message = format!("project `{manager}` manages this organization, and this project is `{name}`");
    Diagnostic::new(codes::ADOPT_CONFLICT, message)
        .help(format!("import into a folder without `orgc.toml`, which becomes project `{manager}` again"))
        .help(format!("or let `{manager}` go of it first: `forget` sentences in its sources"))
        .into()
}

/// Nothing that is there is overwritten or mixed with what is imported.
fn check_empty(folder: &Path, files: &[(&str, &str)]) -> Result<(), Failure> {
    let sources = match folder.is_dir() {
        true => listing::sources(folder, config::FILE).map_err(|error| Failure::new(error.to_string()))?,
        false => Vec::new(),
    };
    let there = files.iter().map(|(path, _)| (*path).to_owned()).find(|path| folder.join(path).exists());
    let Some(found) = sources.into_iter().next().or(there) else { return Ok(()) };
    let found = folder.join(found);
    Err(Diagnostic::new(
        codes::SOURCES_EXIST,
        format!("`{}` is there already; nothing was written", found.display()),
    )
    .help("import into an empty folder: `orgc import DIR`")
    .into())
}

/// What was written, what was not, and what the first plan holds besides ownership tags.
fn report(
    imported: &Imported,
    folder: &Path,
    files: usize,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, Failure> {
    let diagnostics: Vec<Diagnostic> =
        imported.diagnostics.iter().filter(|one| one.is_error()).cloned().collect();
    render::diagnostics::print(&diagnostics, &imported.sources, terminal)?;
    terminal.say(format!("wrote {} to `{}`", count(files, "file"), folder.display()))?;
    if !imported.left.is_empty() {
        terminal.say("left out:")?;
    }
    for left in &imported.left {
        terminal.say(format!("  {}: {}", left.what, left.why))?;
    }
    let Some(plan) = &imported.plan else {
        terminal.say("the sources need a hand: `orgc check` and `orgc plan` say where")?;
        return Ok(Exit::Failed);
    };
    let rest: Vec<String> = import::beyond_ownership(plan).map(render::plan::headline).collect();
    if rest.is_empty() {
        terminal.say("next: `orgc plan`; it holds ownership tags and nothing else")?;
        return Ok(Exit::Done);
    }
    terminal.say("beside ownership tags, the first plan holds:")?;
    for line in rest {
        terminal.say(format!("  {line}"))?;
    }
    terminal.say("next: `orgc plan`")?;
    Ok(Exit::Done)
}
