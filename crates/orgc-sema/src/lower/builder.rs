//! What all parts of lowering work with.

use super::resource::resource;
use crate::declare::Declared;
use crate::evaluate::Evaluator;
use crate::model::Model;
use crate::scene::Scene;
use orgc_diag::{Diagnostic, Span};
use orgc_ir::desired::Body;

/// The model so far, and what its parts are read from.
pub(super) struct Builder<'b, 's, 'a, 'n> {
    pub scene: &'b Scene<'s, 'a>,
    pub evaluator: &'b mut Evaluator<'a, 'n>,
    pub model: Model,
}

impl<'a> Builder<'_, '_, 'a, '_> {
    /// Adds the resource of a block.
    pub(super) fn add(&mut self, declared: &Declared<'a>, body: Body) {
        let resource = resource(self.scene, self.evaluator, declared, body);
        self.model.resources.insert(declared.address.clone(), resource);
    }

    /// The title of a block, or its identifier.
    pub(super) fn title(&mut self, declared: &Declared<'a>) -> Option<(String, Span)> {
        match &declared.block.title {
            Some(title) => self.evaluator.known_literal(title, "a title").map(|text| (text, title.span)),
            None => Some((declared.name.clone(), declared.head)),
        }
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.model.reports.push(diagnostic);
    }
}
