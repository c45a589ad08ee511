//! Types.

use super::super::diagnostics as report;
use super::super::grammar::{Node, Rule};
use super::{Builder, DEEPEST_EXPRESSION, Parts};
use crate::ast::{TypeAtom, TypeExpression};

impl Builder<'_> {
    pub(super) fn type_expression(&mut self, node: Node<'_>) -> Option<TypeExpression> {
        let span = self.span(&node);
        if self.depth >= DEEPEST_EXPRESSION {
            self.diagnostics.push(report::too_long(span));
            return None;
        }
        self.depth += 1;
        let built = self.alternatives(Parts::of(node));
        self.depth -= 1;
        let (alternatives, optional) = built?;
        Some(TypeExpression { alternatives, optional, span })
    }

    fn alternatives(&mut self, mut parts: Parts<'_>) -> Option<(Vec<TypeAtom>, bool)> {
        let mut alternatives = Vec::new();
        while let Some(atom) = parts.accept(Rule::type_atom) {
            alternatives.push(self.type_atom(atom)?);
        }
        Some((alternatives, parts.has(Rule::optional_mark)))
    }

    fn type_atom(&mut self, node: Node<'_>) -> Option<TypeAtom> {
        let span = self.span(&node);
        let mut parts = Parts::of(node);
        if parts.peek()? == Rule::string {
            return Some(TypeAtom::Literal(self.line(parts.next()?)?));
        }
        let name = self.qualified(parts.next()?)?;
        let mut arguments = Vec::new();
        if let Some(list) = parts.accept(Rule::type_args) {
            for argument in Parts::of(list) {
                arguments.push(self.type_expression(argument)?);
            }
        }
        Some(TypeAtom::Named { name, arguments, span })
    }
}
