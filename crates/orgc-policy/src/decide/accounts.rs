//! Which accounts policies tell apart.
//!
//! Accounts under the same policies can do the same, unless the policies speak of ids of accounts. An
//! organization has many accounts and few chains of policies, so whoever asks about all accounts asks
//! once for all that are alike.

use crate::condition::{Family, Operator};
use crate::document::{Condition, Document, Scope, Statement};
use std::collections::BTreeSet;

/// Keys whose value is the id of the account.
const IDS: [&str; 2] = ["aws:principalaccount", "aws:resourceaccount"];
/// The key whose value is an ARN with the id of the account.
const PRINCIPAL: &str = "aws:principalarn";
/// An id has so many digits.
const DIGITS: usize = 12;

/// Accounts that something treats otherwise than others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Singled {
    ids: BTreeSet<String>,
    /// Each may be treated otherwise.
    is_each: bool,
}

impl Singled {
    /// Those of the conditions of a question.
    pub fn out_by(conditions: &[&Condition]) -> Self {
        let mut singled = Self::default();
        conditions.iter().for_each(|condition| singled.note(condition));
        singled
    }

    /// Those of the statements of a policy.
    pub(super) fn out_of(document: &Document) -> Self {
        let mut singled = Self::default();
        for statement in &document.statements {
            statement.conditions.iter().for_each(|condition| singled.note(condition));
            singled.is_each |= has_variable(statement);
        }
        singled
    }

    /// Those whose things the statements of a policy treat otherwise, by the accounts in the ARNs of resources.
    pub(super) fn owners_in(document: &Document) -> Self {
        let mut singled = Self::default();
        let resources = document.statements.iter().filter_map(|statement| statement.resources.as_ref());
        let owners = resources.flat_map(Scope::patterns).filter_map(|arn| arn.split(':').nth(4));
        owners.filter(|owner| !owner.is_empty()).for_each(|owner| singled.note_account(owner));
        singled
    }

    /// Whether there is nobody.
    pub(super) fn is_empty(&self) -> bool {
        !self.is_each && self.ids.is_empty()
    }

    /// Whether an account may be treated otherwise than one that nothing names.
    pub fn has(&self, id: &str) -> bool {
        self.is_each || self.ids.contains(id)
    }

    fn note(&mut self, condition: &Condition) {
        let key = condition.key.to_ascii_lowercase();
        let is_id = IDS.contains(&key.as_str());
        if !is_id && key != PRINCIPAL {
            self.is_each |= condition.values.iter().any(|value| is_variable(value));
            return;
        }
        let family = Operator::parse(&condition.operator).map(|operator| operator.base.family());
        match family {
            // Whether it is there, which is the same for all.
            Some(Family::Null) => {}
            Some(Family::String | Family::Arn) => {
                condition.values.iter().for_each(|value| self.note_value(value, is_id));
            }
            _ => self.is_each = true,
        }
    }

    fn note_value(&mut self, value: &str, is_id: bool) {
        let account = if is_id { Some(value) } else { account_of(value) };
        self.is_each |= is_variable(value);
        match account {
            Some(account) => self.note_account(account),
            // Its digits may be some of the id.
            None => self.is_each |= !value.chars().all(not_a_digit),
        }
    }

    /// An id, or the pattern of one.
    fn note_account(&mut self, account: &str) {
        if account.len() == DIGITS && !account.contains(not_a_digit) {
            self.ids.insert(account.to_owned());
        } else {
            self.is_each |= !account.chars().all(|c| c == '*');
        }
    }
}

/// The account in the pattern of an ARN.
fn account_of(arn: &str) -> Option<&str> {
    let mut parts = arn.splitn(6, ':');
    let before = [parts.next()?, parts.next()?, parts.next()?, parts.next()?];
    let account = parts.next()?;
    parts.next()?;
    let is_clear = before.iter().all(|part| part.chars().all(not_a_digit));
    is_clear.then_some(account)
}

fn not_a_digit(c: char) -> bool {
    !c.is_ascii_digit()
}

fn has_variable(statement: &Statement) -> bool {
    let scopes = [Some(&statement.actions), statement.resources.as_ref()];
    scopes.into_iter().flatten().flat_map(Scope::patterns).any(|text| is_variable(text))
}

/// Whether a text holds the id of the account by a policy variable.
fn is_variable(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.contains("${") && IDS.iter().chain(&[PRINCIPAL]).any(|key| text.contains(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "111122223333";
    const OTHER: &str = "444455556666";

    /// Whether one account and another are singled out by a condition.
    fn singled(operator: &str, key: &str, value: &str) -> (bool, bool) {
        let values = vec![value.to_owned()];
        let condition = Condition { operator: operator.to_owned(), key: key.to_owned(), values };
        let singled = Singled::out_by(&[&condition]);
        (singled.has(ONE), singled.has(OTHER))
    }

    #[test]
    fn an_account_that_is_named_is_singled_out() {
        for (operator, key, value) in [
            ("StringEquals", "aws:PrincipalAccount", ONE),
            ("StringNotLike", "AWS:ResourceAccount", ONE),
            ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*"),
            ("StringLike", "aws:PrincipalArn", "arn:*:iam::111122223333:root"),
        ] {
            assert_eq!(singled(operator, key, value), (true, false), "{operator} {key} {value}");
        }
    }

    #[test]
    fn what_says_nothing_of_ids_singles_nobody_out() {
        for (operator, key, value) in [
            ("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:role/Break2"),
            ("StringLike", "aws:PrincipalArn", "*"),
            ("StringLike", "aws:PrincipalArn", "*:role/Admin"),
            ("Null", "aws:PrincipalAccount", "true"),
            ("StringEquals", "aws:PrincipalOrgID", "o-1234567890"),
            ("StringEquals", "aws:SourceAccount", ONE),
            ("StringLike", "ec2:InstanceType", "p5*"),
        ] {
            assert_eq!(singled(operator, key, value), (false, false), "{operator} {key} {value}");
        }
    }

    #[test]
    fn what_may_match_a_part_of_an_id_tells_all_apart() {
        for (operator, key, value) in [
            ("StringLike", "aws:PrincipalAccount", "1*"),
            ("StringLike", "aws:PrincipalAccount", "1111222233??"),
            ("NumericLessThan", "aws:PrincipalAccount", "200000000000"),
            ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::?1*:role/x"),
            ("StringLike", "aws:PrincipalArn", "*3333:root"),
            ("StringLike", "aws:PrincipalArn", "arn:*1:iam::*:root"),
            ("StringEquals", "aws:ResourceAccount", "${aws:PrincipalAccount}"),
            ("StringEquals", "aws:PrincipalTag/owner", "x-${aws:PrincipalAccount}"),
        ] {
            assert_eq!(singled(operator, key, value), (true, true), "{operator} {key} {value}");
        }
    }
}
