//! `policy { … }` as a value.

use super::diagnostics;
use super::evaluator::Evaluator;
use super::progress::Stage;
use crate::declare::Scoped;
use crate::policy;
use crate::value::Value;
use orgc_syntax::ast::{ItemKind, PolicyLiteral, Rule};

impl<'a> Evaluator<'a, '_> {
    /// The identity policy that the rules of a literal stand for.
    pub(super) fn document(&mut self, literal: &'a PolicyLiteral) -> Value {
        if self.stage == Stage::Structure {
            // Its conditions may name things, and nothing about the structure can depend on it.
            return self.unknown("policy", literal.body.span, &crate::value::Type::Document);
        }
        let mut rules: Vec<Scoped<'a, Rule>> = Vec::new();
        for item in &literal.body.items {
            match &item.kind {
                ItemKind::Rule(rule) => rules.push(Scoped { node: rule, scope: self.scope.clone() }),
                ItemKind::Broken(_) => self.broken = true,
                _ => self.reports.push(diagnostics::only_rules(item.span)),
            }
        }
        match policy::identity(&rules, self) {
            Some(written) => Value::Document(written.document),
            None => Value::Error,
        }
    }
}
