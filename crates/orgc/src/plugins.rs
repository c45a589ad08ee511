//! The plugins of a project: those that are part of the binary, each loaded only when it is needed.

use orgc_ir::kinds::{Expansion, Finding, KindFault, KindSchema, Kinds, Request};
use orgc_plugin::{LoadError, PluginKinds, PluginSource};
use std::thread;

/// The names and components of the standard plugins, as the build script found them. Each offers one
/// kind, which has its name.
const STANDARD: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/standard_plugins.rs"));

/// Plugins that are not loaded yet. Compiling one takes a while, and most projects use few of them.
pub struct Plugins {
    each: Vec<Offer>,
}

/// A plugin, and the keyword without which it is not needed. None: it always is.
struct Offer {
    keyword: Option<&'static str>,
    kinds: PluginKinds,
}

/// The standard plugins.
pub fn standard() -> Plugins {
    let offer = |(keyword, component): &(&'static str, &'static [u8])| {
        let source = PluginSource::new(format!("std:{keyword}"), *component);
        Offer { keyword: Some(keyword), kinds: PluginKinds::new(vec![source]) }
    };
    Plugins { each: STANDARD.iter().map(offer).collect() }
}

/// Plugins that are all loaded.
impl From<PluginKinds> for Plugins {
    fn from(kinds: PluginKinds) -> Self {
        Self { each: vec![Offer { keyword: None, kinds }] }
    }
}

impl Plugins {
    /// Loads the plugins whose keywords stand in one of the texts.
    pub fn used_by<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Loaded<'_> {
        let texts: Vec<&str> = texts.into_iter().collect();
        let is_used = |offer: &&Offer| {
            offer.keyword.is_none_or(|keyword| texts.iter().any(|text| text.contains(keyword)))
        };
        Loaded::load(self.each.iter().filter(is_used).map(|offer| &offer.kinds).collect())
    }

    /// Loads all plugins.
    pub fn all(&self) -> Loaded<'_> {
        Loaded::load(self.each.iter().map(|offer| &offer.kinds).collect())
    }
}

/// Plugins that are loaded.
pub struct Loaded<'p> {
    plugins: Vec<&'p PluginKinds>,
    schemas: Vec<KindSchema>,
}

impl<'p> Loaded<'p> {
    /// Loads them at once; what comes of it does not depend on who is first.
    fn load(plugins: Vec<&'p PluginKinds>) -> Self {
        thread::scope(|scope| {
            for kinds in &plugins {
                scope.spawn(|| kinds.schemas());
            }
        });
        let mut schemas: Vec<KindSchema> =
            plugins.iter().flat_map(|kinds| kinds.schemas()).cloned().collect();
        schemas.sort_by(|one, other| one.name.cmp(&other.name));
        Self { plugins, schemas }
    }

    /// Why plugins could not be loaded.
    pub fn load_errors(&self) -> impl Iterator<Item = &'p LoadError> {
        self.plugins.iter().flat_map(|kinds| kinds.load_errors())
    }

    fn owner(&self, kind: &str) -> Result<&'p PluginKinds, KindFault> {
        let offers = |kinds: &&&PluginKinds| kinds.schemas().iter().any(|schema| schema.name == kind);
        self.plugins.iter().find(offers).copied().ok_or_else(|| KindFault {
            plugin: String::new(),
            message: format!("no plugin offers the kind `{kind}`"),
            notes: Vec::new(),
        })
    }
}

impl Kinds for Loaded<'_> {
    fn schemas(&self) -> &[KindSchema] {
        &self.schemas
    }

    fn validate(&self, request: &Request) -> Result<Vec<Finding>, KindFault> {
        self.owner(&request.kind)?.validate(request)
    }

    fn expand(&self, request: &Request) -> Result<Expansion, KindFault> {
        self.owner(&request.kind)?.expand(request)
    }
}
