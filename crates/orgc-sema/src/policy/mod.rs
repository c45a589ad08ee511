//! The text of a policy: from rules, from attributes of its type, from a file, or from a value.

mod compile;
mod condition;
mod diagnostics;
mod holes;
mod names;
mod packing;
mod principals;
mod question;
mod typed;
mod value;
mod weight;
mod written;

pub(crate) use holes::Holes;
pub(crate) use question::{Asked, asked};
pub(crate) use typed::names as typed_names;
pub(crate) use value::{delegation, identity};
pub(crate) use weight::size;
pub(crate) use written::Written;

use crate::declare::Declared;
use crate::evaluate::Evaluator;
use crate::lower::Found;
use crate::value::{Located, Type, Value, json};
use orgc_diag::Span;
use orgc_ir::Text;
use orgc_policy::{Document, Effect, PolicyType, Problem};
use orgc_syntax::ast::Expression;
use std::fmt::Display;

/// The text of a policy. None if there is none or something is wrong, which has been reported.
pub(crate) fn write<'a>(
    declared: &Declared<'a>,
    policy_type: &'static PolicyType,
    found: &Found<'_, 'a>,
    evaluator: &mut Evaluator<'a, '_>,
) -> Option<Written> {
    let rules = declared.contents.rules.as_slice();
    let source = declared.block.source.as_ref();
    let content = found.get("content").copied();
    let is_typed = typed::is_typed(declared, policy_type, found);
    typed::unknown_parts(declared, policy_type, evaluator);
    match (rules, source, content) {
        ([], None, None) if is_typed => {
            let document = typed::document(declared, policy_type, found, evaluator)?;
            from_located(&document, policy_type, Origin::Attributes, evaluator)
        }
        _ if is_typed => {
            evaluator.reports.push(diagnostics::two_texts(declared));
            None
        }
        ([], None, None) => {
            if declared.contents.parts.is_empty() && declared.is_understood(found.len()) {
                evaluator.reports.push(diagnostics::empty(declared, policy_type));
            }
            None
        }
        ([], Some(source), None) => {
            let path = source.literal();
            if path.is_none() {
                evaluator.reports.push(diagnostics::computed_path(source.span));
            }
            let path = path?;
            evaluator.within(&declared.scope, |evaluator| {
                let asset = evaluator.asset(&path, source.span)?;
                checked(&Text::from(asset.content.as_str()), policy_type, source.span, &asset.path, evaluator)
            })
        }
        ([], None, Some(content)) => evaluator
            .within(&content.scope, |evaluator| from_value(&content.node.value, policy_type, evaluator)),
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
        return checked(
            &Text::from(asset.content.as_str()),
            policy_type,
            located.span,
            &asset.path,
            evaluator,
        );
    }
    from_located(&located, policy_type, Origin::Content, evaluator)
}

/// Where a value that becomes JSON comes from, which decides how messages speak of it.
#[derive(Clone, Copy)]
enum Origin {
    /// `content = { … }`, which has the keys of the document.
    Content,
    /// The attributes of the type.
    Attributes,
}

/// A value as JSON, with its later values in place. What is wrong with it is shown where it is
/// written.
fn from_located(
    located: &Located,
    policy_type: &'static PolicyType,
    origin: Origin,
    evaluator: &mut Evaluator<'_, '_>,
) -> Option<Written> {
    let text = match json(located) {
        Ok(text) => text,
        Err(other) => {
            evaluator.reports.push(diagnostics::not_json(other));
            return None;
        }
    };
    let mut holes = Holes::default();
    let marked = holes.mark(&text);
    let report = |problem: &Problem| {
        let span = typed::place(located, &problem.path);
        match origin {
            Origin::Content => diagnostics::bad_content(problem, span),
            Origin::Attributes => diagnostics::bad_attributes(problem, span),
        }
    };
    match policy_type.minified(&marked) {
        Ok(minified) => {
            let allows = allows(policy_type, &minified);
            let problems = policy_type.check_names(&marked, evaluator.catalog());
            evaluator.reports.extend(problems.iter().map(report));
            Some(Written { document: holes.restore(&minified), allows, ..Written::default() })
        }
        Err(problems) => {
            evaluator.reports.extend(problems.iter().map(report));
            None
        }
    }
}

/// Whether a statement allows something.
fn allows(policy_type: &PolicyType, text: &str) -> bool {
    policy_type.grammar.is_some()
        && Document::parse(text)
            .is_ok_and(|document| document.statements.iter().any(|one| one.effect == Effect::Allow))
}

/// JSON text, checked against its type and minified, with its later values in place.
pub(crate) fn checked(
    text: &Text,
    policy_type: &'static PolicyType,
    span: Span,
    origin: impl Display,
    evaluator: &mut Evaluator<'_, '_>,
) -> Option<Written> {
    let mut holes = Holes::default();
    let marked = holes.mark(text);
    let report = |problem: &Problem| diagnostics::bad_json(problem, span, &origin);
    match policy_type.minified(&marked) {
        Ok(minified) => {
            let allows = allows(policy_type, &minified);
            let problems = policy_type.check_names(&marked, evaluator.catalog());
            evaluator.reports.extend(problems.iter().map(report));
            Some(Written { document: holes.restore(&minified), allows, ..Written::default() })
        }
        Err(problems) => {
            evaluator.reports.extend(problems.iter().map(report));
            None
        }
    }
}
