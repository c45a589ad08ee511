//! A plugin that can be called.

use super::bindings::PluginPre;
use super::budget::Budget;
use super::call_state::CallState;
use super::engine::Ticker;
use orgc_ir::kinds::KindSchema;
use std::sync::Arc;

/// A loaded plugin.
pub struct Plugin {
    pub(super) name: String,
    pub(super) digest: String,
    pub(super) instance: PluginPre<CallState>,
    pub(super) budget: Budget,
    pub(super) schemas: Vec<KindSchema>,
    pub(super) _ticker: Arc<Ticker>,
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
}
