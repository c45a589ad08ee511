//! A plan before it has an order: operations, and what is said about them.

use crate::consequence;
use crate::guards::Guards;
use crate::matching::Matched;
use crate::plan::{Action, Change, Operation, OperationId, Reason, Verb};
use orgc_diag::Diagnostic;
use orgc_ir::desired::{Cause, Resource};
use orgc_ir::{Address, Text};
use std::collections::BTreeSet;

/// What the comparison of desired and live finds.
pub(crate) struct Draft<'a> {
    pub matched: &'a Matched<'a>,
    pub guards: &'a Guards,
    pub operations: Vec<Operation>,
    pub notes: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Draft<'a> {
    pub fn new(matched: &'a Matched<'a>, guards: &'a Guards) -> Self {
        Self { matched, guards, operations: Vec::new(), notes: Vec::new(), diagnostics: Vec::new() }
    }

    /// Adds an operation that a resource asks for.
    pub fn push(
        &mut self,
        verb: Verb,
        address: &Address,
        resource: &Resource,
        action: Action,
        changes: Vec<Change>,
    ) {
        self.push_because(verb, address, reason(resource), action, changes);
        if let Some(last) = self.operations.last_mut() {
            last.documentation.clone_from(&resource.documentation);
        }
    }

    /// Adds an operation with a reason of its own.
    pub fn push_because(
        &mut self,
        verb: Verb,
        address: &Address,
        reason: Reason,
        action: Action,
        changes: Vec<Change>,
    ) {
        let calls = consequence::calls(&action);
        let undo = consequence::undo(&action);
        let id = OperationId(format!("{} {address}", verb.as_str()));
        let address = address.clone();
        let waits_for = BTreeSet::new();
        self.operations.push(Operation {
            id,
            verb,
            address,
            action,
            documentation: None,
            changes,
            reason,
            calls,
            waits_for,
            undo,
        });
    }

    /// Tells the operation last added apart from another one of its verb and address.
    pub fn distinguish(&mut self, suffix: &str) {
        if let Some(last) = self.operations.last_mut() {
            last.id.0 = format!("{} ({suffix})", last.id.0);
        }
    }

    /// Notes something once.
    pub fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// Why a resource's operations are there.
pub(crate) fn reason(resource: &Resource) -> Reason {
    match &resource.cause {
        Cause::Written(origin) => Reason::Written { origin: origin.clone() },
        Cause::Implied { by, because, origin } => {
            Reason::Implied { by: by.clone(), because: because.clone(), origin: origin.clone() }
        }
    }
}

/// An attribute of a new thing.
pub(crate) fn new(attribute: &str, after: impl Into<Text>) -> Change {
    Change { attribute: attribute.to_owned(), before: None, after: Some(after.into()) }
}

/// An attribute with another value.
pub(crate) fn changed(attribute: &str, before: &str, after: impl Into<Text>) -> Change {
    Change { attribute: attribute.to_owned(), before: Some(before.to_owned()), after: Some(after.into()) }
}

/// An attribute that goes away.
pub(crate) fn gone(attribute: &str, before: &str) -> Change {
    Change { attribute: attribute.to_owned(), before: Some(before.to_owned()), after: None }
}
