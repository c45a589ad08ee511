//! Policies by statement: which are new, which are gone, which are different, and what that does.

use super::Effect;
use orgc_policy::{Condition, Document, Effect as Verdict, Principal, Principals, Scope, Statement};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A statement that is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatementChange {
    /// Whether it is new, gone or different.
    pub kind: Kind,
    /// The statement as a sentence: the new one, or the one that is gone.
    pub statement: String,
    /// What is different in it; empty for a statement that is new or gone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartChange>,
    /// What that does to permissions.
    pub effect: Effect,
}

/// Whether a statement is new, gone or different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// New.
    Added,
    /// Gone.
    Removed,
    /// Different.
    Changed,
}

/// A part of a statement that is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartChange {
    /// The part: `action`, `resource`, `principal`, or a condition as `StringEquals aws:x`.
    pub part: String,
    /// Values that are new.
    pub added: Vec<String>,
    /// Values that are gone.
    pub removed: Vec<String>,
}

/// The differences of two documents; none when one of them is no IAM document.
pub(super) fn compare(from: &str, to: &str) -> Option<Vec<StatementChange>> {
    let (old, new) = (Document::parse(from).ok()?, Document::parse(to).ok()?);
    let mut gone: Vec<Shape> = old.statements.iter().map(Shape::of).collect();
    let mut fresh: Vec<Shape> = new.statements.iter().map(Shape::of).collect();
    take_pairs(&mut gone, &mut fresh, |one, other| one.says(other));
    let mut pairs = take_pairs(&mut gone, &mut fresh, |one, other| one.sid.is_some() && one.sid == other.sid);
    pairs.extend(take_pairs(&mut gone, &mut fresh, |one, other| {
        one.parts.get("action") == other.parts.get("action")
    }));
    pairs.extend(take_pairs(&mut gone, &mut fresh, |one, other| one.shares(other)));
    let mut changes: Vec<StatementChange> = pairs.iter().map(|(old, new)| changed(old, new)).collect();
    changes.extend(fresh.iter().map(|one| whole(Kind::Added, one, Effect::of_growing(one.verdict))));
    let shrinking = |one: &Shape| Effect::of_growing(one.verdict).reversed();
    changes.extend(gone.iter().map(|one| whole(Kind::Removed, one, shrinking(one))));
    Some(changes)
}

/// A statement in parts. The values of a part are a set; whether more of them reach further, less far,
/// or neither, is [`Reach`].
struct Shape {
    sid: Option<String>,
    verdict: Verdict,
    sentence: String,
    parts: BTreeMap<String, (Reach, BTreeSet<String>)>,
}

/// What more values of a part do to what a statement applies to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// It applies to more.
    Grows,
    /// It applies to less.
    Shrinks,
    /// That depends on the values.
    Depends,
}

impl Shape {
    fn of(statement: &Statement) -> Self {
        let mut parts = BTreeMap::new();
        parts.extend([scope("action", &statement.actions)]);
        parts.extend(statement.resources.iter().map(|resources| scope("resource", resources)));
        parts.extend(statement.principals.iter().map(principals));
        parts.extend(statement.conditions.iter().map(condition));
        let verdict = statement.effect;
        Self { sid: statement.sid.clone(), verdict, sentence: sentence(statement), parts }
    }

    /// Whether the two say the same. An id says nothing.
    fn says(&self, other: &Self) -> bool {
        self.parts == other.parts
    }

    /// Whether an action of one is an action of the other.
    fn shares(&self, other: &Self) -> bool {
        let actions =
            |one: &Self| one.parts.get("action").map(|(_, values)| values.clone()).unwrap_or_default();
        let (one, other) = (actions(self), actions(other));
        one.iter().any(|value| is_covered(value, &other)) || other.iter().any(|value| is_covered(value, &one))
    }
}

/// Takes out the pairs of the same verdict that match, first come, first served.
fn take_pairs(
    gone: &mut Vec<Shape>,
    fresh: &mut Vec<Shape>,
    matches: impl Fn(&Shape, &Shape) -> bool,
) -> Vec<(Shape, Shape)> {
    let mut pairs = Vec::new();
    for old in std::mem::take(gone) {
        match fresh.iter().position(|new| old.verdict == new.verdict && matches(&old, new)) {
            Some(index) => pairs.push((old, fresh.remove(index))),
            None => gone.push(old),
        }
    }
    pairs
}

