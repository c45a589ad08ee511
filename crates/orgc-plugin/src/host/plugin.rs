//! A plugin that can be called.

use super::answers::Answers;
use super::budget::Budget;
use super::call::{Call, Used};
use super::code::Code;
use super::{answer, question};
use orgc_ir::kinds::{Expansion, Finding, KindFault, KindSchema, Request};
use std::sync::Arc;

/// A loaded plugin.
pub struct Plugin {
    pub(super) name: String,
    pub(super) digest: String,
    pub(super) code: Code,
    pub(super) answers: Option<Arc<Answers>>,
    pub(super) budget: Budget,
    pub(super) schemas: Vec<KindSchema>,
    pub(super) summary: String,
    pub(super) describe_fuel: u64,
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

    /// What each of its calls may use.
    pub fn budget(&self) -> Budget {
        self.budget
    }

    /// The fuel that asking what it offers took; none if that was known from an earlier run.
    pub fn describe_fuel(&self) -> u64 {
        self.describe_fuel
    }

    /// What it says about itself, in a few words.
    pub fn summary(&self) -> &str {
        &self.summary
    }

    /// Checks a block of one of its kinds, and says what that took.
    ///
    /// # Errors
    /// When the plugin fails or its answer breaks the contract.
    pub fn validate(&self, request: &Request) -> Result<(Vec<Finding>, Used), KindFault> {
        let call = Call::new(self, "validate", self.budget);
        let question = question::write(request);
        let (raw, used) = call
            .ask(&question, |exports, store| exports.orgc_plugin_kinds().call_validate(store, &question))?;
        let findings = answer::findings(raw).map_err(|reason| call.malformed(&reason))?;
        Ok((findings, used))
    }

    /// Expands a block of one of its kinds, and says what that took.
    ///
    /// # Errors
    /// When the plugin fails or its answer breaks the contract.
    pub fn expand(&self, request: &Request, kind: &KindSchema) -> Result<(Expansion, Used), KindFault> {
        let call = Call::new(self, "expand", self.budget);
        let question = question::write(request);
        let (raw, used) =
            call.ask(&question, |exports, store| exports.orgc_plugin_kinds().call_expand(store, &question))?;
        let expansion = answer::expansion(raw, kind).map_err(|reason| call.malformed(&reason))?;
        Ok((expansion, used))
    }
}
