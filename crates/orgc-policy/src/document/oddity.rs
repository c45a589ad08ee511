//! What is odd about statements that are well formed: they do nothing, or less than they seem to.

use super::value::{Condition, Document, Effect, Scope, Statement};
use crate::catalog::covers;
use crate::condition::{Family, Operator, Quantifier};
use crate::decide::{Predicate, is_service_linked};
use crate::prove::contradiction;

/// Something odd about a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// The statement, counted from 0.
    pub statement: usize,
    /// What it is.
    pub what: Odd,
}

/// What may be odd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Odd {
    /// Another statement does all of it already.
    Shadowed {
        /// The other one, counted from 0.
        by: usize,
    },
    /// It is about service-linked roles only, which no policy of an organization touches (AWS Organizations User
    /// Guide, Service control policies: tasks and entities not restricted).
    NoEffect,
    /// Its conditions on a key hold for no request together.
    Contradicts {
        /// The key.
        key: String,
    },
    /// It allows requests that do not have the key of one of its conditions.
    FailsOpen {
        /// The key.
        key: String,
    },
}

impl Document {
    /// What is odd about the statements of a service or resource control policy, in their order. Certain, and not
    /// complete: statements are compared by their words, one with one. That conditions contradict is proved.
    pub fn oddities(&self) -> Vec<Oddity> {
        let all = self.statements.iter().enumerate();
        let found = all.flat_map(|(statement, one)| {
            let shadowed = self.shadow(statement, one).map(|by| Odd::Shadowed { by });
            let idle = one.conditions.iter().any(names_service_linked_roles).then_some(Odd::NoEffect);
            let open = fails_open(one).map(|key| Odd::FailsOpen { key });
            let never = contradiction(&one.conditions).map(|key| Odd::Contradicts { key });
            // What holds for nothing is also done by others, and open to nobody.
            let found = match never {
                Some(never) => [Some(never), None, None],
                None => [shadowed, idle, open],
            };
            found.into_iter().flatten().map(move |what| Oddity { statement, what })
        });
        found.collect()
    }

    /// A statement that does all that this one does. Of two that do the same, the first counts.
    pub(crate) fn shadow(&self, at: usize, statement: &Statement) -> Option<usize> {
        let does_all = |other: usize, one: &Statement| {
            other != at && does_all_of(one, statement) && (other < at || !does_all_of(statement, one))
        };
        self.statements.iter().enumerate().find(|(other, one)| does_all(*other, one)).map(|(other, _)| other)
    }
}

/// Asked of every two statements of a policy: what most often tells them apart comes first.
fn does_all_of(wider: &Statement, narrower: &Statement) -> bool {
    wider.effect == narrower.effect
        && wider.principals == narrower.principals
        && wider.conditions.iter().all(|one| narrower.conditions.iter().any(|other| follows(one, other)))
        && match (&wider.resources, &narrower.resources) {
            (None, _) => true,
            (Some(wider), None) => is_everything(wider),
            (Some(wider), Some(narrower)) => holds(wider, narrower, covers_resource),
        }
        && (is_everything(&wider.actions) || holds(&wider.actions, &narrower.actions, covers))
}

fn is_everything(scope: &Scope) -> bool {
    matches!(scope, Scope::These(all) if all.iter().any(|one| one == "*"))
}

/// Whether everything in one scope is in another.
fn holds(wider: &Scope, narrower: &Scope, covers: impl Fn(&str, &str) -> bool) -> bool {
    let among = |patterns: &[String], one: &String| patterns.iter().any(|pattern| covers(pattern, one));
    match (wider, narrower) {
        (Scope::These(wider), Scope::These(narrower)) => narrower.iter().all(|one| among(wider, one)),
        (Scope::AllExcept(wider), Scope::AllExcept(narrower)) => wider.iter().all(|one| among(narrower, one)),
        (Scope::These(_), Scope::AllExcept(_)) => is_everything(wider),
        (Scope::AllExcept(_), Scope::These(_)) => false,
    }
}

/// Resources count in case.
fn covers_resource(wider: &str, narrower: &str) -> bool {
    let beginning = wider.strip_suffix('*').filter(|beginning| narrower.starts_with(beginning));
    wider == narrower || beginning.is_some_and(|beginning| !beginning.contains(['*', '?']))
}

/// Whether one condition holds wherever another holds.
fn follows(one: &Condition, from: &Condition) -> bool {
    // Operators have one spelling each, but for case.
    let is_same_test =
        one.key.eq_ignore_ascii_case(&from.key) && one.operator.eq_ignore_ascii_case(&from.operator);
    if !is_same_test {
        return false;
    }
    let within = |some: &[String], others: &[String]| some.iter().all(|value| others.contains(value));
    let (has_all, has_no_more) = (within(&from.values, &one.values), within(&one.values, &from.values));
    if !has_all && !has_no_more {
        return false;
    }
    let Some(operator) = Operator::parse(&one.operator) else { return false };
    match operator.base.family() {
        Family::String | Family::Arn | Family::Ip if operator.base.is_negated() => has_no_more,
        Family::String | Family::Arn | Family::Ip => has_all,
        _ => has_all && has_no_more,
    }
}

/// Whether it holds for service-linked roles only.
fn names_service_linked_roles(condition: &Condition) -> bool {
    let Some(operator) = Operator::parse(&condition.operator) else { return false };
    condition.key.eq_ignore_ascii_case("aws:PrincipalArn")
        && matches!(operator.base.family(), Family::String | Family::Arn)
        && !operator.base.is_negated()
        && !operator.if_exists
        && operator.quantifier != Some(Quantifier::All)
        && !condition.values.is_empty()
        && condition.values.iter().all(|value| is_service_linked(value))
}

