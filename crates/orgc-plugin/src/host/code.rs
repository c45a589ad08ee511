//! A component that becomes machine code when it is first called.

use super::bindings::{CONTRACT, PluginPre};
use super::call_state::CallState;
use super::engine::{Host, Ticker};
use super::load_error::LoadReason;
use super::precompiled::Precompiled;
use super::source::PluginSource;
use super::{escape, inspect};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use wasmtime::Engine;
use wasmtime::component::{Component, HasSelf, Linker};

/// A component. Compiling it takes longer than everything else, so it waits until it must be.
pub struct Code {
    component: Cow<'static, [u8]>,
    digest: String,
    precompiled: Option<Precompiled>,
    engine: Engine,
    _ticker: Arc<Ticker>,
    compiled: OnceLock<Result<PluginPre<CallState>, LoadReason>>,
    /// Only an instance shows whether the types of its functions are the contract's.
    misfit: OnceLock<LoadReason>,
}

impl Code {
    pub fn new(source: &PluginSource, digest: String, host: &Host) -> Self {
        Self {
            component: source.component.clone(),
            digest,
            precompiled: source.precompiled,
            engine: host.engine.clone(),
            _ticker: Arc::clone(&host.ticker),
            compiled: OnceLock::new(),
            misfit: OnceLock::new(),
        }
    }

    /// What can be instantiated, looked at and compiled the first time it is asked for.
    pub fn compiled(&self) -> Result<&PluginPre<CallState>, &LoadReason> {
        self.compiled.get_or_init(|| link(&self.engine, &self.machine_code()?)).as_ref()
    }

    fn machine_code(&self) -> Result<Component, LoadReason> {
        let made_before = self.precompiled.and_then(|code| code.component(&self.digest, &self.engine));
        made_before.map_or_else(|| compile(&self.engine, &self.component), Ok)
    }

    #[cfg(test)]
    pub fn is_compiled(&self) -> bool {
        self.compiled.get().is_some()
    }

    /// Why it was refused, if it was.
    pub fn refusal(&self) -> Option<&LoadReason> {
        let refused = self.compiled.get().and_then(|compiled| compiled.as_ref().err());
        refused.or_else(|| self.misfit.get())
    }

    /// Notes that an instance does not have the functions of the contract.
    pub fn refuse(&self, error: &wasmtime::Error) {
        let _known_already = self.misfit.set(does_not_fit(error));
    }
}

fn compile(engine: &Engine, component: &[u8]) -> Result<Component, LoadReason> {
    inspect::inspect(component)?;
    Component::from_binary(engine, component)
        .map_err(|error| LoadReason::DoesNotCompile(escape::excerpt(&format!("{error:#}"))))
}

fn link(engine: &Engine, component: &Component) -> Result<PluginPre<CallState>, LoadReason> {
    let mut linker = Linker::new(engine);
    super::bindings::Plugin::add_to_linker::<_, HasSelf<CallState>>(&mut linker, |state| state)
        .map_err(|error| does_not_fit(&error))?;
    let instance = linker.instantiate_pre(component).map_err(|error| does_not_fit(&error))?;
    PluginPre::new(instance).map_err(|error| does_not_fit(&error))
}

fn does_not_fit(error: &wasmtime::Error) -> LoadReason {
    LoadReason::DoesNotFit { contract: CONTRACT, reason: escape::excerpt(&format!("{error:#}")) }
}
