//! From bytes to a plugin that can be called.

use super::bindings::{CONTRACT, PluginPre};
use super::budget::Budget;
use super::call::Call;
use super::call_state::CallState;
use super::engine::Host;
use super::load_error::{LoadError, LoadReason};
use super::plugin::Plugin;
use super::{escape, inspect, limits, schema};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use wasmtime::component::{Component, HasSelf, Linker};

impl Host {
    /// Loads a plugin: checks it, compiles it, and asks it what it offers.
    ///
    /// # Errors
    /// When it is not a plugin, not one for this version, or breaks a bound.
    pub fn load(&self, name: &str, bytes: &[u8]) -> Result<Plugin, LoadError> {
        let digest = hexadecimal(&Sha256::digest(bytes));
        let fail = |reason| LoadError { plugin: name.to_owned(), digest: digest.clone(), reason };
        inspect::inspect(bytes).map_err(fail)?;
        let instance = self.compile(bytes).map_err(fail)?;
        let plugin = Plugin {
            name: name.to_owned(),
            digest: digest.clone(),
            instance,
            budget: Budget::default(),
            schemas: Vec::new(),
            _ticker: Arc::clone(&self.ticker),
        };
        plugin.described().map_err(fail)
    }

    fn compile(&self, bytes: &[u8]) -> Result<PluginPre<CallState>, LoadReason> {
        let component = Component::from_binary(&self.engine, bytes)
            .map_err(|error| LoadReason::DoesNotCompile(escape::line(&format!("{error:#}"))))?;
        let does_not_fit = |error: wasmtime::Error| LoadReason::DoesNotFit {
            contract: CONTRACT,
            reason: escape::line(&format!("{error:#}")),
        };
        let mut linker = Linker::new(&self.engine);
        super::bindings::Plugin::add_to_linker::<_, HasSelf<CallState>>(&mut linker, |state| state)
            .map_err(does_not_fit)?;
        let instance = linker.instantiate_pre(&component).map_err(does_not_fit)?;
        PluginPre::new(instance).map_err(does_not_fit)
    }
}

impl Plugin {
    /// Asks what it offers. Its own budget may only tighten the host's.
    fn described(mut self) -> Result<Self, LoadReason> {
        let budget = Budget { fuel: limits::DESCRIBE_FUEL, ..Budget::default() };
        let call = Call::new(&self, "describe", budget);
        let info = call.run(|store| {
            let instance = self.instance.instantiate(&mut *store)?;
            instance.orgc_plugin_manifest().call_describe(store)
        });
        let info = info.map_err(LoadReason::Describe)?;
        self.budget = schema::budget(&info).map_err(LoadReason::Schema)?;
        self.schemas = schema::schemas(&self.name, info).map_err(LoadReason::Schema)?;
        Ok(self)
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
