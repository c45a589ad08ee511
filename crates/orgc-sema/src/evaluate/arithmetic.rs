//! Computing with numbers, durations, percentages and money.

use crate::value::Value;
use orgc_syntax::ast::BinaryOperator;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// Why two values cannot be computed with.
pub(super) enum Fault {
    Types,
    Overflow,
    Division,
    /// Two currencies.
    Currencies(String, String),
}

/// The value with the other sign; an error if it is too large. None for what has no sign.
pub(super) fn negated(value: &Value) -> Option<Result<Value, ()>> {
    let whole = |number: &i64| number.checked_neg().ok_or(());
    Some(match value {
        Value::Integer(number) => whole(number).map(Value::Integer),
        Value::Duration(number) => whole(number).map(Value::Duration),
        Value::Percent(number) => whole(number).map(Value::Percent),
        Value::Decimal(number) => Ok(Value::Decimal(-*number)),
        Value::Money { amount, currency } => {
            Ok(Value::Money { amount: -*amount, currency: currency.clone() })
        }
        _ => return None,
    })
}

/// `left operator right`, where the operator is one of `+ - * /`.
pub(super) fn compute(operator: BinaryOperator, left: &Value, right: &Value) -> Result<Value, Fault> {
    use BinaryOperator::{Add, Divide, Multiply, Subtract};
    let is_sum = matches!(operator, Add | Subtract);
    let is_scaling = matches!(operator, Multiply | Divide);
    match (left, right) {
        (Value::Integer(left), Value::Integer(right)) => whole(operator, *left, *right).map(Value::Integer),
        (Value::Duration(left), Value::Duration(right)) if is_sum => {
            whole(operator, *left, *right).map(Value::Duration)
        }
        (Value::Percent(left), Value::Percent(right)) if is_sum => {
            whole(operator, *left, *right).map(Value::Percent)
        }
        (Value::Duration(left), Value::Integer(right)) if is_scaling => {
            whole(operator, *left, *right).map(Value::Duration)
        }
        (Value::Money { amount: left, currency }, Value::Money { amount: right, currency: other })
            if is_sum =>
        {
            if currency != other {
                return Err(Fault::Currencies(currency.clone(), other.clone()));
            }
            let amount = exact(operator, *left, *right)?;
            Ok(Value::Money { amount, currency: currency.clone() })
        }
        (Value::Money { amount, currency }, factor) if is_scaling => {
            let amount = exact(operator, *amount, number(factor)?)?;
            Ok(Value::Money { amount, currency: currency.clone() })
        }
        (factor, Value::Money { amount, currency }) if operator == Multiply => {
            let amount = exact(operator, *amount, number(factor)?)?;
            Ok(Value::Money { amount, currency: currency.clone() })
        }
        (Value::Decimal(_) | Value::Integer(_), Value::Decimal(_) | Value::Integer(_)) => {
            exact(operator, number(left)?, number(right)?).map(Value::Decimal)
        }
        _ => Err(Fault::Types),
    }
}

/// A plain number, or a percentage as a share.
fn number(value: &Value) -> Result<Decimal, Fault> {
    match value {
        Value::Integer(number) => Ok(Decimal::from(*number)),
        Value::Decimal(number) => Ok(*number),
        Value::Percent(hundredths) => Ok(Decimal::new(*hundredths, 4)),
        _ => Err(Fault::Types),
    }
}

fn whole(operator: BinaryOperator, left: i64, right: i64) -> Result<i64, Fault> {
    let result = match operator {
        BinaryOperator::Add => left.checked_add(right),
        BinaryOperator::Subtract => left.checked_sub(right),
        BinaryOperator::Multiply => left.checked_mul(right),
        _ if right == 0 => return Err(Fault::Division),
        _ => left.checked_div_euclid(right),
    };
    result.ok_or(Fault::Overflow)
}

fn exact(operator: BinaryOperator, left: Decimal, right: Decimal) -> Result<Decimal, Fault> {
    let result = match operator {
        BinaryOperator::Add => left.checked_add(right),
        BinaryOperator::Subtract => left.checked_sub(right),
        BinaryOperator::Multiply => left.checked_mul(right),
        _ if right.is_zero() => return Err(Fault::Division),
        _ => left.checked_div(right),
    };
    result.map(|result| result.normalize()).ok_or(Fault::Overflow)
}

/// Which of two values is larger. None if they cannot be compared.
pub(super) fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Duration(left), Value::Duration(right)) | (Value::Percent(left), Value::Percent(right)) => {
            Some(left.cmp(right))
        }
        (Value::Money { amount, currency }, Value::Money { amount: other, currency: same })
            if currency == same =>
        {
            Some(amount.cmp(other))
        }
        (Value::Integer(_) | Value::Decimal(_), Value::Integer(_) | Value::Decimal(_)) => {
            Some(number(left).ok()?.cmp(&number(right).ok()?))
        }
        _ => None,
    }
}
