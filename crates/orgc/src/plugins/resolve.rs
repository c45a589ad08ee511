//! From what the sources name to components that may be loaded.

use super::declared::{Declared, Place};
use super::diagnostics;
use super::lock::{Lock, Pin};
use super::stored;
use crate::config::Config;
use orgc_diag::Diagnostic;
use orgc_ir::World;
use orgc_ir::kinds::{KindSchema, Kinds as _, Query};
use orgc_plugin::{Metadata, PluginKinds, PluginSource, digest};
use semver::{Version, VersionReq};
use std::collections::{BTreeMap, BTreeSet};

/// The plugins of a project that may be loaded.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// Their components.
    pub sources: Vec<PluginSource>,
    /// The grants of those that are pinned, by name.
    pub pins: BTreeMap<String, Pin>,
}

/// Finds the component of each plugin. What is not there, not pinned or not what was pinned is
/// reported, and not loaded.
pub fn resolve(
    all: &BTreeMap<String, Declared>,
    config: &Config,
    world: &dyn World,
    reports: &mut Vec<Diagnostic>,
) -> Resolved {
    let mut resolved = Resolved::default();
    if all.is_empty() {
        return resolved;
    }
    let lock = match Lock::read(world) {
        Ok(lock) => lock,
        Err(reason) => {
            reports.push(diagnostics::bad_lock(&reason));
            return resolved;
        }
    };
    for declared in all.values() {
        let pin = lock.pin(&declared.name);
        let found = match &declared.place {
            Place::Project(path) => of_project(declared, path, world),
            Place::Web(_) => pinned(declared, pin, world),
        };
        match found.and_then(|component| of_version(declared, component)) {
            Ok(component) => {
                let source = PluginSource::qualified(&declared.name, component);
                let granted = config.plugins.get(&declared.name).copied().unwrap_or_default();
                resolved.sources.push(PluginSource { granted, ..source });
                let is_foreign = matches!(declared.place, Place::Web(_));
                let pin = pin.filter(|_| is_foreign).cloned();
                resolved.pins.extend(pin.map(|pin| (declared.name.clone(), pin)));
            }
            Err(report) => reports.push(report),
        }
    }
    resolved
}

fn of_project(declared: &Declared, path: &str, world: &dyn World) -> Result<Vec<u8>, Diagnostic> {
    world.read(path).map_err(|error| diagnostics::unreadable(declared, &error))
}

/// INVARIANT: the bytes whose digest is compared are the bytes that are given back.
fn pinned(declared: &Declared, pin: Option<&Pin>, world: &dyn World) -> Result<Vec<u8>, Diagnostic> {
    let Some(pin) = pin else { return Err(diagnostics::unpinned(declared)) };
    if pin.source != declared.place.as_str() {
        return Err(diagnostics::other_source(declared, pin));
    }
    let component = world.read(&stored(&pin.sha256)).map_err(|_| diagnostics::not_fetched(declared))?;
    if digest(&component) != pin.sha256 {
        return Err(diagnostics::other_digest(declared, &digest(&component), pin));
    }
    Ok(component)
}

/// Whether the component has a version that the source accepts.
fn of_version(declared: &Declared, component: Vec<u8>) -> Result<Vec<u8>, Diagnostic> {
    let Some((range, span)) = &declared.version else { return Ok(component) };
    let wanted =
        VersionReq::parse(range).map_err(|error| diagnostics::bad_range(range, &error.to_string(), *span))?;
    let version = Metadata::of(&component).version;
    match version.as_deref().map(Version::parse) {
        Some(Ok(version)) if wanted.matches(&version) => Ok(component),
        _ => Err(diagnostics::other_version(declared, range, version.as_deref(), *span)),
    }
}

/// What a plugin asks and produces, as `orgc.lock` holds it.
pub fn granted<'s>(schemas: impl IntoIterator<Item = &'s KindSchema>) -> (Vec<String>, Vec<String>) {
    let mut reads: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut produces = BTreeSet::new();
    for schema in schemas {
        for Query { table, columns, .. } in &schema.queries {
            reads.entry(table.clone()).or_default().extend(columns.iter().cloned());
        }
        produces.extend(schema.emits.iter().cloned());
    }
    let read = |(table, columns): (String, BTreeSet<String>)| {
        format!("{table}({})", columns.into_iter().collect::<Vec<_>>().join(", "))
    };
    (reads.into_iter().map(read).collect(), produces.into_iter().collect())
}

impl Resolved {
    /// Reports every pinned plugin that asks or produces something else than what was granted.
    pub fn check(
        &self,
        all: &BTreeMap<String, Declared>,
        kinds: &PluginKinds,
        reports: &mut Vec<Diagnostic>,
    ) {
        for (name, pin) in &self.pins {
            let own: Vec<&KindSchema> = kinds.schemas().iter().filter(|one| one.plugin == *name).collect();
            let Some(declared) = all.get(name).filter(|_| !own.is_empty()) else { continue };
            let now = granted(own);
            if now != (pin.reads.clone(), pin.produces.clone()) {
                reports.push(diagnostics::other_grant(declared));
            }
        }
    }
}
