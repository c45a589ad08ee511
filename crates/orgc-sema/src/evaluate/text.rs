//! Strings with interpolations.

use super::diagnostics;
use super::evaluator::Evaluator;
use crate::value::{Type, Value};
use orgc_ir::{Part, Text};
use orgc_syntax::ast::{self, TextPart};

impl<'a> Evaluator<'a, '_> {
    /// The value of a string. IAM policy variables stay as they are.
    pub(crate) fn text(&mut self, text: &'a ast::Text) -> Value {
        let mut whole = Text::default();
        let mut failed = false;
        for part in &text.parts {
            match part {
                TextPart::Literal { text, .. } => whole.push(Part::Literal(text.clone())),
                TextPart::IamVariable { written, .. } => whole.push(Part::Literal(written.clone())),
                TextPart::Interpolation { expression, .. } => {
                    let located = self.operand(expression, &Type::TEXT);
                    match printed(&located.value) {
                        Some(text) => whole.append(text),
                        None => {
                            failed = true;
                            if !located.value.is_error() {
                                self.reports.push(diagnostics::not_printable(&located));
                            }
                        }
                    }
                }
            }
        }
        if failed { Value::Error } else { Value::Text(whole) }
    }

    /// A string that is known now.
    pub(crate) fn known_literal(&mut self, text: &'a ast::Text, what: &str) -> Option<String> {
        let located = crate::value::Located::new(self.text(text), text.span);
        self.known_text(&located, what)
    }
}

/// The value as a part of a string.
fn printed(value: &Value) -> Option<Text> {
    match value {
        Value::Integer(number) => Some(Text::from(number.to_string())),
        Value::Decimal(number) => Some(Text::from(number.to_string())),
        other => other.as_text(),
    }
}
