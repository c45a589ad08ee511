//! The values that a key is compared with.

use super::super::compile::Compiler;
use super::diagnostics;
use crate::value::diagnostics::{bad_checked_string, type_mismatch};
use crate::value::{CheckedString, Located, Type, Value};
use orgc_diag::Diagnostic;
use orgc_ir::{Attribute, Part, Text};
use orgc_policy::{Base, KeyKind, OperatorFamily};
use orgc_syntax::ast::Expression;

/// Values, and whether they are written as a list.
pub(super) struct Operand {
    values: Vec<Located>,
    pub(super) is_list: bool,
}

/// The value of an operand. None if it failed, which has been reported.
pub(super) fn operand<'a>(compiler: &mut Compiler<'_, 'a, '_>, written: &'a Expression) -> Option<Operand> {
    let located = compiler.evaluator.expect(written, &Type::Anything);
    if located.value.has_error() {
        return None;
    }
    Some(match located.value {
        Value::List(values) => Operand { values: values.into_vec(), is_list: true },
        value => Operand { values: vec![Located::new(value, located.span)], is_list: false },
    })
}

impl Operand {
    /// What a key that no table has is taken for: what the first value is.
    pub(super) fn looks_like(&self) -> KeyKind {
        match self.values.first().map(|one| &one.value) {
            Some(Value::Bool(_)) => KeyKind::Bool,
            Some(Value::Integer(_) | Value::Decimal(_)) => KeyKind::Numeric,
            _ => KeyKind::String,
        }
    }

    /// The values as IAM writes them, later ones marked. None if one does not fit, which has been
    /// reported.
    pub(super) fn values(
        &self,
        compiler: &mut Compiler<'_, '_, '_>,
        key: &str,
        kind: KeyKind,
        base: Base,
    ) -> Option<Vec<String>> {
        let kind = if base.family() == OperatorFamily::String { KeyKind::String } else { kind };
        let mut all: Option<Vec<String>> = Some(Vec::new());
        for located in &self.values {
            match text(located, key, kind) {
                Ok(text) => {
                    let marked = compiler.holes.mark(&text);
                    all.iter_mut()
                        .filter(|all| !all.contains(&marked))
                        .for_each(|all| all.push(marked.clone()));
                }
                Err(report) => {
                    compiler.report(report);
                    all = None;
                }
            }
        }
        all
    }
}

/// A value as text of this kind.
fn text(located: &Located, key: &str, kind: KeyKind) -> Result<Text, Diagnostic> {
    let span = located.span;
    let text = match (&located.value, kind) {
        (Value::Bool(value), KeyKind::Bool) => return Ok(Text::from(value.to_string())),
        (Value::Integer(number), KeyKind::Numeric | KeyKind::Date) => {
            return Ok(Text::from(number.to_string()));
        }
        (Value::Decimal(digits), KeyKind::Numeric) => return Ok(Text::from(digits.to_string())),
        (Value::Region(word) | Value::Action(word), KeyKind::String) => return Ok(Text::from(word.as_str())),
        (Value::Text(text), _) => text,
        (other, _) => return Err(type_mismatch(span, &expected(kind), other).note(about(key, kind))),
    };
    match (text.parts(), kind) {
        ([Part::Literal(known)], _) if known.contains("${") || kind.accepts(known) => Ok(text.clone()),
        ([], KeyKind::String) => Ok(text.clone()),
        ([Part::Literal(known)], KeyKind::Numeric | KeyKind::Bool) => {
            let found = Value::text(known.as_str());
            Err(type_mismatch(span, &expected(kind), &found).note(about(key, kind)))
        }
        ([Part::Literal(known)], KeyKind::Arn) => {
            Err(bad_checked_string(span, known, CheckedString::Arn).note(about(key, kind)))
        }
        ([Part::Literal(known)], _) => Err(diagnostics::bad_value(known, kind, span).note(about(key, kind))),
        ([Part::Literal(start), ..], KeyKind::Arn) if start.starts_with("arn:") => Ok(text.clone()),
        ([Part::Reference(one), ..], KeyKind::Arn) if one.attribute == Attribute::Arn => Ok(text.clone()),
        (_, KeyKind::String) => Ok(text.clone()),
        _ => Err(diagnostics::bad_value(&text.to_string(), kind, span).note(about(key, kind))),
    }
}

fn expected(kind: KeyKind) -> Type {
    match kind {
        KeyKind::Numeric => Type::Decimal,
        KeyKind::Bool => Type::Bool,
        KeyKind::Arn => Type::Checked(CheckedString::Arn),
        KeyKind::String | KeyKind::Date | KeyKind::Ip | KeyKind::Binary => Type::TEXT,
    }
}

fn about(key: &str, kind: KeyKind) -> String {
    format!("the value of `{key}` is {kind}")
}
