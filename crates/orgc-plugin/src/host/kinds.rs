//! The kinds of several plugins as one.

use super::Host;
use super::answers::Answers;
use super::load_error::{LoadError, LoadReason};
use super::plugin::Plugin;
use super::source::PluginSource;
use orgc_ir::kinds::{Expansion, Finding, KindFault, KindSchema, Kinds, Request};
use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

/// How long people wait for plugins before they are told what for.
const PATIENCE: Duration = Duration::from_millis(300);

/// Tells somebody that loading takes a while: the names of the plugins.
pub type Waiting = fn(&[&str]);

/// The kinds of several plugins.
///
/// Making one costs nothing: the plugins are compiled when somebody first asks for their kinds, all
/// at once, so commands that never check a program never wait for them. A plugin that does not load
/// offers nothing; [`PluginKinds::load_errors`] says why, and whoever checks a program has to ask.
pub struct PluginKinds {
    candidates: Vec<Arc<Candidate>>,
    answers: Option<Arc<Answers>>,
    waiting: Option<Waiting>,
    offer: OnceLock<Offer>,
}

/// A plugin that is loaded at most once, however many sets of kinds it is part of.
struct Candidate {
    source: PluginSource,
    plugin: OnceLock<Result<Plugin, LoadError>>,
}

#[derive(Default)]
struct Offer {
    schemas: Vec<KindSchema>,
    /// The index of the candidate of each kind.
    owners: BTreeMap<String, usize>,
    errors: Vec<LoadError>,
}

impl PluginKinds {
    /// The kinds of these plugins, which are not loaded yet.
    pub fn new(sources: Vec<PluginSource>) -> Self {
        let candidate = |source| Arc::new(Candidate { source, plugin: OnceLock::new() });
        Self {
            candidates: sources.into_iter().map(candidate).collect(),
            answers: None,
            waiting: None,
            offer: OnceLock::new(),
        }
    }

    /// The same, and what an earlier run knows is not asked again: see [`Host::recalling`].
    #[must_use]
    pub fn recalling(self, answers: Arc<Answers>) -> Self {
        Self { answers: Some(answers), ..self }
    }

    /// The same, and somebody is told when loading takes longer than a moment.
    #[must_use]
    pub fn telling(self, waiting: Waiting) -> Self {
        Self { waiting: Some(waiting), ..self }
    }

    fn of(&self, candidates: impl Iterator<Item = Arc<Candidate>>) -> Self {
        Self {
            candidates: candidates.collect(),
            answers: self.answers.clone(),
            waiting: self.waiting,
            offer: OnceLock::new(),
        }
    }

    /// These plugins and more. What is loaded stays loaded.
    #[must_use]
    pub fn with(&self, more: Vec<PluginSource>) -> Self {
        self.of(self.candidates.iter().cloned().chain(Self::new(more).candidates))
    }

