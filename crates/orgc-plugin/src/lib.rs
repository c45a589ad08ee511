//! Resource kinds from sandboxed WebAssembly components.
//!
//! Two halves. *Building*: [`find_wasm_toolchain`] finds a compiler for the wasm target,
//! [`encode`] turns what it makes into a component. *Running* (feature `host`): [`Host`] loads a
//! component, [`PluginKinds`] offers its kinds to the compiler through [`orgc_ir::kinds::Kinds`].
//!
//! Promises: a component imports a write-only log and nothing else; it is bounded in size, shape,
//! instructions, memory, time and answer; every call runs in a fresh instance; the same request
//! has the same answer on every machine; whatever a component does, the caller gets a value or one
//! error that names the plugin.

mod encode;
#[cfg(feature = "host")]
mod host;
#[cfg(feature = "host")]
mod metadata;
mod toolchain;

pub use encode::{EncodeError, encode};
#[cfg(feature = "host")]
pub use host::{
    Answers, Budget, CONTRACT, Host, LoadError, LoadReason, Plugin, PluginKinds, PluginSource, Precompiled,
    Used, Waiting, digest, precompile, spelled_out,
};
#[cfg(feature = "host")]
pub use metadata::Metadata;
pub use toolchain::{MissingToolchain, Remedy, WasmToolchain, find_wasm_toolchain};
