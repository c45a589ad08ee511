//! `orgc plugin add` and `update`: agreeing to plugins from elsewhere. The only commands about sources
//! that use the network, and the only ones that write `orgc.lock`.

use super::facts::facts;
use super::fetch::fetch;
use super::{load, write};
use crate::cli::{Global, PluginPins};
use crate::commands::offline;
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::plugins::{Declared, Lock, Pin, Place, declared, granted, stored};
use crate::project::Project;
use crate::terminal::Terminal;
use orgc_diag::SourceMap;
use orgc_ir::World as _;
use orgc_plugin::{CONTRACT, Metadata, digest};

/// Pins what the sources name and nobody has agreed to, and fetches what is pinned and not there.
///
/// # Errors
/// When something cannot be fetched, is not what was pinned, does not load, or nobody agrees.
pub fn add(arguments: &PluginPins, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    each(arguments, global, terminal, |project, declared, pin| match pin {
        Some(pin) if pin.source == declared.place.as_str() => match project.read(&stored(&pin.sha256)) {
            Ok(there) if digest(&there) == pin.sha256 => Wanted::Nothing,
            _ => Wanted::Pinned(pin.clone()),
        },
        _ => Wanted::New,
    })
}

/// Fetches again what is pinned, and pins what is there now.
///
/// # Errors
/// As for [`add`].
pub fn update(arguments: &PluginPins, global: &Global, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    each(arguments, global, terminal, |_, _, _| Wanted::New)
}

/// What is to be done about a plugin.
enum Wanted {
    Nothing,
    /// To fetch what was agreed to.
    Pinned(Pin),
    /// To fetch what is there, and ask.
    New,
}

fn each(
    arguments: &PluginPins,
    global: &Global,
    terminal: &mut Terminal<'_>,
    wanted: impl Fn(&Project, &Declared, Option<&Pin>) -> Wanted,
) -> Result<Exit, Failure> {
    let project = offline::find(global, terminal)?;
    let named = named(&project, terminal)?;
    if let Some(unknown) = arguments.names.iter().find(|name| !named.iter().any(|one| one.name == **name)) {
        return Err(Failure::new(format!("no source names a plugin `{unknown}` from elsewhere")));
    }
    let mut lock = Lock::read(&project).map_err(Failure::new)?;
    let mut done = 0;
    for declared in &named {
        if !arguments.names.is_empty() && !arguments.names.contains(&declared.name) {
            continue;
        }
        let pin = lock.pin(&declared.name);
        let fetched = match wanted(&project, declared, pin) {
            Wanted::Nothing => continue,
            Wanted::Pinned(pin) => restore(&project, declared, &pin)?,
            Wanted::New => match agree(&project, declared, pin, arguments.yes, terminal)? {
                Some(pin) => pin,
                None => return Ok(Exit::Failed),
            },
        };
        done += 1;
        terminal.say(format!("plugin `{}` is pinned to sha256 {}", fetched.name, fetched.sha256))?;
        lock.pins.retain(|pin| pin.name != fetched.name);
        lock.pins.push(fetched);
        lock = Lock::new(lock.pins);
        write(&project.root().join(Lock::FILE), lock.text().as_bytes())?;
    }
    // What no source names any more is not trusted any more.
    let kept: Vec<Pin> =
        lock.pins.iter().filter(|pin| named.iter().any(|one| one.name == pin.name)).cloned().collect();
    if kept.len() < lock.pins.len() {
        write(&project.root().join(Lock::FILE), Lock::new(kept).text().as_bytes())?;
    }
    if done == 0 {
        terminal.say("nothing to do: every plugin from elsewhere is pinned and there")?;
    }
    Ok(Exit::Done)
}

/// The plugins that the sources name from elsewhere.
fn named(project: &Project, terminal: &mut Terminal<'_>) -> Result<Vec<Declared>, Failure> {
    let mut sources = SourceMap::new();
    let mut reports = Config::of(project, &mut sources).err().unwrap_or_default();
    let paths = project.sources().map_err(|error| Failure::new(error.to_string()))?;
    let mut files = Vec::new();
    for path in paths {
        let bytes = project.read(&path).map_err(|error| Failure::new(error.to_string()))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let file = sources.add(path, text.clone());
        files.push(orgc_syntax::parse(file, &text).file);
    }
    let found = declared(&files, &sources, &mut reports);
    if !reports.is_empty() {
        return Err(offline::said(&reports, &sources, terminal));
    }
    Ok(found.into_values().filter(|one| matches!(one.place, Place::Web(_))).collect())
}

/// Fetches a component that was agreed to.
fn restore(project: &Project, declared: &Declared, pin: &Pin) -> Result<Pin, Failure> {
    let component = download(project, declared)?;
    let found = digest(&component);
    if found != pin.sha256 {
        return Err(Failure::new(format!(
            "`{}` is not the plugin that was pinned: sha256 {found} instead of {}",
            declared.place.as_str(),
            pin.sha256
        ))
        .help(format!("if it is meant to change, `orgc plugin update {}`", declared.name)));
    }
    store(project, pin, &component)?;
    Ok(pin.clone())
}

/// Fetches a component, shows what it may do, and asks.
fn agree(
    project: &Project,
    declared: &Declared,
    before: Option<&Pin>,
    yes: bool,
    terminal: &mut Terminal<'_>,
) -> Result<Option<Pin>, Failure> {
    let component = download(project, declared)?;
    let plugin = load(&declared.name, component.clone())?;
    terminal.say(facts(&plugin, &component))?;
    let (reads, produces) = granted(plugin.schemas());
    let pin = Pin {
        name: declared.name.clone(),
        source: declared.place.as_str().to_owned(),
        version: Metadata::of(&component).version,
        sha256: plugin.digest().to_owned(),
        contract: CONTRACT.to_owned(),
        reads,
        produces,
    };
    if let Some(before) = before.filter(|before| **before != pin) {
        terminal.say(format!("it replaces sha256 {} from `{}`", before.sha256, before.source))?;
    }
    let question = format!("Let `{}` do this in this project?", declared.name);
    let agreed = yes || (terminal.interactive && terminal.ask(&question)?);
    if !agreed {
        terminal.say("nothing was pinned; `--yes` agrees without being asked")?;
        return Ok(None);
    }
    store(project, &pin, &component)?;
    Ok(Some(pin))
}

fn store(project: &Project, pin: &Pin, component: &[u8]) -> Result<(), Failure> {
    project.made_own_folder()?;
    write(&project.root().join(stored(&pin.sha256)), component)
}

fn download(project: &Project, declared: &Declared) -> Result<Vec<u8>, Failure> {
    let beside = tempfile::NamedTempFile::new_in(project.made_own_folder()?)?;
    fetch(declared.place.as_str(), beside.path())
}
