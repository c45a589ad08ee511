//! From bytes to a plugin that can be called.

use super::bindings::PluginPre;
use super::call::{Budget, Call, CallState};
use super::engine::{Host, Ticker};
use super::{escape, inspect, limits, schema};
use orgc_ir::kinds::{KindFault, KindSchema};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use wasmtime::component::{Component, HasSelf, Linker};

/// A loaded plugin.
pub struct Plugin {
    pub(super) name: String,
    pub(super) digest: String,
    pub(super) instance: PluginPre<CallState>,
    pub(super) budget: Budget,
    schemas: Vec<KindSchema>,
    _ticker: Arc<Ticker>,
}

/// Why a plugin cannot be used. The text is one sentence that names the plugin and the reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the plugin `{plugin}` cannot be loaded: {reason}")]
pub struct LoadError {
    /// The plugin, for example `std:baseline`.
    pub plugin: String,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub digest: String,
    /// What is wrong.
    pub reason: LoadReason,
}

/// What is wrong with a plugin, in the order in which it is looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadReason {
    /// There are no bytes.
    #[error("it is empty")]
    Empty,
    /// It is not WebAssembly; the text says what it seems to be.
    #[error("it is no WebAssembly component but {0}")]
    NotWasm(&'static str),
    /// It is a core module.
    #[error(
        "it is a core module, not a component; encode it as one, for example with `wasm-tools component new`"
    )]
    CoreModule,
    /// The bytes are not a valid component; the text says where.
    #[error("it is damaged or uses what plugins may not: {0}")]
    Malformed(String),
    /// It is larger, or has more of something, than the host compiles.
    #[error("{what} {value} {unit}, and at most {most} are taken")]
    TooMuch {
        /// "it has".
        what: &'static str,
        /// How much.
        value: u64,
        /// Of what.
        unit: &'static str,
        /// The bound.
        most: u64,
    },
    /// It imports functions that no plugin may call.
    #[error("it imports {}; a plugin may import nothing but `orgc:plugin/log`", list(.0))]
    ForeignImports(Vec<String>),
    /// It speaks no contract, or none that the host speaks. Holds the versions that it speaks.
    #[error("{}", contract(.0))]
    Contract(Vec<String>),
    /// The compiler refused it.
    #[error("it does not compile: {0}")]
    DoesNotCompile(String),
    /// It has the names of the contract with other types.
    #[error("it does not fit the contract {contract}: {reason}")]
    DoesNotFit {
        /// The contract of the host.
        contract: &'static str,
        /// Where the two differ.
        reason: String,
    },
    /// It failed when it was asked what it offers.
    #[error("{0}")]
    Describe(KindFault),
    /// What it says it offers breaks the rules of schemas.
    #[error("its schema is wrong: {0}")]
    Schema(String),
    /// Another plugin offers the same kind.
    #[error("its kind `{kind}` is already offered by `{other}`")]
    KindTaken {
        /// The kind.
        kind: String,
        /// The other plugin.
        other: String,
    },
    /// This machine cannot run components.
    #[error("this machine cannot run WebAssembly: {0}")]
    NoEngine(String),
}

impl LoadReason {
    pub(super) fn too_much(what: &'static str, value: u64, unit: &'static str, most: u64) -> Self {
        Self::TooMuch { what, value, unit, most }
    }
}

fn list(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(5).map(|name| format!("`{}`", escape::line(name))).collect();
    match names.len().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn contract(versions: &[String]) -> String {
    let ours = inspect::CONTRACT;
    match versions {
        [] => format!("it is no plugin for orgc: it does not export the contract {ours}"),
        _ => format!("it speaks the contract {}, and this orgc speaks {ours}", list(versions)),
    }
}

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
            contract: inspect::CONTRACT,
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
    /// The name it was loaded under.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The kinds that it offers.
    pub fn schemas(&self) -> &[KindSchema] {
        &self.schemas
    }

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
