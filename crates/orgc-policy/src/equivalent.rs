//! Whether two policy texts mean the same, so that a rewritten text is not a change.

use crate::document::Document;
use crate::json::{Json, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Whether two policy texts mean the same.
///
/// The order of keys and of lists of plain values never matters. In IAM documents, a list of one
/// element is its element, the order of statements does not matter, and a boolean or number in a
/// condition is its text. Texts that are not JSON are equivalent only if they are equal.
pub fn equivalent(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    match (meaning(one), meaning(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

/// A JSON value without what has no meaning.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    Set(BTreeSet<Meaning>),
    List(Vec<Meaning>),
    Object(BTreeMap<String, Meaning>),
}

/// Which lists are sets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lists {
    /// All, and a set of one is its element: IAM.
    Sets,
    /// Those of plain values only: management policies.
    Mixed,
}

fn meaning(text: &str) -> Option<Meaning> {
    match Document::parse(text) {
        Ok(document) => Some(of(&document.to_json(), Lists::Sets)),
        Err(_) => Json::read(text).ok().map(|tree| of(&tree, Lists::Mixed)),
    }
}

fn of(json: &Json, lists: Lists) -> Meaning {
    match &json.value {
        Value::Null => Meaning::Null,
        Value::Bool(value) => Meaning::Bool(*value),
        Value::Number(digits) => Meaning::Number(digits.clone()),
        Value::Text(text) => Meaning::Text(text.clone()),
        Value::List(elements) => of_list(elements, lists),
        Value::Object(members) => {
            Meaning::Object(members.iter().map(|one| (one.name.clone(), of(&one.value, lists))).collect())
        }
    }
}

fn of_list(elements: &[Json], lists: Lists) -> Meaning {
    let mut all: Vec<_> = elements.iter().map(|one| of(one, lists)).collect();
    if lists == Lists::Mixed {
        let plain = all.iter().all(|one| {
            matches!(one, Meaning::Null | Meaning::Bool(_) | Meaning::Number(_) | Meaning::Text(_))
        });
        return if plain { Meaning::Set(all.into_iter().collect()) } else { Meaning::List(all) };
    }
    all.sort();
    all.dedup();
    match <[Meaning; 1]>::try_from(all) {
        Ok([only]) => only,
        Err(all) => Meaning::Set(all.into_iter().collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::equivalent;

    fn policy(statements: &str) -> String {
        format!(r#"{{"Version":"2012-10-17","Statement":{statements}}}"#)
    }

    const DENY: &str = r#"{"Effect":"Deny","Action":["a:B","a:C"],"Resource":"*","Condition":{"Bool":{"k":"true"},"ArnLike":{"x":["1","2"]}}}"#;

    #[test]
    fn what_has_no_meaning_in_iam_does_not_differ() {
        let shuffled = r#"{ "Condition":{"ArnLike":{"x":["2","1"]},"Bool":{"k":[true]}}, "Resource":["*"],
            "Action":["a:C","a:B","a:B"], "Effect":"Deny" }"#;
        assert!(equivalent(&policy(DENY), &policy(shuffled)));
        assert!(equivalent(&policy(DENY), &policy(&format!("[{shuffled}]"))));
        let other = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;
        assert!(equivalent(&policy(&format!("[{DENY},{other}]")), &policy(&format!("[{other},{shuffled}]"))));
    }

    #[test]
    fn what_has_a_meaning_differs() {
        for (from, to) in [
            ("Deny", "Allow"),
            ("a:C", "a:D"),
            ("\"Action\"", "\"NotAction\""),
            ("\"Resource\"", "\"NotResource\""),
            ("Bool", "BoolIfExists"),
            ("\"true\"", "\"false\""),
            ("\"Effect\"", "\"Sid\":\"X\",\"Effect\""),
        ] {
            let changed = DENY.replace(from, to);
            assert_ne!(changed, DENY, "{from}");
            assert!(!equivalent(&policy(DENY), &policy(&changed)), "{from} -> {to}");
        }
        assert!(!equivalent(&policy(DENY), &policy(DENY).replace("2012-10-17", "2008-10-17")));
    }

    #[test]
    fn management_policies_keep_the_order_of_objects_only() {
        assert!(equivalent(
            r#"{"a":{"@@assign":["x","y"]},"b":1}"#,
            r#"{ "b":1, "a":{"@@assign":["y","x"]} }"#
        ));
        assert!(!equivalent(r#"{"a":["x"]}"#, r#"{"a":"x"}"#));
        assert!(!equivalent(r#"{"a":[{"x":1},{"y":1}]}"#, r#"{"a":[{"y":1},{"x":1}]}"#));
        assert!(!equivalent(r#"{"a":true}"#, r#"{"a":"true"}"#));
    }

    #[test]
    fn what_is_not_json_is_only_itself() {
        assert!(equivalent("x", "x"));
        assert!(!equivalent("x", "x "));
        assert!(!equivalent("{}", "{"));
    }
}