fn whole(kind: Kind, one: &Shape, effect: Effect) -> StatementChange {
    StatementChange { kind, statement: one.sentence.clone(), parts: Vec::new(), effect }
}

fn changed(old: &Shape, new: &Shape) -> StatementChange {
    let none = BTreeSet::new();
    let names: BTreeSet<&String> = old.parts.keys().chain(new.parts.keys()).collect();
    let (mut parts, mut effect) = (Vec::new(), Effect::default());
    for name in names {
        let (before, after) = (old.parts.get(name), new.parts.get(name));
        if before == after {
            continue;
        }
        let values =
            |part: Option<&'_ (Reach, BTreeSet<String>)>| part.map_or(none.clone(), |(_, all)| all.clone());
        let (before_values, after_values) = (values(before), values(after));
        let added: Vec<String> = after_values.difference(&before_values).cloned().collect();
        let removed: Vec<String> = before_values.difference(&after_values).cloned().collect();
        // A pattern that another one covers adds and takes nothing.
        let is_pattern = !name.contains(' ') && name != "principal";
        let counts = |value: &String, all: &BTreeSet<String>| !(is_pattern && is_covered(value, all));
        let more = added.iter().any(|value| counts(value, &before_values));
        let less = removed.iter().any(|value| counts(value, &after_values));
        let grown = reach(name, before, after, more, less);
        effect = effect.and(if new.verdict == Verdict::Allow { grown } else { grown.reversed() });
        parts.push(PartChange { part: name.clone(), added, removed });
    }
    StatementChange { kind: Kind::Changed, statement: new.sentence.clone(), parts, effect }
}

/// What a different part does to what an allow applies to.
fn reach(
    name: &str,
    before: Option<&(Reach, BTreeSet<String>)>,
    after: Option<&(Reach, BTreeSet<String>)>,
    added: bool,
    removed: bool,
) -> Effect {
    let is_condition = name.contains(' ');
    match (before, after) {
        (None, Some(_)) if is_condition => Effect::NARROWS,
        (Some(_), None) if is_condition => Effect::WIDENS,
        (Some((Reach::Grows, _)), Some((Reach::Grows, _))) => Effect { widens: added, narrows: removed },
        (Some((Reach::Shrinks, _)), Some((Reach::Shrinks, _))) => Effect { widens: removed, narrows: added },
        _ => Effect::UNCLEAR,
    }
}

/// Whether one of the patterns matches whatever this one matches.
fn is_covered(value: &str, patterns: &BTreeSet<String>) -> bool {
    let value = value.to_lowercase();
    patterns.iter().any(|pattern| covers(pattern.to_lowercase().as_bytes(), value.as_bytes()))
}

/// Whether `pattern`, with `*` and `?`, matches all that `value` matches.
fn covers(pattern: &[u8], value: &[u8]) -> bool {
    // Where the last `*` stood, and how much of the value it has taken.
    let (mut at, mut position, mut star) = (0, 0, None);
    while let Some(byte) = value.get(position) {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, position));
                at += 1;
            }
            Some(b'?') if *byte != b'*' => (at, position) = (at + 1, position + 1),
            Some(one) if one == byte => (at, position) = (at + 1, position + 1),
            _ => match star {
                Some((before, taken)) => {
                    star = Some((before, taken + 1));
                    (at, position) = (before + 1, taken + 1);
                }
                None => return false,
            },
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}

type Part = (String, (Reach, BTreeSet<String>));

fn scope(name: &str, scope: &Scope) -> Part {
    let (reach, values) = match scope {
        Scope::These(values) => (Reach::Grows, values),
        Scope::AllExcept(values) => (Reach::Shrinks, values),
    };
    (name.to_owned(), (reach, values.iter().cloned().collect()))
}

fn principals(principals: &Principals) -> Part {
    let (reach, principal) = match principals {
        Principals::These(one) => (Reach::Grows, one),
        Principals::AllExcept(one) => (Reach::Shrinks, one),
    };
    ("principal".to_owned(), (reach, names(principal).into_iter().collect()))
}

fn names(principal: &Principal) -> Vec<String> {
    match principal {
        Principal::Everyone => vec!["*".to_owned()],
        Principal::Kinds(kinds) => kinds
            .iter()
            .flat_map(|(kind, names)| names.iter().map(move |name| format!("{kind} {name}")))
            .collect(),
    }
}

