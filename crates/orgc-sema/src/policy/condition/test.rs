//! One condition: its key, its operator, its values.

use super::super::compile::Compiler;
use super::super::diagnostics::wrong_name;
use super::super::names::Form;
use super::{diagnostics, operand};
use orgc_diag::Span;
use orgc_policy::{Base, Comparison, KeyKind, KeyType, Operator, Quantifier, Scope, Test};
use orgc_syntax::ast::{self, Condition, ConditionKey, ConditionOperator, ConditionTest, Expression};

/// What is compared with what.
struct Comparing<'a> {
    written: &'a Condition,
    key: String,
    /// None if the key is not known.
    key_type: Option<KeyType>,
    operator: &'a ConditionOperator,
    operator_span: Span,
    operand: &'a Expression,
}

/// A condition as it is written. None if something is wrong, which has been reported.
pub(super) fn test<'a>(
    compiler: &mut Compiler<'_, 'a, '_>,
    written: &'a Condition,
    actions: &Scope,
) -> Option<Test> {
    let key = key(compiler, &written.key)?;
    let (key_type, fault) = compiler.catalog.key_fault(&key, actions);
    if let Some(fault) = fault {
        let form = match &written.key {
            ConditionKey::Iam(_) => Some(Form::Bare),
            ConditionKey::Computed(text) => text.literal().map(|_| Form::Quoted),
        };
        compiler.report(wrong_name(fault, written.key.span(), form));
    }
    let (operator, operator_span, operand) = match &written.test {
        ConditionTest::Exists => return existence(compiler, written, &key, true),
        ConditionTest::Missing => return existence(compiler, written, &key, false),
        ConditionTest::Compare { operator, operator_span, operand } => (operator, *operator_span, operand),
    };
    let comparing = Comparing { written, key, key_type, operator, operator_span, operand };
    compare(compiler, &comparing)
}

fn key<'a>(compiler: &mut Compiler<'_, 'a, '_>, key: &'a ConditionKey) -> Option<String> {
    match key {
        ConditionKey::Iam(name) => Some(name.written()),
        ConditionKey::Computed(text) => compiler.evaluator.known_literal(text, "a condition key"),
    }
}

/// `exists` and `missing` ask for the key itself, not for its values.
fn existence(
    compiler: &mut Compiler<'_, '_, '_>,
    written: &Condition,
    key: &str,
    exists: bool,
) -> Option<Test> {
    if written.quantifier.is_some() || written.if_exists {
        compiler.report(diagnostics::existence_of_values(exists, written.span));
        return None;
    }
    Some(Test::exists(key, exists))
}

fn compare<'a>(compiler: &mut Compiler<'_, 'a, '_>, comparing: &Comparing<'a>) -> Option<Test> {
    let operand = operand::operand(compiler, comparing.operand)?;
    let kind = comparing.key_type.map_or_else(|| operand.looks_like(), |one| one.kind);
    let base = base(compiler, comparing, kind);
    let quantifier = quantifier(compiler, comparing, base.map(|(operator, _)| operator.base));
    let (mut operator, is_flipped) = base?;
    operator.quantifier = quantifier?;
    let values = operand.values(compiler, &comparing.key, kind, operator.base)?;
    if !counted(compiler, comparing, operator.base, operand.is_list, values.len()) {
        return None;
    }
    let flip = |value: String| if is_flipped { (value != "true").to_string() } else { value };
    Some(Test::new(operator, &comparing.key, values.into_iter().map(flip)))
}

/// The operator without its quantifier, and whether its booleans are turned round.
fn base(
    compiler: &mut Compiler<'_, '_, '_>,
    comparing: &Comparing<'_>,
    kind: KeyKind,
) -> Option<(Operator, bool)> {
    let if_exists = comparing.written.if_exists;
    let found = match comparison(comparing.operator) {
        Err(raw) => match Operator::parse(raw) {
            None => {
                compiler.report(diagnostics::unknown_operator(raw, comparing.operator_span));
                return None;
            }
            Some(operator) if operator.base == Base::Null => {
                compiler.report(diagnostics::null_operator(comparing.operator_span));
                return None;
            }
            Some(operator) => operator.base.takes(kind).then_some((operator, false)),
        },
        Ok(comparison) => {
            let is_flipped = (comparison, kind) == (Comparison::NotEqual, KeyKind::Bool);
            comparison.base(kind).map(|base| (Operator::of(base), is_flipped))
        }
    };
    let Some((operator, is_flipped)) = found else {
        let written = comparing.operator.written();
        compiler.report(diagnostics::mismatch(written, &comparing.key, kind, comparing.operator_span));
        return None;
    };
    Some((Operator { if_exists: operator.if_exists || if_exists, ..operator }, is_flipped))
}

/// The comparison of the language, or the operator of IAM.
fn comparison(operator: &ConditionOperator) -> Result<Comparison, &str> {
    Ok(match operator {
        ConditionOperator::Equal | ConditionOperator::In => Comparison::Equal,
        ConditionOperator::NotEqual | ConditionOperator::NotIn => Comparison::NotEqual,
        ConditionOperator::Less => Comparison::Less,
        ConditionOperator::LessOrEqual => Comparison::LessOrEqual,
        ConditionOperator::Greater => Comparison::Greater,
        ConditionOperator::GreaterOrEqual => Comparison::GreaterOrEqual,
        ConditionOperator::Like => Comparison::Like,
        ConditionOperator::NotLike => Comparison::NotLike,
        ConditionOperator::Raw(raw) => return Err(raw),
    })
}

/// Keys with several values need a quantifier, and only those take one.
fn quantifier(
    compiler: &mut Compiler<'_, '_, '_>,
    comparing: &Comparing<'_>,
    base: Option<Base>,
) -> Option<Option<Quantifier>> {
    let quantifier = comparing.written.quantifier.map(|one| match one {
        ast::Quantifier::Any => Quantifier::Any,
        ast::Quantifier::All => Quantifier::All,
    });
    // What does not fit in kind has been said; one thing at a time.
    let Some((key_type, _)) = comparing.key_type.zip(base) else { return Some(quantifier) };
    match (key_type.many, quantifier) {
        (true, None) => {
            compiler.report(diagnostics::quantifier_missing(&comparing.key, comparing.written));
            None
        }
        (false, Some(_)) => {
            compiler.report(diagnostics::quantifier_needless(&comparing.key, comparing.written));
            None
        }
        _ => Some(quantifier),
    }
}

/// Whether the operator has as many values as it takes.
fn counted(
    compiler: &mut Compiler<'_, '_, '_>,
    comparing: &Comparing<'_>,
    base: Base,
    is_list: bool,
    count: usize,
) -> bool {
    use ConditionOperator::{Equal, In, NotEqual, NotIn};
    let (written, span) = (comparing.operator.written(), comparing.operator_span);
    let report = match comparing.operator {
        _ if count == 0 => diagnostics::no_values(comparing.operand.span),
        Equal if is_list => diagnostics::one_value(written, Some("in"), span, comparing.operand.span),
        NotEqual if is_list => diagnostics::one_value(written, Some("not in"), span, comparing.operand.span),
        In if !is_list => diagnostics::list_of_values(written, "==", span, comparing.operand.span),
        NotIn if !is_list => diagnostics::list_of_values(written, "!=", span, comparing.operand.span),
        _ if base.is_order() && count > 1 => {
            diagnostics::one_value(written, None, span, comparing.operand.span)
        }
        _ if base == Base::Bool && count > 1 => diagnostics::both_booleans(comparing.operand.span),
        _ => return true,
    };
    compiler.report(report);
    false
}
