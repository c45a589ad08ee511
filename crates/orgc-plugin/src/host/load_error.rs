//! Why a plugin cannot be used.

use super::bindings::CONTRACT;
use super::escape;
use orgc_ir::kinds::KindFault;

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
    /// It asks for more than it is granted.
    #[error("{0}")]
    Budget(String),
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
    let shown: Vec<String> =
        names.iter().take(5).map(|name| format!("`{}`", escape::excerpt(name))).collect();
    match names.len().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn contract(versions: &[String]) -> String {
    let ours = CONTRACT;
    match versions {
        [] => format!("it is no plugin for orgc: it does not export the contract {ours}"),
        _ => format!("it speaks the contract {}, and this orgc speaks {ours}", list(versions)),
    }
}