fn condition(condition: &Condition) -> Part {
    let operator = condition.operator.trim_end_matches("IfExists");
    let reach = match operator.rsplit(':').next().unwrap_or_default() {
        one if one.contains("Not") => Reach::Shrinks,
        one if one.starts_with("String") || one.starts_with("Arn") || one == "IpAddress" => Reach::Grows,
        _ => Reach::Depends,
    };
    let name = format!("{} {}", condition.operator, condition.key);
    (name, (reach, condition.values.iter().cloned().collect()))
}

/// `deny s3:* on all except arn:… when StringEquals aws:x is a or b`.
fn sentence(statement: &Statement) -> String {
    let verdict = match statement.effect {
        Verdict::Allow => "allow",
        Verdict::Deny => "deny",
    };
    let mut text = format!("{verdict} {}", listed(&statement.actions));
    if let Some(resources) = statement.resources.as_ref().filter(|one| !is_all(one)) {
        text += &format!(" on {}", listed(resources));
    }
    match &statement.principals {
        None => {}
        Some(Principals::These(one)) => text += &format!(" by {}", names(one).join(", ")),
        Some(Principals::AllExcept(one)) => text += &format!(" by all except {}", names(one).join(", ")),
    }
    for (index, one) in statement.conditions.iter().enumerate() {
        let word = if index == 0 { "when" } else { "and" };
        text += &format!(" {word} {} {} {}", one.key, one.operator, one.values.join(" or "));
    }
    text
}

fn listed(scope: &Scope) -> String {
    match scope {
        _ if is_all(scope) => "all".to_owned(),
        Scope::These(values) => values.join(", "),
        Scope::AllExcept(values) => format!("all except {}", values.join(", ")),
    }
}

fn is_all(scope: &Scope) -> bool {
    matches!(scope, Scope::These(values) if values.iter().any(|one| one == "*"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(from: &str, to: &str) -> Effect {
        let document = |statement: &str| format!(r#"{{"Statement":{statement}}}"#);
        let changes = compare(&document(from), &document(to)).unwrap();
        changes.iter().fold(Effect::default(), |all, one| all.and(one.effect))
    }

    #[test]
    fn a_pattern_takes_the_place_of_what_it_covers() {
        let deny = |action: &str| format!(r#"{{"Effect":"Deny","Action":{action},"Resource":"*"}}"#);
        let (one, all) = (deny(r#""s3:GetObject""#), deny(r#"["s3:Get*","s3:getobject"]"#));
        assert_eq!(effect(&one, &all), Effect::NARROWS);
        assert_eq!(effect(&all, &one), Effect::WIDENS);
        assert_eq!(effect(&deny(r#""s3:*""#), &deny(r#"["s3:*","s3:Get*"]"#)), Effect::default());
    }

    #[test]
    fn conditions_take_from_a_deny_and_from_an_allow() {
        let with = |verdict: &str, condition: &str| {
            format!(r#"{{"Effect":"{verdict}","Action":"a:B","Resource":"*"{condition}}}"#)
        };
        let condition =
            |operator: &str, value: &str| format!(r#","Condition":{{"{operator}":{{"aws:x":{value}}}}}"#);
        let equals = condition("StringEquals", r#""a""#);
        assert_eq!(effect(&with("Deny", ""), &with("Deny", &equals)), Effect::WIDENS);
        assert_eq!(effect(&with("Allow", ""), &with("Allow", &equals)), Effect::NARROWS);
        let more = |operator| {
            effect(
                &with("Deny", &condition(operator, r#""a""#)),
                &with("Deny", &condition(operator, r#"["a","b"]"#)),
            )
        };
        assert_eq!(more("StringEquals"), Effect::NARROWS);
        assert_eq!(more("StringNotEqualsIfExists"), Effect::WIDENS);
        assert_eq!(more("NumericLessThan"), Effect::UNCLEAR);
    }

    #[test]
    fn patterns_cover() {
        let covers = |pattern: &str, value: &str| covers(pattern.as_bytes(), value.as_bytes());
        for (pattern, value) in
            [("*", ""), ("a*c", "abbc"), ("a*", "a*"), ("s3:*Object", "s3:Get?Object"), ("a?", "ab")]
        {
            assert!(covers(pattern, value), "{pattern} {value}");
        }
        for (pattern, value) in [("a", "ab"), ("a*c", "ab"), ("a?", "a*"), ("", "a")] {
            assert!(!covers(pattern, value), "{pattern} {value}");
        }
    }
}
