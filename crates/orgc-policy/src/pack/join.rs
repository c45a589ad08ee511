//! Statements that can be one.
//!
//! A statement is about the requests that match all its parts. So two that differ in one part are about the same
//! requests as one with the patterns of both in that part, if a part matches where any of its patterns does.

use crate::condition::{Family, Operator};
use crate::document::{Condition, Conditions, Document, Scope, Statement};
use std::collections::{BTreeMap, BTreeSet};
use std::iter;

/// A document with fewer statements that does the same with every request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// The document. Statements that became one have the id of one of them.
    pub document: Document,
    /// The statements of the longer document that became one, counted from 0.
    pub groups: Vec<Vec<usize>>,
}

impl Document {
    /// The document of a service or resource control policy with fewer statements, if they can be fewer. Statements
    /// become one if they differ only in their actions, in their resources, or in the values of one condition, and
    /// one that does nothing beyond another goes.
    pub fn packed(&self) -> Option<Packed> {
        let mut joined = Joined::of(self);
        while joined.join() {}
        let packed = joined.packed(self);
        (!packed.groups.is_empty()).then_some(packed)
    }
}

/// Statements, each with the numbers of those that it stands for.
struct Joined(Vec<(Statement, Vec<usize>)>);

impl Joined {
    /// Each statement of a document that does something which no other one does.
    fn of(document: &Document) -> Self {
        let shadow = |(at, one)| Some((at, document.shadow(at, one)?));
        let by: BTreeMap<usize, usize> = document.statements.iter().enumerate().filter_map(shadow).collect();
        let mut numbers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..document.statements.len() {
            // The other one may do nothing beyond a third.
            let stays = iter::successors(Some(at), |one| by.get(one).copied()).last().unwrap_or(at);
            numbers.entry(stays).or_default().push(at);
        }
        let kept = document.statements.iter().enumerate();
        Self(kept.filter_map(|(at, one)| Some((one.clone(), numbers.remove(&at)?))).collect())
    }

    /// Joins those that differ in one part only; whether there were any.
    fn join(&mut self) -> bool {
        let before = self.0.len();
        for part in self.parts() {
            let mut first: BTreeMap<String, usize> = BTreeMap::new();
            let mut kept: Vec<(Statement, Vec<usize>)> = Vec::new();
            for (statement, numbers) in self.0.drain(..) {
                let rest = part.rest(&statement);
                let place = rest.as_ref().and_then(|rest| first.get(rest)).and_then(|at| kept.get_mut(*at));
                if let Some((one, own)) = place {
                    part.unite(one, &statement);
                    own.extend(numbers);
                } else {
                    first.extend(rest.map(|rest| (rest, kept.len())));
                    kept.push((statement, numbers));
                }
            }
            self.0 = kept;
        }
        self.0.len() < before
    }

    /// The parts that some statement has.
    fn parts(&self) -> BTreeSet<Part> {
        let conditions = self.0.iter().flat_map(|(statement, _)| statement.conditions.iter());
        let values = conditions.filter(|condition| is_choice(condition)).map(|condition| Part::Values {
            operator: condition.operator.clone(),
            key: condition.key.clone(),
        });
        [Part::Actions, Part::Resources].into_iter().chain(values).collect()
    }

    fn packed(self, document: &Document) -> Packed {
        let (statements, numbers): (_, Vec<Vec<usize>>) = self.0.into_iter().unzip();
        let mut groups: Vec<Vec<usize>> = numbers.into_iter().filter(|group| group.len() > 1).collect();
        groups.iter_mut().for_each(|group| group.sort_unstable());
        Packed { document: Document { statements, ..document.clone() }, groups }
    }
}

/// A part of a statement: with those of two, it holds where either does.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Actions,
    Resources,
    /// The values of the condition of this operator and key.
    Values {
        operator: String,
        key: String,
    },
}

impl Part {
    /// What a statement says without the part, as text that is equal for equal ones. None if it has no such part.
    fn rest(&self, statement: &Statement) -> Option<String> {
        let mut rest = Statement { sid: None, ..statement.clone() };
        let mut conditions: Vec<Condition> = statement.conditions.iter().cloned().collect();
        let nothing = Scope::these([""; 0]);
        match self {
            Self::Actions if is_list(&statement.actions) => rest.actions = nothing,
            Self::Resources if statement.resources.as_ref().is_some_and(is_list) => {
                rest.resources = Some(nothing);
            }
            Self::Values { .. } => self.condition(&mut conditions)?.values.clear(),
            Self::Actions | Self::Resources => return None,
        }
        conditions.iter_mut().for_each(|condition| condition.values.sort_unstable());
        conditions.sort_by(|one, other| (&one.operator, &one.key).cmp(&(&other.operator, &other.key)));
        rest.conditions = collected(conditions);
        Some(Document::new(vec![rest]).to_minified())
    }

    fn unite(&self, statement: &mut Statement, other: &Statement) {
        match self {
            Self::Actions => add(&mut statement.actions, &other.actions),
            Self::Resources => {
                if let Some((resources, others)) = statement.resources.as_mut().zip(other.resources.as_ref())
                {
                    add(resources, others);
                }
            }
            Self::Values { .. } => {
                let mut conditions: Vec<Condition> = statement.conditions.iter().cloned().collect();
                let mut others: Vec<Condition> = other.conditions.iter().cloned().collect();
                if let Some((one, other)) = self.condition(&mut conditions).zip(self.condition(&mut others)) {
                    extend(&mut one.values, &other.values);
                }
                statement.conditions = collected(conditions);
            }
        }
    }

