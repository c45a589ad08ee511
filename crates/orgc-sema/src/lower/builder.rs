//! What all parts of lowering work with.

use super::defaults::Defaults;
use super::diagnostics;
use super::resource::resource;
use crate::declare::Declared;
use crate::evaluate::Evaluator;
use crate::model::Model;
use crate::scene::Scene;
use orgc_diag::{Diagnostic, Span};
use orgc_ir::Address;
use orgc_ir::desired::{Body, Resource};
use std::collections::BTreeMap;

/// The model so far, and what its parts are read from.
pub(super) struct Builder<'b, 's, 'a, 'n> {
    pub scene: &'b Scene<'s, 'a>,
    pub evaluator: &'b mut Evaluator<'a, 'n>,
    pub model: Model,
    /// What the organization and each unit fill in for the accounts below.
    pub defaults: BTreeMap<Address, Defaults>,
}

impl<'a> Builder<'_, '_, 'a, '_> {
    /// Adds the resource of a block.
    pub(super) fn add(&mut self, declared: &Declared<'a>, body: Body) {
        let nothing = Defaults::default();
        let is_account = declared.address.kind() == "account";
        let above = declared.parent.as_ref().filter(|_| is_account);
        let defaults = above.and_then(|parent| self.defaults.get(parent)).unwrap_or(&nothing);
        let resource = resource(self.scene, self.evaluator, declared, defaults, body);
        self.model.resources.insert(declared.address.clone(), resource);
    }

    /// The title of a block, or its identifier.
    pub(super) fn title(&mut self, declared: &Declared<'a>) -> Option<(String, Span)> {
        match &declared.block.title {
            Some(title) => self
                .evaluator
                .within(&declared.scope, |evaluator| evaluator.known_literal(title, "a title"))
                .map(|text| (text, title.span)),
            None => Some((declared.name.clone(), declared.head)),
        }
    }

    /// A relation that a sentence makes; a second sentence of the same content is reported.
    pub(super) fn relate(&mut self, address: Address, body: Body, span: Span) {
        if let Some(first) = self.model.resources.get(&address) {
            let first = first.cause.origin().span.unwrap_or(span);
            return self.evaluator.reports.push(diagnostics::said_twice(span, first));
        }
        let scope = self.evaluator.scope().clone();
        let cause = self.scene.places.written_in(span, &scope, self.evaluator);
        self.model.resources.insert(address, Resource::new(body, cause));
    }

    /// Reports something about a thing that is declared here.
    pub(super) fn report(&mut self, declared: &Declared<'a>, diagnostic: Diagnostic) {
        self.evaluator.within(&declared.scope, |evaluator| evaluator.reports.push(diagnostic));
    }
}
