//! `file("…")`: a file by its literal path.

use super::diagnostics;
use super::evaluator::Evaluator;
use crate::value::{Asset, Value};
use orgc_diag::{Diagnostic, Span};
use orgc_syntax::ast::{self, ExpressionKind};
use std::sync::Arc;

impl<'a> Evaluator<'a, '_> {
    pub(super) fn file(&mut self, call: &'a ast::Call) -> Value {
        let [argument] = call.arguments.as_slice() else {
            self.reports.push(diagnostics::path_not_literal(call.arguments_span));
            return Value::Error;
        };
        let literal = match &argument.value.unwrapped().kind {
            ExpressionKind::Text(text) if argument.name.is_none() => text.literal(),
            _ => None,
        };
        let Some(path) = literal else {
            self.reports.push(diagnostics::path_not_literal(argument.span));
            return Value::Error;
        };
        self.asset(&path, argument.span).map_or(Value::Error, Value::File)
    }

    /// A file of the project; what prevents it is reported.
    pub(crate) fn asset(&mut self, path: &str, span: Span) -> Option<Arc<Asset>> {
        let asset = self.assets.get(path);
        let report = |reason: String| -> Diagnostic { diagnostics::data_file(reason, span) };
        asset.map_err(|reason| self.reports.push(report(reason))).ok()
    }
}
