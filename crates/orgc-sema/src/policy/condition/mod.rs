//! `when` and `unless`: from the conditions of a rule to those of its statements.
//!
//! All guards must hold. `unless a and b` holds when one of the two does not, which no single
//! statement can say; so it makes two statements, and several such guards multiply.

mod diagnostics;
mod operand;
mod test;

use super::compile::Compiler;
use orgc_diag::Span;
use orgc_policy::{Clash, Scope, Test, Together};
use orgc_syntax::ast::{Condition, Guard, GuardKind};
use std::collections::BTreeSet;

/// The conditions of the statements that a rule becomes, one entry for each.
pub(super) type Alternatives = Vec<Together>;

/// How many statements one rule may become.
const MOST: usize = 16;

/// A condition and where it comes from.
#[derive(Clone)]
struct Origin<'a> {
    test: Test,
    written: &'a Condition,
    /// Whether it is the negation of what is written.
    is_negated: bool,
}

/// The conditions of a rule's guards. None if something is wrong, which has been reported.
pub(super) fn guards<'a>(
    compiler: &mut Compiler<'_, 'a, '_>,
    guards: &'a [Guard],
    actions: &Scope,
) -> Option<Alternatives> {
    let mut failed = false;
    let mut all: Vec<Vec<Origin<'a>>> = vec![Vec::new()];
    for guard in guards {
        let tests = tests(compiler, guard, actions);
        let Some(choices) = tests.and_then(|tests| choices(compiler, guard, tests)) else {
            failed = true;
            continue;
        };
        if all.len() * choices.len() > MOST {
            compiler.report(diagnostics::too_many(MOST, guard.span));
            return None;
        }
        all = all.iter().flat_map(|one| choices.iter().map(|more| [one.as_slice(), more].concat())).collect();
    }
    let together = together(compiler, &all)?;
    (!failed).then_some(together)
}

/// The conditions of a guard as they are written. None if something is wrong, which has been reported.
pub(super) fn as_written<'a>(
    compiler: &mut Compiler<'_, 'a, '_>,
    guard: &'a Guard,
    actions: &Scope,
) -> Option<Vec<Test>> {
    let tests = tests(compiler, guard, actions)?;
    Some(tests.into_iter().map(|origin| origin.test).collect())
}

/// What is written, condition by condition.
fn tests<'a>(
    compiler: &mut Compiler<'_, 'a, '_>,
    guard: &'a Guard,
    actions: &Scope,
) -> Option<Vec<Origin<'a>>> {
    let each: Vec<Option<Origin<'a>>> = guard
        .conditions
        .iter()
        .map(|written| {
            let test = test::test(compiler, written, actions)?;
            Some(Origin { test, written, is_negated: false })
        })
        .collect();
    each.into_iter().collect()
}

/// The ways in which a guard can hold.
fn choices<'a>(
    compiler: &mut Compiler<'_, 'a, '_>,
    guard: &Guard,
    tests: Vec<Origin<'a>>,
) -> Option<Vec<Vec<Origin<'a>>>> {
    if guard.kind == GuardKind::When {
        return Some(vec![tests]);
    }
    let mut ways = Vec::new();
    for Origin { test, written, .. } in tests {
        match test.negated() {
            Ok(negated) => {
                let origin = |test| Origin { test, written, is_negated: true };
                ways.push(negated.into_iter().map(origin).collect());
            }
            Err(why) => {
                compiler.report(diagnostics::no_negation(why, written.span));
                return None;
            }
        }
    }
    Some(ways)
}

/// Each way as conditions of one statement. A way that can never hold needs no statement.
fn together(compiler: &mut Compiler<'_, '_, '_>, all: &[Vec<Origin<'_>>]) -> Option<Alternatives> {
    let mut ways = Alternatives::new();
    let mut said: BTreeSet<Span> = BTreeSet::new();
    let mut never = None;
    for way in all {
        match joined(way) {
            Ok(conditions) => ways.push(conditions),
            Err((Clash::Contradiction, first, second)) => never = Some((first, second)),
            Err((clash, first, second)) => {
                if said.insert(second.written.span) {
                    let is_mended = !second.is_negated && clash.is_mended_by_optional(&second.test);
                    compiler.report(diagnostics::clash(clash, first, second.written, is_mended));
                }
            }
        }
    }
    if let (true, true, Some((first, second))) = (ways.is_empty(), said.is_empty(), never) {
        compiler.report(diagnostics::clash(Clash::Contradiction, first, second.written, false));
        return None;
    }
    said.is_empty().then_some(ways)
}

/// All conditions of a way; or why two of them do not go together.
fn joined<'o, 'a>(way: &'o [Origin<'a>]) -> Result<Together, (Clash, Option<Span>, &'o Origin<'a>)> {
    let mut conditions = Together::default();
    for (index, origin) in way.iter().enumerate() {
        conditions.add(origin.test.clone()).map_err(|clash| {
            let before = way.get(..index).unwrap_or_default();
            let same = before.iter().find(|one| {
                one.test.operator == origin.test.operator
                    && one.test.key.eq_ignore_ascii_case(&origin.test.key)
            });
            (clash, same.map(|one| one.written.span), origin)
        })?;
    }
    Ok(conditions)
}