/// The key without which an allow lets requests pass.
fn fails_open(statement: &Statement) -> Option<String> {
    if statement.effect != Effect::Allow {
        return None;
    }
    let is_presence = |condition: &Condition| {
        Operator::parse(&condition.operator).is_some_and(|operator| operator.base.family() == Family::Null)
    };
    // `Null` says of a key what is meant of requests without it.
    let is_settled = |key: &str| {
        statement.conditions.iter().any(|one| is_presence(one) && one.key.eq_ignore_ascii_case(key))
    };
    let is_open = |condition: &&Condition| {
        !is_presence(condition)
            && Predicate::of(condition).is_some_and(|predicate| predicate.holds_for_absent())
            && !is_settled(&condition.key)
    };
    statement.conditions.iter().find(is_open).map(|condition| condition.key.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oddities(statements: &str) -> Vec<Oddity> {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":{statements}}}"#);
        Document::parse(&text).unwrap().oddities()
    }

    fn odd(statement: usize, what: Odd) -> Vec<Oddity> {
        vec![Oddity { statement, what }]
    }

    #[test]
    fn a_statement_that_another_does_all_of() {
        let two = |one: &str, other: &str| {
            oddities(&format!(r#"[{{"Effect":"Deny",{one}}},{{"Effect":"Deny",{other}}}]"#))
        };
        let second = odd(1, Odd::Shadowed { by: 0 });
        let wide = r#""Action":"s3:*","Resource":"*""#;
        assert_eq!(two(wide, r#""Action":["s3:Get*","S3:PutObject"],"Resource":"arn:aws:s3:::a/*""#), second);
        assert_eq!(two(wide, wide), second, "of two that are the same, the second");
        assert_eq!(two(r#""Action":"s3:GetObject","Resource":"*""#, wide), odd(0, Odd::Shadowed { by: 1 }));
        assert_eq!(
            two(r#""NotAction":"iam:*","Resource":"*""#, r#""NotAction":["iam:*","sts:*"],"Resource":"*""#),
            second
        );
        let when = |values: &str| {
            format!(r#"{wide},"Condition":{{"StringEquals":{{"aws:RequestedRegion":{values}}}}}"#)
        };
        assert_eq!(two(wide, &when(r#""eu-west-1""#)), second);
        assert_eq!(two(&when(r#"["eu-west-1","us-east-1"]"#), &when(r#""us-east-1""#)), second);
        let unless = |values: &str| {
            format!(r#"{wide},"Condition":{{"StringNotEquals":{{"aws:RequestedRegion":{values}}}}}"#)
        };
        assert_eq!(two(&unless(r#""eu-west-1""#), &unless(r#"["eu-west-1","us-east-1"]"#)), second);
        for (one, other) in [
            (wide.to_owned(), r#""Action":"ec2:*","Resource":"*""#.to_owned()),
            (when(r#""eu-west-1""#), when(r#""us-east-1""#)),
            (unless(r#"["eu-west-1","us-east-1"]"#), when(r#""us-east-1""#)),
            (r#""NotAction":"iam:*","Resource":"*""#.to_owned(), wide.to_owned()),
            (
                r#""Action":"s3:*","Resource":"arn:aws:s3:::a/*""#.to_owned(),
                r#""Action":"s3:*","Resource":"arn:aws:s3:::A/x""#.to_owned(),
            ),
        ] {
            assert_eq!(two(&one, &other), [], "{one} {other}");
        }
    }

    #[test]
    fn a_statement_about_service_linked_roles_only() {
        let about = |operator: &str, roles: &str| {
            oddities(&format!(
                r#"[{{"Effect":"Deny","Action":"*","Resource":"*","Condition":{{"{operator}":{{"aws:PrincipalArn":{roles}}}}}}}]"#
            ))
        };
        let linked = r#""arn:aws:iam::*:role/aws-service-role/*""#;
        assert_eq!(about("ArnLike", linked), odd(0, Odd::NoEffect));
        assert_eq!(about("ArnNotLike", linked), []);
        assert_eq!(about("ArnLike", &format!(r#"[{linked},"arn:aws:iam::*:role/Admin"]"#)), []);
    }

    #[test]
    fn an_allow_that_asks_nothing_of_requests_without_the_key() {
        let allow = |conditions: &str| {
            oddities(&format!(
                r#"[{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{{conditions}}}}}]"#
            ))
        };
        let open = odd(0, Odd::FailsOpen { key: "aws:RequestedRegion".to_owned() });
        assert_eq!(allow(r#""StringNotEquals":{"aws:RequestedRegion":"x"}"#), open);
        assert_eq!(allow(r#""StringEqualsIfExists":{"aws:RequestedRegion":"x"}"#), open);
        assert_eq!(allow(r#""ForAllValues:StringEquals":{"aws:RequestedRegion":"x"}"#), open);
        assert_eq!(allow(r#""StringEquals":{"aws:RequestedRegion":"x"}"#), []);
        assert_eq!(allow(r#""Null":{"aws:RequestedRegion":"true"}"#), [], "that is what it says");
        let both = r#""StringNotEquals":{"aws:RequestedRegion":"x"},"Null":{"aws:RequestedRegion":"false"}"#;
        assert_eq!(allow(both), []);
    }
}
