//! Conditions that must all hold. JSON has one place for an operator and a key, so that two of them
//! become one where IAM can say it, and are refused where it cannot.

use super::is_known;
use super::operator::{Base, Quantifier};
use super::test::Test;
use crate::document::Conditions;

/// Conditions that must all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
// INVARIANT: no two have one operator and one key.
pub struct Together(Vec<Test>);

/// Why two conditions on one key cannot stand in one statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Clash {
    /// They never hold together.
    #[error("they never hold together")]
    Contradiction,
    /// IAM would read the values as alternatives.
    #[error("IAM has one place for an operator and a key, and reads several values there as alternatives")]
    Alternatives,
    /// One value may pass the first and another the second.
    #[error("different values may pass the two, which IAM cannot say with one list")]
    DifferentValues,
    /// Two bounds in one direction.
    #[error("IAM has one place for a bound in this direction")]
    Bounds,
}

impl Clash {
    /// Whether the second condition can be written with `?`: it then stands under an operator of its
    /// own, and the first one still refuses absent keys.
    pub fn is_mended_by_optional(self, test: &Test) -> bool {
        self != Self::Contradiction && !test.operator.if_exists && test.operator.base != Base::Null
    }
}

impl Together {
    /// Adds a condition.
    ///
    /// # Errors
    /// Why it cannot be said beside one that is there.
    pub fn add(&mut self, test: Test) -> Result<(), Clash> {
        let is_same =
            |one: &&mut Test| one.operator == test.operator && one.key.eq_ignore_ascii_case(&test.key);
        match self.0.iter_mut().find(is_same) {
            Some(one) => one.values = both(one, &test)?,
            None => self.0.push(test),
        }
        Ok(())
    }

    /// The conditions, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = &Test> {
        self.0.iter()
    }

    /// As they stand in a document.
    pub fn conditions(&self) -> Conditions {
        let mut conditions = Conditions::default();
        for test in &self.0 {
            // No two are alike, so that each finds its place.
            let added = conditions.add(test.condition());
            debug_assert!(added.is_ok(), "{test:?} stands twice");
        }
        conditions
    }
}

/// The values with which the one operator says both.
fn both(one: &Test, other: &Test) -> Result<Vec<String>, Clash> {
    let base = one.operator.base;
    let any = one.operator.quantifier == Some(Quantifier::Any);
    let (fewer, more) = match one.values.len() <= other.values.len() {
        true => (&one.values, &other.values),
        false => (&other.values, &one.values),
    };
    // Where absent keys pass both, they do hold together.
    let never = if one.holds_for_absent() { Clash::Alternatives } else { Clash::Contradiction };
    let is_within = fewer.iter().all(|value| more.contains(value));
    match () {
        // A negated operator is the stricter the more values it has.
        () if base.is_negated() && is_within => Ok(more.clone()),
        () if base.is_negated() && any => Err(Clash::DifferentValues),
        () if base.is_negated() => Ok(union(&one.values, &other.values)),
        () if is_within => Ok(fewer.clone()),
        () if base.is_order() => Err(Clash::Bounds),
        () if any => Err(Clash::DifferentValues),
        () if base == Base::Null => Err(Clash::Contradiction),
        () if base == Base::Bool => Err(never),
        () if base == Base::StringEquals
            && one.values.iter().chain(&other.values).all(|value| is_known(value)) =>
        {
            let common: Vec<String> =
                one.values.iter().filter(|value| other.values.contains(value)).cloned().collect();
            if common.is_empty() { Err(never) } else { Ok(common) }
        }
        () => Err(Clash::Alternatives),
    }
}

fn union(one: &[String], other: &[String]) -> Vec<String> {
    let new = other.iter().filter(|value| !one.contains(value));
    one.iter().chain(new).cloned().collect()
}
