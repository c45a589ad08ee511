//! Strings with interpolations.

use super::diagnostics;
use super::evaluator::Evaluator;
use crate::value::{Type, Value};
use orgc_ir::{Part, Text};
use orgc_syntax::ast::{self, TextPart};
use std::borrow::Cow;

/// The most bytes of a string. Strings of strings of strings grow beyond any memory in a few lines.
pub(super) const LONGEST: usize = 10_000_000;

impl<'a> Evaluator<'a, '_> {
    /// The value of a string. IAM policy variables stay as they are.
    pub(crate) fn text(&mut self, text: &'a ast::Text) -> Value {
        let mut whole = Text::default();
        let mut failed = false;
        let mut length = 0;
        for part in &text.parts {
            match part {
                TextPart::Literal { text, .. } => whole.push(Part::Literal(text.clone())),
                TextPart::IamVariable { written, .. } => whole.push(Part::Literal(written.clone())),
                TextPart::Interpolation { expression, .. } => {
                    let located = self.operand(expression, &Type::TEXT);
                    match printed(&located.value) {
                        Some(part) if length + size(&part) > LONGEST => {
                            self.reports.push(diagnostics::text_too_long(LONGEST, text.span));
                            return Value::Error;
                        }
                        Some(part) => {
                            length += size(&part);
                            whole.append(part);
                        }
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

/// How many bytes of a string are known.
fn size(text: &Text) -> usize {
    let length = |part: &Part| match part {
        Part::Literal(known) => known.len(),
        Part::Reference(_) => 0,
    };
    text.parts().iter().map(length).sum()
}

/// The value as a part of a string.
fn printed(value: &Value) -> Option<Text> {
    match value {
        Value::Integer(number) => Some(Text::from(number.to_string())),
        Value::Decimal(number) => Some(Text::from(number.to_string())),
        other => other.as_text().map(Cow::into_owned),
    }
}