    /// Of these conditions the one whose values are the part.
    fn condition<'c>(&self, conditions: &'c mut [Condition]) -> Option<&'c mut Condition> {
        let Self::Values { operator, key } = self else { return None };
        conditions.iter_mut().find(|one| one.operator == *operator && one.key == *key)
    }
}

fn is_list(scope: &Scope) -> bool {
    matches!(scope, Scope::These(_))
}

/// Whether it holds where one of its values matches, so that more values are a union.
fn is_choice(condition: &Condition) -> bool {
    Operator::parse(&condition.operator).is_some_and(|operator| {
        !operator.base.is_negated()
            && operator.quantifier.is_none()
            && matches!(operator.base.family(), Family::String | Family::Arn | Family::Ip)
    })
}

fn add(scope: &mut Scope, other: &Scope) {
    if let (Scope::These(patterns), Scope::These(others)) = (scope, other) {
        extend(patterns, others);
    }
}

fn extend(patterns: &mut Vec<String>, others: &[String]) {
    for one in others {
        if !patterns.contains(one) {
            patterns.push(one.clone());
        }
    }
}

/// Conditions of which no two have one operator and one key.
fn collected(all: Vec<Condition>) -> Conditions {
    let mut conditions = Conditions::default();
    for condition in all {
        let added = conditions.add(condition);
        debug_assert!(added.is_ok(), "they come from one statement");
    }
    conditions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(statements: &str) -> Document {
        Document::parse(&format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#)).unwrap()
    }

    /// The packed statements and the groups.
    fn packed(statements: &str) -> String {
        let Some(packed) = document(statements).packed() else {
            return "nothing".to_owned();
        };
        let json = packed.document.to_minified();
        let (_, statement) = json.split_once(r#""Statement":"#).unwrap();
        format!("{:?} {}", packed.groups, statement.strip_suffix('}').unwrap())
    }

    #[test]
    fn what_differs_in_one_part_becomes_one() {
        insta::assert_snapshot!(packed(
            r#"{"Sid":"A","Effect":"Deny","Action":"s3:DeleteBucket","Resource":"*"},
               {"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},
               {"Sid":"C","Effect":"Deny","Action":["s3:DeleteBucket","ec2:*"],"Resource":"*"}"#
        ), @r#"
        [[0, 2]] [{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},{"Sid":"C","Effect":"Deny","Action":["s3:DeleteBucket","ec2:*"],"Resource":"*"}]
        "#);
        insta::assert_snapshot!(packed(
            r#"{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::a"},
               {"Effect":"Deny","Action":"s3:*","Resource":["arn:aws:s3:::b","arn:aws:s3:::c"]}"#
        ), @r#"
        [[0, 1]] {"Effect":"Deny","Action":"s3:*","Resource":["arn:aws:s3:::a","arn:aws:s3:::b","arn:aws:s3:::c"]}
        "#);
        insta::assert_snapshot!(packed(
            r#"{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"us-east-1","aws:PrincipalTag/a":["y","x"]}}},
               {"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/a":["x","y"],"aws:RequestedRegion":"us-east-2"}}}"#
        ), @r#"
        [[0, 1]] {"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":["us-east-1","us-east-2"],"aws:PrincipalTag/a":["y","x"]}}}
        "#);
    }

    #[test]
    fn joining_goes_on_with_what_was_joined() {
        insta::assert_snapshot!(packed(
            r#"{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::a"},
               {"Effect":"Deny","Action":"ec2:*","Resource":"arn:aws:s3:::a"},
               {"Effect":"Deny","Action":["s3:*","ec2:*"],"Resource":"arn:aws:s3:::b"},
               {"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::b"}"#
        ), @r#"
        [[0, 1, 2, 3]] {"Effect":"Deny","Action":["s3:*","ec2:*"],"Resource":["arn:aws:s3:::a","arn:aws:s3:::b"]}
        "#);
    }

    #[test]
    fn what_does_nothing_beyond_others_goes() {
        insta::assert_snapshot!(packed(
            r#"{"Effect":"Deny","Action":"s3:GetObject","Resource":"*"},
               {"Effect":"Deny","Action":"s3:Get*","Resource":"*"},
               {"Effect":"Deny","Action":"ec2:*","Resource":"arn:aws:ec2:*:*:instance/*"},
               {"Effect":"Deny","Action":"s3:*","Resource":"*"}"#
        ), @r#"
        [[0, 1, 3]] [{"Effect":"Deny","Action":"ec2:*","Resource":"arn:aws:ec2:*:*:instance/*"},{"Effect":"Deny","Action":"s3:*","Resource":"*"}]
        "#);
    }

    #[test]
    fn what_would_mean_something_else_stays() {
        for statements in [
            // Two parts differ.
            r#"{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::a"},
               {"Effect":"Deny","Action":"ec2:*","Resource":"arn:aws:s3:::b"}"#,
            // One takes, one gives.
            r#"{"Effect":"Deny","Action":"s3:*","Resource":"*"},{"Effect":"Allow","Action":"ec2:*","Resource":"*"}"#,
            // Everything but: the union would be an intersection.
            r#"{"Effect":"Deny","NotAction":["s3:*","iam:*"],"Resource":"*"},
               {"Effect":"Deny","NotAction":["ec2:*","iam:*"],"Resource":"*"}"#,
            // Negated operators.
            r#"{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"us-east-1"}}},
               {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"us-east-2"}}}"#,
        ] {
            assert_eq!(packed(statements), "nothing", "{statements}");
        }
    }
}
