//! The kinds of several plugins as one.

use super::call::Call;
use super::load_error::{LoadError, LoadReason};
use super::plugin::Plugin;
use super::{Host, answer, question};
use orgc_ir::kinds::{Expansion, Finding, KindFault, KindSchema, Kinds, Request};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A plugin that is not loaded yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginSource {
    /// The name it goes by, for example `std:baseline`.
    pub name: String,
    /// The component.
    pub component: Cow<'static, [u8]>,
}

impl PluginSource {
    /// A plugin that goes by this name.
    pub fn new(name: impl Into<String>, component: impl Into<Cow<'static, [u8]>>) -> Self {
        Self { name: name.into(), component: component.into() }
    }
}

/// The kinds of several plugins.
///
/// Making one costs nothing: the plugins are compiled when somebody first asks for their kinds,
/// so commands that never check a program never wait for them. A plugin that does not load offers
/// nothing; [`PluginKinds::load_errors`] says why, and whoever checks a program has to ask.
pub struct PluginKinds {
    sources: Vec<PluginSource>,
    loaded: OnceLock<Loaded>,
}

#[derive(Default)]
struct Loaded {
    plugins: Vec<Plugin>,
    schemas: Vec<KindSchema>,
    /// The index of the plugin of each kind.
    owners: BTreeMap<String, usize>,
    errors: Vec<LoadError>,
}

impl PluginKinds {
    /// The kinds of these plugins, which are not loaded yet.
    pub fn new(sources: Vec<PluginSource>) -> Self {
        Self { sources, loaded: OnceLock::new() }
    }

    /// Why plugins could not be loaded, in the order of the sources. Loads them if need be.
    pub fn load_errors(&self) -> &[LoadError] {
        &self.loaded().errors
    }

    fn loaded(&self) -> &Loaded {
        self.loaded.get_or_init(|| Loaded::load(&self.sources))
    }

    fn owner(&self, kind: &str) -> Result<(&Plugin, &KindSchema), KindFault> {
        let loaded = self.loaded();
        let plugin = loaded.owners.get(kind).and_then(|index| loaded.plugins.get(*index));
        let schema = loaded.schemas.iter().find(|schema| schema.name == kind);
        plugin.zip(schema).ok_or_else(|| KindFault {
            plugin: String::new(),
            message: format!("no plugin offers the kind `{kind}`"),
            notes: Vec::new(),
        })
    }
}

impl Loaded {
    fn load(sources: &[PluginSource]) -> Self {
        let mut loaded = Self::default();
        let host = match Host::new() {
            Ok(host) => host,
            Err(reason) => {
                loaded.errors = sources.iter().map(|source| no_engine(source, &reason)).collect();
                return loaded;
            }
        };
        for source in sources {
            let plugin = host.load(&source.name, &source.component);
            if let Err(error) = plugin.and_then(|plugin| loaded.add(plugin)) {
                loaded.errors.push(error);
            }
        }
        loaded.schemas.sort_by(|one, other| one.name.cmp(&other.name));
        loaded
    }

    fn add(&mut self, plugin: Plugin) -> Result<(), LoadError> {
        for schema in plugin.schemas() {
            if let Some(other) = self.schemas.iter().find(|other| other.name == schema.name) {
                let (kind, other) = (schema.name.clone(), other.plugin.clone());
                return Err(error(&plugin, LoadReason::KindTaken { kind, other }));
            }
        }
        for schema in plugin.schemas() {
            self.owners.insert(schema.name.clone(), self.plugins.len());
            self.schemas.push(schema.clone());
        }
        self.plugins.push(plugin);
        Ok(())
    }
}

fn error(plugin: &Plugin, reason: LoadReason) -> LoadError {
    LoadError { plugin: plugin.name().to_owned(), digest: plugin.digest().to_owned(), reason }
}

fn no_engine(source: &PluginSource, reason: &str) -> LoadError {
    LoadError {
        plugin: source.name.clone(),
        digest: String::new(),
        reason: LoadReason::NoEngine(reason.to_owned()),
    }
}

impl Kinds for PluginKinds {
    fn schemas(&self) -> &[KindSchema] {
        &self.loaded().schemas
    }

    fn validate(&self, request: &Request) -> Result<Vec<Finding>, KindFault> {
        let (plugin, _) = self.owner(&request.kind)?;
        let call = Call::new(plugin, "validate", plugin.budget);
        let question = question::write(request);
        let raw = call.run(|store| {
            let instance = plugin.instance.instantiate(&mut *store)?;
            instance.orgc_plugin_kinds().call_validate(store, &question)
        })?;
        answer::findings(raw).map_err(|reason| call.malformed(&reason))
    }

    fn expand(&self, request: &Request) -> Result<Expansion, KindFault> {
        let (plugin, schema) = self.owner(&request.kind)?;
        let call = Call::new(plugin, "expand", plugin.budget);
        let question = question::write(request);
        let raw = call.run(|store| {
            let instance = plugin.instance.instantiate(&mut *store)?;
            instance.orgc_plugin_kinds().call_expand(store, &question)
        })?;
        answer::expansion(raw, schema).map_err(|reason| call.malformed(&reason))
    }
}
