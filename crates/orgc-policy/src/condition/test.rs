//! One condition as a value, and its exact negation.
//!
//! What a condition says of an absent key is part of its meaning:
//!
//! | operator | absent key |
//! |---|---|
//! | plain (`StringEquals`, `NumericLessThan`, `Bool`, …) | false |
//! | negated (`StringNotEquals`, `ArnNotLike`, `NotIpAddress`, …) | true |
//! | with `IfExists` | true |
//! | `ForAnyValue:` | false |
//! | `ForAllValues:` | true |
//! | `Null` `true`, `Null` `false` | true, false |
//!
//! The negation takes the opposite operator and the other quantifier. Where that says the right thing
//! of an absent key too, it is all; where it is false and must be true, `IfExists` is added; where it
//! is true and must be false, `Null` `false` is added.

use super::operator::{Base, Operator, Quantifier};
use crate::document::Condition;

/// A condition with an operator that there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// The operator.
    pub operator: Operator,
    /// The key: `aws:RequestedRegion`.
    pub key: String,
    /// The values.
    pub values: Vec<String>,
}

/// Why a condition has no negation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoNegation {
    /// IAM has no operator for it.
    #[error("IAM has no operator for the opposite of `BinaryEquals`")]
    Binary,
    /// Order with several values, or both booleans.
    #[error("one value is expected, so that there is an opposite")]
    SeveralValues,
}

impl Test {
    /// A condition.
    pub fn new<T: Into<String>>(
        operator: Operator,
        key: impl Into<String>,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        Self { operator, key: key.into(), values: values.into_iter().map(Into::into).collect() }
    }

    /// Whether the request has the key.
    pub fn exists(key: impl Into<String>, exists: bool) -> Self {
        Self::new(Operator::of(Base::Null), key, [if exists { "false" } else { "true" }])
    }

    /// What it says of a key that the request does not have.
    pub fn holds_for_absent(&self) -> bool {
        match (self.operator.base, self.operator.quantifier) {
            (Base::Null, _) => self.values.iter().any(|value| value == "true"),
            _ if self.operator.if_exists => true,
            (_, Some(Quantifier::All)) => true,
            (_, Some(Quantifier::Any)) => false,
            (base, None) => base.is_negated(),
        }
    }

    /// The conditions that all hold exactly when this one does not.
    ///
    /// # Errors
    /// Why there are none.
    pub fn negated(&self) -> Result<Vec<Self>, NoNegation> {
        let base = self.operator.base.opposite().ok_or(NoNegation::Binary)?;
        let is_flipped = matches!(base, Base::Bool | Base::Null);
        if (is_flipped || base.is_order()) && self.values.len() != 1 {
            return Err(NoNegation::SeveralValues);
        }
        let quantifier = self.operator.quantifier.map(|one| match one {
            Quantifier::Any => Quantifier::All,
            Quantifier::All => Quantifier::Any,
        });
        let operator = Operator { quantifier, base, if_exists: false };
        let values = if is_flipped { flipped(&self.values) } else { self.values.clone() };
        let mut opposite = Self { operator, key: self.key.clone(), values };
        Ok(match (!self.holds_for_absent(), opposite.holds_for_absent()) {
            (true, false) => {
                opposite.operator.if_exists = true;
                vec![opposite]
            }
            (false, true) => vec![opposite, Self::exists(&self.key, true)],
            _ => vec![opposite],
        })
    }

    /// As it stands in a document.
    pub fn condition(&self) -> Condition {
        Condition::new(self.operator.to_string(), &self.key, self.values.iter().cloned())
    }
}

/// The other boolean.
fn flipped(values: &[String]) -> Vec<String> {
    values.iter().map(|value| (value != "true").to_string()).collect()
}
