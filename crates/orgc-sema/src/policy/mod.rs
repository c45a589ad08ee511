//! The text of a policy: from rules, from a file, or from a value.

mod compile;
mod condition;
mod diagnostics;
mod holes;
mod names;
mod principals;
mod value;
mod weight;
mod written;

#[expect(unused_imports, reason = "their callers are next")]
pub(crate) use value::{delegation, identity};
pub(crate) use weight::size;
pub(crate) use written::Written;

use crate::declare::Declared;
use crate::evaluate::Evaluator;
use crate::value::{Located, Type, Value, json};
use holes::Holes;
use orgc_diag::Span;
use orgc_ir::Text;
use orgc_policy::{Document, Effect, IamCatalog, PolicyType};
use orgc_syntax::ast::Expression;

/// The text of a policy. None if there is none or something is wrong, which has been reported.
pub(crate) fn write<'a>(
    declared: &Declared<'a>,
    policy_type: &'static PolicyType,
    content: Option<&'a Expression>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Option<Written> {
    let rules = declared.contents.rules.as_slice();
    let source = declared.block.source.as_ref();
    match (rules, source, content) {
        ([], None, None) => {
            if !declared.is_doubtful() {
                evaluator.reports.push(diagnostics::empty(declared, policy_type));
            }
            None
        }
        ([], Some(source), None) => {
            let path = source.literal();
            if path.is_none() {
                evaluator.reports.push(diagnostics::computed_path(source.span));
            }
            let asset = evaluator.asset(&path?, source.span)?;
            checked(&asset.content, policy_type, source.span, &asset.path, evaluator)
        }
        ([], None, Some(content)) => from_value(content, policy_type, evaluator),
        (rules, None, None) => compile::compile(rules, policy_type, evaluator),
        _ => {
            evaluator.reports.push(diagnostics::two_texts(declared));
            None
        }
    }
}

/// `content = …`: a file, or a map that is written as JSON. What else it is, writing it finds out.
fn from_value<'a>(
    content: &'a Expression,
    policy_type: &'static PolicyType,
    evaluator: &mut Evaluator<'a, '_>,
) -> Option<Written> {
    let located: Located = evaluator.expect(content, &Type::Anything);
    if located.value.has_error() {
        return None;
    }
    if let Value::File(asset) = &located.value {
        return checked(&asset.content, policy_type, located.span, &asset.path, evaluator);
    }
    match json(&located) {
        Err(other) => {
            evaluator.reports.push(diagnostics::not_json(other));
            None
        }
        Ok(text) => {
            let mut holes = Holes::default();
            let marked = holes.mark(&text);
            let written = checked(&marked, policy_type, located.span, "content", evaluator)?;
            let document = written.document.known().map(|text| holes.restore(text))?;
            Some(Written { document, ..written })
        }
    }
}

/// JSON text, checked against its type and minified.
fn checked(
    text: &str,
    policy_type: &'static PolicyType,
    span: Span,
    origin: &str,
    evaluator: &mut Evaluator<'_, '_>,
) -> Option<Written> {
    match policy_type.minified(text) {
        Ok(minified) => {
            let allows = policy_type.grammar.is_some()
                && Document::parse(&minified)
                    .is_ok_and(|document| document.statements.iter().any(|one| one.effect == Effect::Allow));
            let problems = policy_type.check_names(text, IamCatalog::bundled());
            let reports = problems.iter().map(|problem| diagnostics::bad_json(problem, span, origin));
            evaluator.reports.extend(reports);
            Some(Written { document: Text::from(minified), allows, parts: Vec::new() })
        }
        Err(problems) => {
            let reports = problems.iter().map(|problem| diagnostics::bad_json(problem, span, origin));
            evaluator.reports.extend(reports);
            None
        }
    }
}
