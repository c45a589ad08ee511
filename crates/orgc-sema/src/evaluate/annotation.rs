//! Types as they are written after a colon.

use super::diagnostics;
use crate::declare::Names;
use crate::value::{CheckedString, EntityType, Type};
use orgc_diag::Diagnostic;
use orgc_syntax::ast::{TypeAtom, TypeExpression};

/// Names of types, for suggestions. Those after `PolicyId` take what they are given.
const NAMES: [&str; 25] = [
    "Account",
    "AccountId",
    "Action",
    "Arn",
    "Baseline",
    "Bool",
    "Decimal",
    "Duration",
    "Email",
    "File",
    "Int",
    "List",
    "Map",
    "Money",
    "OrgId",
    "Organization",
    "Ou",
    "OuId",
    "Percent",
    "Policy",
    "PolicyId",
    "Region",
    "String",
    "Later",
    "Target",
];

/// The type that is written. What is unknown is reported and accepts anything.
pub(crate) fn annotation(written: &TypeExpression, names: &Names<'_>, reports: &mut Vec<Diagnostic>) -> Type {
    let literal = |atom: &TypeAtom| match atom {
        TypeAtom::Literal(text) => text.literal(),
        TypeAtom::Named { .. } => None,
    };
    let words: Vec<String> = written.alternatives.iter().filter_map(literal).collect();
    let plain = match written.alternatives.as_slice() {
        _ if words.len() == written.alternatives.len() => Type::Choice(words),
        [TypeAtom::Named { name, arguments, span }] => {
            let inner: Vec<Type> = arguments.iter().map(|one| annotation(one, names, reports)).collect();
            match named(name.bare().unwrap_or_default(), &inner) {
                Some(found) => found,
                None => {
                    let is_doubtful = names.doubtful.contains(name.name.text.as_str());
                    if !is_doubtful {
                        reports.push(diagnostics::unknown_type(&name.written(), *span, NAMES));
                    }
                    Type::Anything
                }
            }
        }
        _ => {
            reports.push(crate::declare::diagnostics::not_yet(
                "a union of types that are not strings",
                written.span,
            ));
            Type::Anything
        }
    };
    if written.optional { Type::Optional(Box::new(plain)) } else { plain }
}

fn named(name: &str, arguments: &[Type]) -> Option<Type> {
    let checked = |checked| Some(Type::Checked(checked));
    match (name, arguments) {
        ("Bool", []) => Some(Type::Bool),
        ("Int", []) => Some(Type::INTEGER),
        ("Decimal", []) => Some(Type::Decimal),
        ("String", []) => Some(Type::TEXT),
        ("Duration", []) => Some(Type::Duration),
        ("Percent", []) => Some(Type::Percent),
        ("Money", []) => Some(Type::Money),
        ("Region", []) => Some(Type::Region),
        ("Action", []) => Some(Type::Action),
        ("File", []) => Some(Type::File),
        ("Email", []) => checked(CheckedString::Email),
        ("Arn", []) => checked(CheckedString::Arn),
        ("AccountId", []) => checked(CheckedString::AccountId),
        ("OuId", []) => checked(CheckedString::OuId),
        ("OrgId", []) => checked(CheckedString::OrgId),
        ("PolicyId", []) => checked(CheckedString::PolicyId),
        ("Organization", []) => Some(Type::kind("organization")),
        ("Ou", []) => Some(Type::kind("ou")),
        ("Account", []) => Some(Type::kind("account")),
        ("Policy", []) => Some(Type::kind("policy")),
        ("Baseline", []) => Some(Type::kind("baseline")),
        ("Target", []) => Some(Type::Entity(EntityType::Target)),
        ("Later", [inner]) => Some(inner.clone()),
        ("List", [item]) => Some(Type::list(item.clone())),
        ("Map", [Type::Text { .. }, value]) => Some(Type::Map(Box::new(value.clone()))),
        _ => None,
    }
}
