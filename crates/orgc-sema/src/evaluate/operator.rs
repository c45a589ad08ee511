//! Operators.

use super::diagnostics;
use super::evaluator::Evaluator;
use crate::value::{Located, Type, Value, diagnostics as value_diagnostics};
use orgc_diag::Span;
use orgc_ir::Text;
use orgc_syntax::ast::{Binary, BinaryOperator, Unary, UnaryOperator};
use std::cmp::Ordering;

impl<'a> Evaluator<'a, '_> {
    pub(super) fn unary(&mut self, unary: &'a Unary, span: Span) -> Value {
        let operand = match unary.operator {
            UnaryOperator::Not => self.expect(&unary.operand, &Type::Bool),
            UnaryOperator::Negate => self.evaluate(&unary.operand, &Type::Anything),
        };
        match (unary.operator, operand.value) {
            (_, Value::Error) => Value::Error,
            (UnaryOperator::Not, Value::Bool(value)) => Value::Bool(!value),
            (_, Value::Integer(value)) => {
                self.checked(value.checked_neg(), span).map_or(Value::Error, Value::Integer)
            }
            (_, Value::Decimal(digits)) => Value::Decimal(format!("-{digits}")),
            (_, other) => self.refuse("-", &other, unary.operand.span),
        }
    }

    pub(super) fn binary(&mut self, binary: &'a Binary, span: Span) -> Value {
        match binary.operator {
            BinaryOperator::And | BinaryOperator::Or => self.logical(binary),
            BinaryOperator::Otherwise => {
                let left = self.evaluate(&binary.left, &Type::Anything);
                match left.value {
                    Value::None => self.evaluate(&binary.right, &Type::Anything).value,
                    present => present,
                }
            }
            BinaryOperator::Like | BinaryOperator::NotLike => {
                self.not_yet("`like` in a value", binary.operator_span)
            }
            _ => {
                let left = self.evaluate(&binary.left, &Type::Anything);
                let right = self.evaluate(&binary.right, &Type::Anything);
                if left.value.has_error() || right.value.has_error() {
                    return Value::Error;
                }
                if binary.operator.is_comparison() {
                    return self.compare(binary, &left, &right);
                }
                self.arithmetic(binary, left, right, span)
            }
        }
    }

    fn logical(&mut self, binary: &'a Binary) -> Value {
        let stops = binary.operator == BinaryOperator::Or;
        let left = self.expect(&binary.left, &Type::Bool);
        let right = self.expect(&binary.right, &Type::Bool);
        match (left.value, right.value) {
            (Value::Bool(left), Value::Bool(right)) => {
                Value::Bool(if stops { left || right } else { left && right })
            }
            _ => Value::Error,
        }
    }

    fn compare(&mut self, binary: &Binary, left: &Located, right: &Located) -> Value {
        for side in [left, right] {
            if let Some(text) = later(&side.value) {
                self.reports.push(value_diagnostics::later(&text, side.span, "what is compared"));
                return Value::Error;
            }
        }
        match binary.operator {
            BinaryOperator::Equal => Value::Bool(same(&left.value, &right.value)),
            BinaryOperator::NotEqual => Value::Bool(!same(&left.value, &right.value)),
            BinaryOperator::In | BinaryOperator::NotIn => {
                let found = match &right.value {
                    Value::List(items) => items.iter().any(|item| same(&item.value, &left.value)),
                    Value::Map(entries) => {
                        entries.iter().any(|entry| same(&Value::text(entry.key.as_str()), &left.value))
                    }
                    other => return self.refuse("in", &other.clone(), right.span),
                };
                Value::Bool(found == (binary.operator == BinaryOperator::In))
            }
            operator => match order(&left.value, &right.value) {
                Some(order) => Value::Bool(holds(operator, order)),
                None => {
                    self.reports.push(diagnostics::not_comparable(
                        operator.written(),
                        &left.value,
                        &right.value,
                        binary.operator_span,
                    ));
                    Value::Error
                }
            },
        }
    }

    fn arithmetic(&mut self, binary: &Binary, left: Located, right: Located, span: Span) -> Value {
        use BinaryOperator::{Add, Divide, Multiply, Subtract};
        let operator = binary.operator;
        match (left.value, right.value) {
            (Value::Integer(left), Value::Integer(right)) => {
                self.integers(operator, left, right, span).map_or(Value::Error, Value::Integer)
            }
            (Value::Duration(left), Value::Duration(right)) if matches!(operator, Add | Subtract) => {
                self.integers(operator, left, right, span).map_or(Value::Error, Value::Duration)
            }
            (Value::Percent(left), Value::Percent(right)) if matches!(operator, Add | Subtract) => {
                self.integers(operator, left, right, span).map_or(Value::Error, Value::Percent)
            }
            (Value::Duration(left), Value::Integer(right)) if matches!(operator, Multiply | Divide) => {
                self.integers(operator, left, right, span).map_or(Value::Error, Value::Duration)
            }
            (Value::List(mut left), Value::List(right)) if operator == Add => {
                left.extend(right);
                Value::List(left)
            }
            (Value::Money { currency: left, .. }, Value::Money { currency: right, .. }) if left != right => {
                self.reports.push(diagnostics::mixed_currencies(&left, &right, span));
                Value::Error
            }
            (Value::Decimal(_) | Value::Money { .. }, _) | (_, Value::Decimal(_) | Value::Money { .. }) => {
                self.not_yet("arithmetic with decimals and money", span)
            }
            (left, right) => {
                let (operator, place) = (operator.written(), binary.operator_span);
                self.reports.push(diagnostics::not_computable(operator, &left, &right, place));
                Value::Error
            }
        }
    }

    fn integers(&mut self, operator: BinaryOperator, left: i64, right: i64, span: Span) -> Option<i64> {
        if operator == BinaryOperator::Divide && right == 0 {
            self.reports.push(diagnostics::division_by_zero(span));
            return None;
        }
        let result = match operator {
            BinaryOperator::Add => left.checked_add(right),
            BinaryOperator::Subtract => left.checked_sub(right),
            BinaryOperator::Multiply => left.checked_mul(right),
            _ => left.checked_div_euclid(right),
        };
        self.checked(result, span)
    }

    fn checked(&mut self, result: Option<i64>, span: Span) -> Option<i64> {
        if result.is_none() {
            self.reports.push(diagnostics::overflow(span));
        }
        result
    }

    fn refuse(&mut self, operator: &str, value: &Value, span: Span) -> Value {
        self.reports.push(diagnostics::wrong_operand(operator, value, span));
        Value::Error
    }
}

