//! A component that becomes machine code when it is first called.

use super::bindings::{CONTRACT, PluginPre};
use super::call_state::CallState;
use super::engine::{Host, Ticker};
use super::load_error::LoadReason;
use super::{escape, inspect};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use wasmtime::Engine;
use wasmtime::component::{Component, HasSelf, Linker};

/// A component. Compiling it takes longer than everything else, so it waits until it must be.
pub struct Code {
    component: Cow<'static, [u8]>,
    engine: Engine,
    _ticker: Arc<Ticker>,
    compiled: OnceLock<Result<PluginPre<CallState>, LoadReason>>,
}

impl Code {
    pub fn new(component: Cow<'static, [u8]>, host: &Host) -> Self {
        let (engine, ticker) = (host.engine.clone(), Arc::clone(&host.ticker));
        Self { component, engine, _ticker: ticker, compiled: OnceLock::new() }
    }

    /// What can be instantiated, looked at and compiled the first time it is asked for.
    pub fn compiled(&self) -> Result<&PluginPre<CallState>, &LoadReason> {
        let compile = || {
            inspect::inspect(&self.component)?;
            compile(&self.engine, &self.component)
        };
        self.compiled.get_or_init(compile).as_ref()
    }

    #[cfg(test)]
    pub fn is_compiled(&self) -> bool {
        self.compiled.get().is_some()
    }

    /// Why it was refused, if it was.
    pub fn refusal(&self) -> Option<&LoadReason> {
        self.compiled.get()?.as_ref().err()
    }
}

fn compile(engine: &Engine, component: &[u8]) -> Result<PluginPre<CallState>, LoadReason> {
    let component = Component::from_binary(engine, component)
        .map_err(|error| LoadReason::DoesNotCompile(escape::line(&format!("{error:#}"))))?;
    let does_not_fit = |error: wasmtime::Error| LoadReason::DoesNotFit {
        contract: CONTRACT,
        reason: escape::line(&format!("{error:#}")),
    };
    let mut linker = Linker::new(engine);
    super::bindings::Plugin::add_to_linker::<_, HasSelf<CallState>>(&mut linker, |state| state)
        .map_err(does_not_fit)?;
    let instance = linker.instantiate_pre(&component).map_err(does_not_fit)?;
    PluginPre::new(instance).map_err(does_not_fit)
}
