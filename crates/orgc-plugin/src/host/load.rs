//! From bytes to a plugin that can be called.

use super::bindings::exports::orgc::plugin::manifest::Info;
use super::budget::Budget;
use super::call::{Call, Used};
use super::code::Code;
use super::engine::Host;
use super::load_error::{LoadError, LoadReason};
use super::plugin::Plugin;
use super::source::PluginSource;
use super::{escape, limits, schema};
use sha2::{Digest, Sha256};

impl Host {
    /// Loads a plugin: checks it, compiles it, and asks it what it offers. Each of its calls may use
    /// what is granted, or less where it asks for less.
    ///
    /// # Errors
    /// When it is not a plugin, not one for this version, or breaks a bound.
    pub fn load(&self, source: &PluginSource) -> Result<Plugin, LoadError> {
        let digest = digest(&source.component);
        let fail = |reason| LoadError { plugin: source.name.clone(), digest: digest.clone(), reason };
        let plugin = Plugin {
            name: source.name.clone(),
            digest: digest.clone(),
            code: Code::new(source, digest.clone(), self),
            answers: self.answers.clone(),
            budget: source.granted,
            schemas: Vec::new(),
            summary: String::new(),
            describe_fuel: 0,
        };
        plugin.described(source).map_err(fail)
    }
}

impl Plugin {
    /// Asks what it offers. Only an instance shows whether the types of its functions are the contract's.
    fn described(mut self, source: &PluginSource) -> Result<Self, LoadReason> {
        let budget = Budget { fuel: limits::DESCRIBE_FUEL, ..Budget::default() };
        let call = Call::new(&self, "describe", budget);
        let described = call.ask(&(), |exports, store| exports.orgc_plugin_manifest().call_describe(store));
        // Why it cannot be called at all is a reason of its own.
        if let Some(reason) = self.code.refusal() {
            return Err(reason.clone());
        }
        let (info, used): (Info, Used) = described.map_err(LoadReason::Describe)?;
        self.describe_fuel = used.fuel;
        self.summary = escape::excerpt(&info.summary);
        self.budget = self.budget.settle(info.budget).map_err(LoadReason::Budget)?;
        self.schemas =
            schema::schemas(source, info).map_err(|reason| LoadReason::Schema(escape::line(&reason)))?;
        Ok(self)
    }
}

/// The SHA-256 of a component or another text, in hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
