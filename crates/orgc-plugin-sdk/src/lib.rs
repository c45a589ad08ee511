//! What plugins for `orgc` are written with.
//!
//! A plugin is a pure function from a block of an `.org` file to resources of AWS Organizations,
//! compiled to a WebAssembly component. This crate hides the component. A kind of block is a struct:
//! [`derive(Block)`](derive@Block) makes of it what orgc checks, completes and documents from, and the
//! reader of what was checked. [`Kind`] says what becomes of it, and [`export!`] makes the component.
//!
//! ```
//! use orgc_plugin_sdk::{Block, Deploy, Diagnostic, Expansion, Facts, Kind, Located, StackSet};
//! use orgc_plugin_sdk::{deployment, value};
//! use std::collections::BTreeMap;
//!
//! /// A mailing list in every account.
//! #[derive(Block)]
//! struct Topic {
//!     /// Who gets the mail.
//!     #[attribute(min_items = 1)]
//!     subscribers: Vec<String>,
//!     /// The title of the mail.
//!     #[attribute(default = "News", max_length = 100)]
//!     title: String,
//!     /// Filled in from `deploy` sentences.
//!     #[attribute(default)]
//!     deployments: Vec<Located<Deploy<BTreeMap<String, String>>>>,
//! }
//!
//! impl Kind for Topic {
//!     const EMITS: &'static [&'static str] = &["stack-set"];
//!
//!     fn expand(&self, facts: &Facts) -> Result<Expansion, Vec<Diagnostic>> {
//!         let subscriptions = self.subscribers.iter().map(|one| {
//!             value!({ "Protocol": "email", "Endpoint": one })
//!         });
//!         let template = value!({ "Resources": { "Topic": {
//!             "Type": "AWS::SNS::Topic",
//!             "Properties": { "DisplayName": (&self.title), "Subscription": (subscriptions.collect::<Vec<_>>()) },
//!         } } });
//!         let everywhere = self.deployments.iter().map(|one| {
//!             deployment(&one.target, ["eu-west-1".to_owned()], Vec::new())
//!         });
//!         let set = StackSet::generated(format!("Topic {}", facts.name()), template).deployed(everywhere);
//!         Ok(Expansion::of([set.named("stack-set", Vec::new())]))
//!     }
//! }
//!
//! orgc_plugin_sdk::export!(Topic);
//! ```
//!
//! Promises: the crate builds natively, so plugins are tested with `cargo test` and no wasm (see
//! [`testing`]); building a plugin needs no generator, because the bindings are checked in
//! (`bindings.rs`, from `plugins/wit/`).

// The derives name this crate, also within it.
extern crate self as orgc_plugin_sdk;

#[allow(missing_docs, unsafe_code, clippy::all, clippy::unwrap_used, clippy::expect_used)]
#[allow(clippy::indexing_slicing, clippy::panic, clippy::todo, clippy::unreachable)]
#[rustfmt::skip]
#[doc(hidden)]
pub mod bindings;
mod declare;
mod deploy;
#[doc(hidden)]
pub mod derived;
mod from_value;
#[doc(hidden)]
pub mod guest;
mod json;
mod kind;
mod language;
mod macros;
mod policy;
mod read;
mod report;
mod template;
#[cfg(not(target_arch = "wasm32"))]
pub mod testing;
mod value;

pub use bindings::exports::orgc::plugin::kinds::Expansion;
pub use bindings::orgc::plugin::core_resources::{
    Amount, AutoDeployment, Body, CoreResource, DelegatedAdministrator, Deployment, Pair, PermissionModel,
    Policy, Rollout, StackSet, Target,
};
pub use bindings::orgc::plugin::types::{Diagnostic, Label, Path, Reference, Severity, Step, TextPart};
pub use declare::{Attribute, Type};
pub use deploy::{Deploy, Nothing, deployment, pair};
pub use from_value::{Block, FromValue, Located};
pub use kind::{Facts, Kind, Query};
pub use language::{Account, Arn, Email, File, Money, Parameter, Percent, PolicyDocument, Region};
pub use orgc_plugin_derive::{Block, Choice};
pub use read::At;
pub use template::{Names, Template};
pub use value::{Text, Value};
