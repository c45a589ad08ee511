//! How IAM evaluates conditions, written down a second time from its documentation (IAM User Guide:
//! Condition operators, Set operators for multivalued context keys), and what this crate does with
//! conditions held against it.

use super::{Base, Operator, Quantifier, Test, Together};
use crate::document::Condition;

/// The values of the key in a request; none if the request does not have it.
type Request = Option<Vec<&'static str>>;

/// Whether a condition, as it is printed, holds for a request.
fn holds(condition: &Condition, request: &Request) -> bool {
    let (set, name) = condition.operator.split_once(':').unwrap_or(("", &condition.operator));
    if name == "Null" {
        return condition.values.iter().any(|value| (value == "true") == request.is_none());
    }
    let (name, if_exists) = match name.strip_suffix("IfExists") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let is_negated = name.contains("Not");
    let one = |value: &str| {
        if is_negated {
            !condition.values.iter().any(|listed| compare(&name.replace("Not", ""), value, listed))
        } else {
            condition.values.iter().any(|listed| compare(name, value, listed))
        }
    };
    match (request, set) {
        (None, _) if if_exists => true,
        (None, "ForAllValues") => true,
        (None, "ForAnyValue") => false,
        (None, _) => is_negated,
        (Some(values), "ForAllValues") => values.iter().all(|value| one(value)),
        (Some(values), "ForAnyValue") => values.iter().any(|value| one(value)),
        (Some(values), _) => matches!(values.as_slice(), [value] if one(value)),
    }
}

/// Whether one value compares to one listed value.
fn compare(name: &str, value: &str, listed: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().unwrap();
    match name.trim_start_matches("Numeric").trim_start_matches("Date") {
        "StringEquals" | "BinaryEquals" | "Bool" | "ArnEquals" => value == listed,
        "StringEqualsIgnoreCase" => value.eq_ignore_ascii_case(listed),
        "StringLike" | "ArnLike" => match listed.split_once('*') {
            Some((before, after)) => value.starts_with(before) && value.ends_with(after),
            None => value == listed,
        },
        "IpAddress" => match listed.split_once("0/") {
            Some((network, _)) => value.starts_with(network),
            None => value == listed,
        },
        "Equals" => number(value) == number(listed),
        "LessThan" => number(value) < number(listed),
        "LessThanEquals" => number(value) <= number(listed),
        "GreaterThan" => number(value) > number(listed),
        "GreaterThanEquals" => number(value) >= number(listed),
        other => panic!("{other} is not compared"),
    }
}

/// Values to list and values that requests have, by operator.
fn values(base: Base) -> (Vec<Vec<&'static str>>, Vec<&'static str>) {
    use super::Family::{Bool, Date, Ip, Null, Numeric};
    match base.family() {
        Numeric | Date if base.is_order() => (vec![vec!["5"], vec!["7"]], vec!["4", "5", "6", "7", "8"]),
        Numeric | Date => (vec![vec!["5"], vec!["5", "7"], vec!["7", "8"]], vec!["5", "6", "7"]),
        Bool | Null => (vec![vec!["true"], vec!["false"]], vec!["true", "false"]),
        Ip => (
            vec![vec!["10.0.0.0/24"], vec!["10.0.0.0/24", "10.0.1.7"]],
            vec!["10.0.0.1", "10.0.1.7", "10.0.2.1"],
        ),
        _ => (
            vec![vec!["a"], vec!["a", "b*"], vec!["b*", "c"], vec!["A*", "a"]],
            vec!["a", "A", "b", "bx", "b*", "c", "x"],
        ),
    }
}

/// Every operator in every form, with lists of values.
fn tests() -> Vec<Test> {
    let mut all = Vec::new();
    for base in Base::ALL {
        for quantifier in [None, Some(Quantifier::Any), Some(Quantifier::All)] {
            for if_exists in [false, true] {
                if base == Base::Null && (if_exists || quantifier.is_some()) {
                    continue;
                }
                let operator = Operator { quantifier, base, if_exists };
                all.extend(values(base).0.into_iter().map(|listed| Test::new(operator, "k", listed)));
            }
        }
    }
    all
}

/// The requests to ask: without the key, with each value, and with two values where there may be.
fn requests(test: &Test) -> Vec<Request> {
    let singles = values(test.operator.base).1;
    let one = singles.iter().map(|value| Some(vec![*value]));
    let mut all: Vec<Request> = std::iter::once(None).chain(one).collect();
    if test.operator.quantifier.is_some() {
        for first in &singles {
            all.extend(singles.iter().map(|second| Some(vec![*first, *second])));
        }
    }
    all
}

#[test]
fn a_negation_holds_exactly_when_the_condition_does_not() {
    let mut compared = 0;
    for test in tests().iter().filter(|test| test.operator.base != Base::BinaryEquals) {
        let negated = test.negated().unwrap();
        for request in requests(test) {
            let all = negated.iter().all(|one| holds(&one.condition(), &request));
            assert_eq!(all, !holds(&test.condition(), &request), "{test:?} {negated:?} {request:?}");
            compared += 1;
        }
    }
    assert!(compared > 5_000, "{compared}");
}

#[test]
fn what_is_said_of_absent_keys_is_known() {
    for test in tests() {
        assert_eq!(test.holds_for_absent(), holds(&test.condition(), &None), "{test:?}");
    }
}

#[test]
fn merged_conditions_hold_exactly_when_both_do() {
    let (mut merged, mut refused) = (0, 0);
    let all = tests();
    for one in &all {
        for other in all.iter().filter(|other| other.operator == one.operator) {
            let mut together = Together::default();
            together.add(one.clone()).unwrap();
            let result = together.add(other.clone());
            let optional = Test { operator: Operator { if_exists: true, ..other.operator }, ..other.clone() };
            let told = match result {
                Ok(()) => {
                    merged += 1;
                    together
                }
                Err(clash) if clash.is_mended_by_optional(other) => {
                    refused += 1;
                    together.add(optional).unwrap();
                    together
                }
                Err(super::Clash::Contradiction) => {
                    refused += 1;
                    let never = |request: &Request| {
                        !(holds(&one.condition(), request) && holds(&other.condition(), request))
                    };
                    assert!(requests(one).iter().all(never), "{one:?} {other:?}");
                    continue;
                }
                Err(_) => continue,
            };
            for request in requests(one) {
                let both = holds(&one.condition(), &request) && holds(&other.condition(), &request);
                let said = told.conditions().iter().all(|condition| holds(condition, &request));
                assert_eq!(said, both, "{one:?} {other:?} {told:?} {request:?}");
            }
        }
    }
    assert!(merged > 300 && refused > 50, "{merged} {refused}");
}
