//! Whom a rule is for.

use super::compile::Compiler;
use super::diagnostics;
use crate::value::{CheckedString, Located, Type, Value};
use orgc_ir::{Attribute, LaterType, Part, Reference, Text};
use orgc_policy::{Grammar, Principal, Principals};
use orgc_syntax::ast::{self, Expression, Rule};

/// The principals of a rule. The inner nothing is a statement without the element; the outer one a
/// failure, which has been reported.
///
/// A resource control policy is always for everyone. A service control policy and the policy of an
/// identity have no principals. A delegation policy names accounts.
pub(super) fn principals<'a>(
    compiler: &mut Compiler<'_, 'a, '_>,
    rule: &'a Rule,
) -> Option<Option<Principals>> {
    let everyone = || Some(Principals::These(Principal::Everyone));
    match (compiler.grammar, &rule.principals) {
        (Grammar::ServiceControl | Grammar::Identity, None) => Some(None),
        (Grammar::ResourceControl, None | Some(ast::Principals::All(_))) => Some(everyone()),
        (Grammar::Delegation, Some(ast::Principals::These(operand))) => named(compiler, operand).map(Some),
        (Grammar::Delegation, None) => {
            compiler.report(diagnostics::no_principal(rule.span));
            None
        }
        (grammar, Some(written)) => {
            let span = match written {
                ast::Principals::All(span) => *span,
                ast::Principals::These(operand) => operand.span,
            };
            compiler.report(diagnostics::principal(grammar, span));
            None
        }
    }
}

fn named<'a>(compiler: &mut Compiler<'_, 'a, '_>, operand: &'a Expression) -> Option<Principals> {
    let mut all: Option<Vec<String>> = Some(Vec::new());
    for located in compiler.evaluator.elements(operand, &Type::Anything) {
        let name = principal(compiler, &located);
        all = all.zip(name).map(|(mut all, name)| {
            all.push(name);
            all
        });
    }
    let is_empty = all.as_ref().is_some_and(Vec::is_empty);
    if is_empty {
        compiler.report(diagnostics::empty_list("principal", operand.span));
    }
    let names = all.filter(|_| !is_empty)?;
    Some(Principals::These(Principal::Kinds(vec![("AWS".to_owned(), names)])))
}

/// An account by itself or by its id, as the ARN that AWS stores; or an ARN of IAM.
fn principal(compiler: &mut Compiler<'_, '_, '_>, located: &Located) -> Option<String> {
    let text = match &located.value {
        Value::Error => return None,
        Value::Entity(address) if address.kind() == "account" => {
            root_of(Part::Reference(Reference::new(address.clone(), Attribute::Id)))
        }
        other => match other.as_text() {
            Some(text) if is_account_id(&text) => text.parts().first().cloned().map(root_of)?,
            Some(text) if text.to_string().starts_with("arn:") => text.into_owned(),
            _ => {
                compiler.report(diagnostics::bad_principal(&located.value.noun(), located.span));
                return None;
            }
        },
    };
    Some(compiler.holes.mark(&text))
}

fn is_account_id(text: &Text) -> bool {
    match text.parts() {
        [Part::Literal(known)] => CheckedString::AccountId.accepts(known),
        [Part::Reference(reference)] => reference.later_type() == LaterType::AccountId,
        _ => false,
    }
}

fn root_of(account: Part) -> Text {
    let literal = |text: &str| Part::Literal(text.to_owned());
    Text::new([literal("arn:aws:iam::"), account, literal(":root")])
}
