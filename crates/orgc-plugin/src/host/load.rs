//! From bytes to a plugin that can be called.

use super::bindings::{CONTRACT, Plugin as Exports, PluginPre};
use super::budget::Budget;
use super::call::Call;
use super::call_state::CallState;
use super::engine::Host;
use super::load_error::{LoadError, LoadReason};
use super::plugin::Plugin;
use super::source::PluginSource;
use super::{escape, inspect, limits, schema};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use wasmtime::component::{Component, HasSelf, Linker};

impl Host {
    /// Loads a plugin: checks it, compiles it, and asks it what it offers. Each of its calls may use
    /// what is granted, or less where it asks for less.
    ///
    /// # Errors
    /// When it is not a plugin, not one for this version, or breaks a bound.
    pub fn load(&self, source: &PluginSource) -> Result<Plugin, LoadError> {
        let bytes = source.component.as_ref();
        let digest = digest(bytes);
        let fail = |reason| LoadError { plugin: source.name.clone(), digest: digest.clone(), reason };
        inspect::inspect(bytes).map_err(fail)?;
        let instance = self.compile(bytes).map_err(fail)?;
        let plugin = Plugin {
            name: source.name.clone(),
            digest: digest.clone(),
            instance,
            budget: source.granted,
            schemas: Vec::new(),
            summary: String::new(),
            describe_fuel: 0,
            _ticker: Arc::clone(&self.ticker),
        };
        plugin.described(source).map_err(fail)
    }

    fn compile(&self, bytes: &[u8]) -> Result<PluginPre<CallState>, LoadReason> {
        let component = Component::from_binary(&self.engine, bytes)
            .map_err(|error| LoadReason::DoesNotCompile(escape::excerpt(&format!("{error:#}"))))?;
        let mut linker = Linker::new(&self.engine);
        Exports::add_to_linker::<_, HasSelf<CallState>>(&mut linker, |state| state)
            .map_err(|error| does_not_fit(&error))?;
        let instance = linker.instantiate_pre(&component).map_err(|error| does_not_fit(&error))?;
        PluginPre::new(instance).map_err(|error| does_not_fit(&error))
    }
}

impl Plugin {
    /// Asks what it offers. Only an instance shows whether the types of its functions are the contract's.
    fn described(mut self, source: &PluginSource) -> Result<Self, LoadReason> {
        let budget = Budget { fuel: limits::DESCRIBE_FUEL, ..Budget::default() };
        let call = Call::new(&self, "describe", budget);
        let info = call.run(|store| {
            let instance = self.instance.instance_pre().instantiate(&mut *store)?;
            match Exports::new(&mut *store, &instance) {
                Ok(exports) => exports.orgc_plugin_manifest().call_describe(store).map(Ok),
                Err(error) => Ok(Err(does_not_fit(&error))),
            }
        });
        let (info, used) = info.map_err(LoadReason::Describe)?;
        let info = info?;
        self.describe_fuel = used.fuel;
        self.summary = escape::excerpt(&info.summary);
        self.budget = self.budget.settle(info.budget).map_err(LoadReason::Budget)?;
        self.schemas =
            schema::schemas(source, info).map_err(|reason| LoadReason::Schema(escape::line(&reason)))?;
        Ok(self)
    }
}

fn does_not_fit(error: &wasmtime::Error) -> LoadReason {
    LoadReason::DoesNotFit { contract: CONTRACT, reason: escape::excerpt(&format!("{error:#}")) }
}

/// The SHA-256 of a component, in hexadecimal digits.
pub fn digest(component: &[u8]) -> String {
    Sha256::digest(component).iter().map(|byte| format!("{byte:02x}")).collect()
}
