//! Numbers and quantities.

use super::diagnostics;
use super::evaluator::Evaluator;
use crate::value::Value;
use orgc_syntax::ast::{DurationUnit, Number, Quantity, Unit};
use rust_decimal::Decimal;

impl Evaluator<'_, '_> {
    pub(super) fn number(&mut self, number: &Number) -> Value {
        if !number.is_whole() {
            return self.decimal(number).map_or(Value::Error, Value::Decimal);
        }
        self.exact(number, 1, "a whole number").map_or(Value::Error, Value::Integer)
    }

    fn decimal(&mut self, number: &Number) -> Option<Decimal> {
        let decimal = Decimal::from_str_exact(&number.digits()).ok();
        if decimal.is_none() {
            self.reports.push(diagnostics::not_exact(&number.written, number.span, "a number"));
        }
        decimal
    }

    pub(super) fn quantity(&mut self, quantity: &Quantity) -> Value {
        let number = &quantity.number;
        match &quantity.unit {
            Unit::Percent => self
                .exact(number, 100, "a percentage with at most two decimals")
                .map_or(Value::Error, Value::Percent),
            Unit::Duration(unit) => self
                .exact(number, milliseconds(*unit), "a whole number of milliseconds")
                .map_or(Value::Error, Value::Duration),
            Unit::Currency(currency) => match self.decimal(number) {
                Some(amount) => Value::Money { amount, currency: currency.clone() },
                None => Value::Error,
            },
        }
    }

    /// The number times a factor, if that is whole and not too large.
    fn exact(&mut self, number: &Number, factor: i64, expected: &str) -> Option<i64> {
        let exact = scaled(&number.digits(), factor);
        if exact.is_none() {
            self.reports.push(diagnostics::not_exact(&number.written, number.span, expected));
        }
        exact
    }
}

pub(crate) fn milliseconds(unit: DurationUnit) -> i64 {
    match unit {
        DurationUnit::Milliseconds => 1,
        DurationUnit::Seconds => 1_000,
        DurationUnit::Minutes => 60_000,
        DurationUnit::Hours => 3_600_000,
        DurationUnit::Days => 86_400_000,
        DurationUnit::Weeks => 604_800_000,
    }
}

/// Digits with an optional fraction times a factor, without rounding.
pub(crate) fn scaled(digits: &str, factor: i64) -> Option<i64> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let mantissa: i128 = format!("{whole}{fraction}").parse().ok()?;
    let scale = 10_i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let product = mantissa.checked_mul(i128::from(factor))?;
    (product % scale == 0).then_some(product / scale).and_then(|exact| i64::try_from(exact).ok())
}

#[cfg(test)]
mod tests {
    use super::scaled;

    #[test]
    fn numbers_are_scaled_without_rounding() {
        assert_eq!(scaled("12.50", 100), Some(1_250));
        assert_eq!(scaled("0.125", 100), None);
        assert_eq!(scaled("1.5", 3_600_000), Some(5_400_000));
        assert_eq!(scaled("9223372036854775807", 1), Some(i64::MAX));
        assert_eq!(scaled("9223372036854775808", 1), None);
    }
}