/// The later text in a value, however deep.
fn later(value: &Value) -> Option<Text> {
    match value {
        Value::Text(text) if text.known().is_none() => Some(text.clone()),
        Value::List(items) => items.iter().find_map(|item| later(&item.value)),
        Value::Map(entries) => entries.iter().find_map(|entry| later(&entry.value.value)),
        _ => None,
    }
}

/// Whether two values are the same, wherever they are written.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| same(&left.value, &right.value))
        }
        (Value::Map(left), Value::Map(right)) => {
            let matches = |entry: &crate::value::Entry| {
                right
                    .iter()
                    .any(|other| other.key == entry.key && same(&other.value.value, &entry.value.value))
            };
            left.len() == right.len() && left.iter().all(matches)
        }
        _ => match (left.as_text(), right.as_text()) {
            (Some(left), Some(right)) => left == right,
            _ => left == right,
        },
    }
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Integer(left), Value::Integer(right))
        | (Value::Duration(left), Value::Duration(right))
        | (Value::Percent(left), Value::Percent(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

fn holds(operator: BinaryOperator, order: Ordering) -> bool {
    match operator {
        BinaryOperator::Less => order.is_lt(),
        BinaryOperator::LessOrEqual => order.is_le(),
        BinaryOperator::Greater => order.is_gt(),
        _ => order.is_ge(),
    }
}
