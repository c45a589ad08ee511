//! `assert … can …` and `assert … cannot …`: what is claimed, of whom.

use super::diagnostics;
use super::judge::{Claimed, Judge};
use crate::evaluate::Evaluator;
use crate::policy;
use crate::principal;
use crate::value::{EntityType, Located, Type, Value};
use orgc_diag::Diagnostic;
use orgc_ir::Address;
use orgc_syntax::ast::{Access, Expression, Modal, Subject};

/// Why a claim does not hold. What is wrong with its text is reported.
pub(super) fn claim<'a>(
    access: &'a Access,
    judge: &mut Judge<'_>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Option<Diagnostic> {
    let accounts = accounts(access, evaluator);
    let role = access.role.as_ref().map(|role| named(role, evaluator));
    let asked = policy::asked(access, evaluator);
    let (accounts, asked) = (accounts?, asked?);
    let role = match role {
        Some(role) => Some(role?),
        None => None,
    };
    let claimed = Claimed {
        asked: &asked,
        role: role.as_deref(),
        is_possible: access.modal == Modal::Can,
        names_resources: access.resources.is_some(),
        partition: evaluator.partition(),
        catalog: evaluator.catalog(),
    };
    judge.judge(&claimed, &accounts, access.span)
}

/// The member accounts that a claim is about.
fn accounts<'a>(access: &'a Access, evaluator: &mut Evaluator<'a, '_>) -> Option<Vec<Address>> {
    match &access.subject {
        Subject::EveryAccount { within, span } => {
            let within = match within {
                Some(within) => Some(entity(within, &Type::Entity(EntityType::Target), evaluator)?),
                None => None,
            };
            let members = evaluator.members(within.as_ref());
            if members.is_empty() {
                evaluator.reports.push(diagnostics::no_accounts(*span));
                return None;
            }
            Some(members)
        }
        Subject::One(path) => {
            let account = entity(path, &Type::kind("account"), evaluator)?;
            if evaluator.is_management(&account) {
                evaluator.reports.push(diagnostics::management_account(&account, path.span));
                return None;
            }
            Some(vec![account])
        }
    }
}

fn entity<'a>(
    expression: &'a Expression,
    expected: &Type,
    evaluator: &mut Evaluator<'a, '_>,
) -> Option<Address> {
    match evaluator.expect(expression, expected).value {
        Value::Entity(address) => Some(address),
        _ => None,
    }
}

/// The principal after `as`.
fn named<'a>(role: &'a Expression, evaluator: &mut Evaluator<'a, '_>) -> Option<String> {
    let located: Located = evaluator.expect(role, &Type::TEXT);
    let value = evaluator.known_text(&located, "a principal")?;
    let fault = principal::fault(&value, role.span);
    let is_sound = fault.is_none();
    evaluator.reports.extend(fault);
    is_sound.then_some(value)
}