    /// Those of the plugins that are wanted.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(&PluginSource) -> bool) -> Self {
        self.of(self.candidates.iter().filter(|one| wanted(&one.source)).cloned())
    }

    /// Why plugins could not be loaded, in the order of the sources. Loads them if need be.
    pub fn load_errors(&self) -> &[LoadError] {
        &self.offer().errors
    }

    /// The plugins that were loaded, in the order of the sources. Loads them if need be.
    pub fn plugins(&self) -> impl Iterator<Item = &Plugin> {
        self.offer();
        self.candidates.iter().filter_map(|one| one.loaded())
    }

    fn offer(&self) -> &Offer {
        self.offer.get_or_init(|| {
            self.load_all();
            Offer::of(&self.candidates)
        })
    }

    /// Loads what is not loaded yet, as many at once as the machine has processors. What comes of a
    /// plugin does not depend on the others.
    fn load_all(&self) {
        let missing: Vec<&Candidate> =
            self.candidates.iter().map(Arc::as_ref).filter(|one| one.plugin.get().is_none()).collect();
        if missing.is_empty() {
            return;
        }
        let names: &Vec<&str> = &missing.iter().map(|one| one.source.name.as_str()).collect();
        let host = &Host::new().map(|host| match &self.answers {
            Some(answers) => host.recalling(Arc::clone(answers)),
            None => host,
        });
        let workers = thread::available_parallelism().map_or(1, NonZero::get).min(missing.len());
        let next = &AtomicUsize::new(0);
        // The channel closes when the last worker has dropped its end.
        let (done, loaded) = channel();
        let work = &|_done: Sender<()>| {
            while let Some(candidate) = missing.get(next.fetch_add(1, Ordering::Relaxed)) {
                candidate.load(host);
            }
        };
        thread::scope(|scope| {
            if let Some(waiting) = self.waiting {
                scope.spawn(move || tell(waiting, names, &loaded));
            }
            for _ in 1..workers {
                let done = done.clone();
                scope.spawn(move || work(done));
            }
            work(done);
        });
    }

    fn owner(&self, kind: &str) -> Result<(&Plugin, &KindSchema), KindFault> {
        let offer = self.offer();
        let candidate = offer.owners.get(kind).and_then(|index| self.candidates.get(*index));
        let schema = offer.schemas.iter().find(|schema| schema.name == kind);
        candidate.and_then(|one| one.loaded()).zip(schema).ok_or_else(|| KindFault {
            plugin: String::new(),
            message: format!("no plugin offers the kind `{kind}`"),
            notes: Vec::new(),
        })
    }
}

impl Candidate {
    fn loaded(&self) -> Option<&Plugin> {
        self.plugin.get()?.as_ref().ok()
    }

    fn load(&self, host: &Result<Host, String>) {
        self.plugin.get_or_init(|| match host {
            Ok(host) => host.load(&self.source),
            Err(reason) => Err(LoadError {
                plugin: self.source.name.clone(),
                digest: String::new(),
                reason: LoadReason::NoEngine(reason.clone()),
            }),
        });
    }
}

impl Offer {
    fn of(candidates: &[Arc<Candidate>]) -> Self {
        let mut offer = Self::default();
        for (index, candidate) in candidates.iter().enumerate() {
            let added = match candidate.plugin.get() {
                Some(Ok(plugin)) => offer.add(plugin, index),
                Some(Err(error)) => Err(error.clone()),
                None => Ok(()),
            };
            offer.errors.extend(added.err());
        }
        offer.schemas.sort_by(|one, other| one.name.cmp(&other.name));
        offer
    }

    fn add(&mut self, plugin: &Plugin, index: usize) -> Result<(), LoadError> {
        for schema in plugin.schemas() {
            if let Some(other) = self.schemas.iter().find(|other| other.name == schema.name) {
                let (kind, other) = (schema.name.clone(), other.plugin.clone());
                return Err(error(plugin, LoadReason::KindTaken { kind, other }));
            }
        }
        for schema in plugin.schemas() {
            self.owners.insert(schema.name.clone(), index);
            self.schemas.push(schema.clone());
        }
        Ok(())
    }
}

fn tell(waiting: Waiting, names: &[&str], loaded: &Receiver<()>) {
    if loaded.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
        waiting(names);
    }
}

fn error(plugin: &Plugin, reason: LoadReason) -> LoadError {
    LoadError { plugin: plugin.name().to_owned(), digest: plugin.digest().to_owned(), reason }
}

impl Kinds for PluginKinds {
    fn schemas(&self) -> &[KindSchema] {
        &self.offer().schemas
    }

    fn validate(&self, request: &Request) -> Result<Vec<Finding>, KindFault> {
        let (plugin, _) = self.owner(&request.kind)?;
        plugin.validate(request).map(|(findings, _)| findings)
    }

    fn expand(&self, request: &Request) -> Result<Expansion, KindFault> {
        let (plugin, schema) = self.owner(&request.kind)?;
        plugin.expand(request, schema).map(|(expansion, _)| expansion)
    }
}
