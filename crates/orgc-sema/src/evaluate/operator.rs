//! Operators.

use super::arithmetic;
use super::diagnostics;
use super::evaluator::Evaluator;
use super::glob::matches;
use crate::value::{Located, Type, Value, diagnostics as value_diagnostics};
use orgc_diag::Span;
use orgc_ir::Text;
use orgc_syntax::ast::{Binary, BinaryOperator, Expression, ExpressionKind, Unary, UnaryOperator};
use std::cmp::Ordering;

impl<'a> Evaluator<'a, '_> {
    pub(super) fn unary(&mut self, unary: &'a Unary, span: Span) -> Value {
        let operand = match unary.operator {
            UnaryOperator::Not => self.expect(&unary.operand, &Type::Bool),
            UnaryOperator::Negate => self.evaluate(&unary.operand, &Type::Anything),
        };
        match (unary.operator, self.solid(operand).value) {
            (_, Value::Error) => Value::Error,
            (UnaryOperator::Not, Value::Bool(value)) => Value::Bool(!value),
            (_, value) => match arithmetic::negated(&value) {
                Some(Ok(value)) => value,
                Some(Err(())) => self.overflow(span),
                None => self.refuse("-", &value, unary.operand.span),
            },
        }
    }

    pub(super) fn binary(&mut self, binary: &'a Binary, hint: &Type, span: Span) -> Located {
        let value = match binary.operator {
            BinaryOperator::And | BinaryOperator::Or => self.logical(binary),
            BinaryOperator::Otherwise => return self.otherwise(binary, hint),
            _ => self.computed(binary, hint, span),
        };
        Located::new(value, span)
    }

    fn computed(&mut self, binary: &'a Binary, hint: &Type, span: Span) -> Value {
        let is_sum = binary.operator == BinaryOperator::Add;
        let hint = if is_sum { hint } else { &Type::Anything };
        let left = self.operand(&binary.left, hint);
        let right = self.operand(&binary.right, hint);
        if left.value.has_error() || right.value.has_error() {
            return Value::Error;
        }
        if !binary.operator.is_comparison() {
            return self.arithmetic(binary, left, right, span);
        }
        // Things that have no address yet cannot be compared.
        if let Some(number) = waiting(&left.value).or_else(|| waiting(&right.value)) {
            return self.solid(Located::new(Value::Deferred(number), span)).value;
        }
        self.compare(binary, &left, &right)
    }

    /// `left ?? right`. A key that there is not is `none`, when it is the left side that asks.
    fn otherwise(&mut self, binary: &'a Binary, hint: &Type) -> Located {
        let left = match self.foreseen(&binary.left) {
            Some(found) => found,
            None => self.evaluate(&binary.left, hint),
        };
        match self.solid(left) {
            Located { value: Value::None, .. } => self.evaluate(&binary.right, hint),
            present => present,
        }
    }

    /// `m[k]`, or `m[k].x`, whose key may be missing. None for other expressions.
    fn foreseen(&mut self, expression: &'a Expression) -> Option<Located> {
        let inner = expression.unwrapped();
        match &inner.kind {
            ExpressionKind::Index(index) => Some(self.looked_up(index, inner.span, true)),
            ExpressionKind::Member(member) => {
                let base = self.foreseen(&member.value)?;
                match base.value {
                    Value::None | Value::Error => Some(base),
                    // Worked out again with its findings, now that the key is there.
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// `and` and `or` look at the right side only if the left one leaves the answer open.
    fn logical(&mut self, binary: &'a Binary) -> Value {
        let stops = binary.operator == BinaryOperator::Or;
        let left = self.expect(&binary.left, &Type::Bool);
        match self.solid(left).value {
            Value::Bool(left) if left == stops => return Value::Bool(stops),
            Value::Bool(_) => {}
            _ => return Value::Error,
        }
        let right = self.expect(&binary.right, &Type::Bool);
        match self.solid(right).value {
            Value::Bool(right) => Value::Bool(right),
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
        let negative = matches!(binary.operator, BinaryOperator::NotIn | BinaryOperator::NotLike);
        match binary.operator {
            BinaryOperator::Equal => Value::Bool(same(&left.value, &right.value)),
            BinaryOperator::NotEqual => Value::Bool(!same(&left.value, &right.value)),
            BinaryOperator::In | BinaryOperator::NotIn => match contains(&right.value, &left.value) {
                Some(found) => Value::Bool(found != negative),
                None => self.refuse("in", &right.value, right.span),
            },
            BinaryOperator::Like | BinaryOperator::NotLike => match like(&left.value, &right.value) {
                Some(found) => Value::Bool(found != negative),
                None => self.not_comparable(binary, left, right),
            },
            operator => match arithmetic::order(&left.value, &right.value) {
                Some(order) => Value::Bool(holds(operator, order)),
                None => self.not_comparable(binary, left, right),
            },
        }
    }

    fn not_comparable(&mut self, binary: &Binary, left: &Located, right: &Located) -> Value {
        let report = match (&left.value, &right.value) {
            (Value::Money { currency: left, .. }, Value::Money { currency: right, .. }) => {
                diagnostics::mixed_currencies(left, right, binary.operator_span)
            }
            (left, right) => {
                diagnostics::not_comparable(binary.operator.written(), left, right, binary.operator_span)
            }
        };
        self.reports.push(report);
        Value::Error
    }

    fn arithmetic(&mut self, binary: &Binary, left: Located, right: Located, span: Span) -> Value {
        use arithmetic::Fault;
        let operator = binary.operator;
        let report = match (left.value, right.value) {
            (Value::List(left), Value::List(right)) if operator == BinaryOperator::Add => {
                let mut all = left.into_vec();
                all.extend(right);
                return Value::list(all);
            }
            (Value::Map(left), Value::Map(right)) if operator == BinaryOperator::Add => {
                return merged(&left, &right);
            }
            (left, right) => match arithmetic::compute(operator, &left, &right) {
                Ok(value) => return value,
                Err(Fault::Division) => diagnostics::division_by_zero(binary.right.span),
                Err(Fault::Overflow) => diagnostics::overflow(span),
                Err(Fault::Currencies(left, right)) => diagnostics::mixed_currencies(&left, &right, span),
                Err(Fault::Types) => {
                    diagnostics::not_computable(operator.written(), &left, &right, binary.operator_span)
                }
            },
        };
        self.reports.push(report);
        Value::Error
    }

    fn overflow(&mut self, span: Span) -> Value {
        self.reports.push(diagnostics::overflow(span));
        Value::Error
    }

    pub(super) fn refuse(&mut self, operator: &str, value: &Value, span: Span) -> Value {
        self.reports.push(diagnostics::wrong_operand(operator, value, span));
        Value::Error
    }
}

/// The entries of both; where both have a key, the one on the right holds.
fn merged(
    left: &crate::value::Shared<crate::value::Entry>,
    right: &crate::value::Shared<crate::value::Entry>,
) -> Value {
    let kept = left.iter().filter(|entry| right.entry(&entry.key).is_none()).cloned();
    let mut all: Vec<_> = kept.collect();
    all.extend(right.iter().cloned());
    Value::map(all)
}

/// An expression in a value that waits for the names of things.
fn waiting(value: &Value) -> Option<usize> {
    match value {
        Value::Deferred(number) => Some(*number),
        Value::List(items) => items.iter().find_map(|item| waiting(&item.value)),
        Value::Map(entries) => entries.iter().find_map(|entry| waiting(&entry.value.value)),
        _ => None,
    }
}

/// The later text in a value, however deep.
pub(super) fn later(value: &Value) -> Option<Text> {
    match value {
        Value::Text(text) if text.known().is_none() => Some(text.clone()),
        Value::List(items) => items.iter().find_map(|item| later(&item.value)),
        Value::Map(entries) => entries.iter().find_map(|entry| later(&entry.value.value)),
        _ => None,
    }
}

/// Whether two values are the same, wherever they are written.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| same(&left.value, &right.value))
        }
        (Value::Map(left), Value::Map(right)) => {
            let matches = |entry: &crate::value::Entry| {
                right.entry(&entry.key).is_some_and(|other| same(&other.value.value, &entry.value.value))
            };
            left.len() == right.len() && left.iter().all(matches)
        }
        _ => match (left.as_text(), right.as_text()) {
            (Some(left), Some(right)) => left == right,
            _ => left == right || arithmetic::order(left, right) == Some(Ordering::Equal),
        },
    }
}

/// Whether a list has an element, a map a key, or a string a part. None for other values.
fn contains(whole: &Value, part: &Value) -> Option<bool> {
    match whole {
        Value::List(items) => Some(items.iter().any(|item| same(&item.value, part))),
        Value::Map(entries) => {
            let key = part.as_text();
            Some(key.and_then(|key| entries.entry(key.known()?).map(|_| ())).is_some())
        }
        _ => Some(whole.as_text()?.known()?.contains(part.as_text()?.known()?)),
    }
}

/// Whether a string matches a pattern, or one of several.
fn like(value: &Value, pattern: &Value) -> Option<bool> {
    let text = value.as_text()?;
    let text = text.known()?;
    let one = |pattern: &Value| Some(matches(pattern.as_text()?.known()?, text));
    match pattern {
        Value::List(patterns) => {
            let each: Option<Vec<bool>> = patterns.iter().map(|pattern| one(&pattern.value)).collect();
            each.map(|all| all.contains(&true))
        }
        pattern => one(pattern),
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
