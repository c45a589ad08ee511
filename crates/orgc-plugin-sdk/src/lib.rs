//! What plugins for `orgc` are written with.
//!
//! A plugin is a pure function from a block of an `.org` file to resources of AWS Organizations,
//! compiled to a WebAssembly component. This crate hides the component: a plugin implements
//! [`Plugin`] with ordinary Rust, declares what its blocks may hold with [`Kind`] and [`Type`],
//! reads a block through [`At`], which knows the path of every value, and answers with
//! [`Diagnostic`]s and [`CoreResource`]s. [`export_plugin!`] does the rest.
//!
//! ```
//! use orgc_plugin_sdk::{Attribute, Diagnostic, Expansion, Info, Kind, Plugin, Request, Type};
//!
//! struct Notes;
//!
//! impl Plugin for Notes {
//!     fn describe() -> Info {
//!         let subject = Attribute::required("subject", Type::text(), "What the note is about.");
//!         Info::new("notes", "Notes that produce nothing.")
//!             .kind(Kind::new("note", "A note.", [subject]))
//!     }
//!
//!     fn validate(request: &Request) -> Result<Vec<Diagnostic>, Diagnostic> {
//!         let subject = request.config().required("subject")?;
//!         let empty = subject.text()?.trim().is_empty();
//!         Ok(empty
//!             .then(|| Diagnostic::warning("empty", "`subject` says nothing", subject.path()))
//!             .into_iter()
//!             .collect())
//!     }
//!
//!     fn expand(_: &Request) -> Result<Expansion, Vec<Diagnostic>> {
//!         Ok(Expansion::of([]))
//!     }
//! }
//!
//! orgc_plugin_sdk::export_plugin!(Notes);
//! ```
//!
//! Promises: the crate builds natively, so plugins are tested with `cargo test` and no wasm;
//! building a plugin needs no generator, because the bindings are checked in (`bindings.rs`,
//! from `plugins/wit/`).

#[allow(missing_docs, unsafe_code, clippy::all, clippy::unwrap_used, clippy::expect_used)]
#[allow(clippy::indexing_slicing, clippy::panic, clippy::todo, clippy::unreachable)]
#[rustfmt::skip]
#[doc(hidden)]
pub mod bindings;
mod declare;
mod plugin;
mod read;
mod report;
mod stack_set;
mod value;

pub use bindings::exports::orgc::plugin::kinds::Expansion;
pub use bindings::orgc::plugin::core_resources::{
    Amount, AutoDeployment, Body, CoreResource, Deployment, Pair, PermissionModel, Rollout, StackSet, Target,
};
pub use bindings::orgc::plugin::types::{Diagnostic, Label, Path, Reference, Severity, Step, TextPart};
pub use declare::{Attribute, Info, Kind, Type};
pub use plugin::{Plugin, Request, describe, expand, validate};
pub use read::{At, File};
pub use value::{Text, Value};
