//! Conditions that no request meets together.

use super::question::Ground;
use super::set::Set;
use super::space::any_key;
use crate::decide::{Listed, Predicate};
use crate::document::Conditions;
use std::collections::BTreeMap;

/// The key of which several conditions hold for no value, no set of values and no absence, whatever else is in the request.
/// None if there is no such key, or if it was not decided.
pub(crate) fn contradiction(conditions: &Conditions) -> Option<String> {
    let mut keys: BTreeMap<String, Vec<Predicate>> = BTreeMap::new();
    for predicate in conditions.iter().filter_map(Predicate::of) {
        keys.entry(predicate.key.clone()).or_default().push(predicate);
    }
    let contradicting = keys.into_iter().find(|(key, predicates)| contradict(key, predicates))?;
    contradicting.1.into_iter().next().map(|predicate| predicate.name)
}

fn contradict(key: &str, predicates: &[Predicate]) -> bool {
    // One condition does not contradict itself.
    if predicates.len() < 2 {
        return false;
    }
    // A text that is also a number stands in two classes, which does not do for a proof.
    let is_text = |one: &Predicate| matches!(one.listed, Listed::Text(_));
    let is_line = |one: &Predicate| matches!(one.listed, Listed::Ranges(..));
    if predicates.iter().any(is_text) && predicates.iter().any(is_line) {
        return false;
    }
    let all: Vec<&Predicate> = predicates.iter().collect();
    let Some(dimension) = any_key(&Ground::default(), key, &all) else { return false };
    let mut left = Set::all(dimension.values.len());
    all.iter().for_each(|predicate| left.keep(&dimension.passing(predicate).maybe));
    left.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Condition;

    fn found(conditions: &[(&str, &str, &str)]) -> Option<String> {
        let mut all = Conditions::default();
        for (operator, key, value) in conditions {
            all.add(Condition::new(*operator, *key, [*value])).unwrap();
        }
        contradiction(&all)
    }

    #[test]
    fn no_value_is_two_things_at_once() {
        for (one, other) in [
            (("StringEquals", "x"), ("StringLike", "y*")),
            (("StringEquals", "x"), ("StringNotEquals", "x")),
            (("StringEquals", "x"), ("StringNotLike", "*")),
            (("NumericLessThan", "1"), ("NumericGreaterThan", "5")),
            (("NumericLessThan", "1"), ("NumericEquals", "1")),
            (("DateLessThan", "2020-01-01T00:00:00Z"), ("DateGreaterThan", "2021-01-01T00:00:00Z")),
            (("IpAddress", "10.0.0.0/8"), ("NotIpAddress", "10.0.0.0/7")),
            (("Bool", "true"), ("Null", "true")),
            (("ForAnyValue:StringEquals", "x"), ("ForAllValues:StringNotEquals", "x")),
        ] {
            let both = [(one.0, "a:B", one.1), (other.0, "a:b", other.1)];
            assert_eq!(found(&both).as_deref(), Some("a:B"), "{one:?} {other:?}");
        }
    }

    #[test]
    fn what_may_hold_together_is_none() {
        for (one, other) in [
            (("StringEquals", "x"), ("StringLike", "x*")),
            (("StringEqualsIgnoreCase", "X"), ("StringEquals", "x")),
            (("StringNotEquals", "x"), ("StringNotLike", "*")),
            (("StringEqualsIfExists", "x"), ("StringEqualsIgnoreCaseIfExists", "y")),
            (("StringEquals", "${aws:username}"), ("StringLike", "y*")),
            (("NumericLessThan", "5"), ("NumericGreaterThan", "1")),
            (("StringEquals", "6"), ("NumericEquals", "5")),
            (("ForAnyValue:StringEquals", "x"), ("ForAnyValue:StringLike", "y*")),
            (("ForAllValues:StringEquals", "x"), ("ForAllValues:StringLike", "y*")),
        ] {
            assert_eq!(found(&[(one.0, "a:b", one.1), (other.0, "a:b", other.1)]), None, "{one:?} {other:?}");
        }
        assert_eq!(found(&[("StringEquals", "a:b", "x"), ("StringLike", "a:c", "y")]), None);
        let linked = "arn:aws:iam::*:role/aws-service-role/*";
        assert_eq!(found(&[("ArnLike", "aws:PrincipalArn", linked)]), None, "they exist");
        assert_eq!(found(&[("Null", "aws:PrincipalArn", "true")]), None, "anonymous requests exist");
        assert_eq!(found(&[("Bool", "aws:PrincipalIsAWSService", "true")]), None);
    }
}
