//! Outputs.

use super::builder::Builder;
use crate::value::{Type, convert};
use orgc_ir::desired::Output;
use orgc_syntax::ast;

impl<'a> Builder<'_, '_, 'a, '_> {
    pub(super) fn output(&mut self, output: &'a ast::Output) {
        let located = self.evaluator.expect(&output.value, &Type::Anything);
        let value = convert(&located.value);
        let origin = self.scene.places.origin(output.name.span);
        self.model.outputs.insert(output.name.text.clone(), Output { value, origin });
    }
}
