//! The text of a policy: from rules, from attributes of its type, from a file, or from a value.

mod compile;
mod condition;
mod diagnostics;
mod holes;
mod names;
mod oddity;
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
use crate::value::{Asset, Located, Type, Value, json};
use oddity::{Form, Shown};
use orgc_diag::Span;
use orgc_ir::Text;
use orgc_policy::{Document, Effect, JsonPath, Places, PolicyType, Problem};
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
                file(&asset, policy_type, source.span, evaluator)
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
        return file(asset, policy_type, located.span, evaluator);
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
            let shown = |number: usize, path: JsonPath| Shown {
                number,
                span: typed::place(located, &path),
                form: Form::Content,
            };
            let rules = odd(&marked, policy_type, shown, evaluator);
            Some(Written { document: holes.restore(&minified), allows, rules, ..Written::default() })
        }
        Err(problems) => {
            evaluator.reports.extend(problems.iter().map(report));
            None
        }
    }
}

/// The text of a file.
fn file(
    asset: &Asset,
    policy_type: &'static PolicyType,
    span: Span,
    evaluator: &mut Evaluator<'_, '_>,
) -> Option<Written> {
    let text = asset.content.as_str();
    let written = checked(&Text::from(text), policy_type, span, &asset.path, evaluator)?;
    let places = Places::of(text);
    let shown = |number: usize, path: JsonPath| Shown {
        number,
        span,
        form: Form::Text { origin: &asset.path, places: &places, path },
    };
    odd(text, policy_type, shown, evaluator);
    Some(written)
}

/// Reports what is odd about the statements of a control policy, shown so by their numbers and paths. Gives the spans
/// of the statements.
fn odd<'t>(
    text: &str,
    policy_type: &'static PolicyType,
    shown: impl Fn(usize, JsonPath) -> Shown<'t>,
    evaluator: &mut Evaluator<'_, '_>,
) -> Vec<Span> {
    let document = policy_type.grammar.filter(|grammar| grammar.is_control());
    let Some(document) = document.and_then(|_| Document::parse(text).ok()) else { return Vec::new() };
    let shown: Vec<Shown<'_>> =
        (0..document.statements.len()).map(|at| shown(at, document.path_of(at))).collect();
    evaluator.reports.extend(oddity::oddities(&document, &shown));
    shown.iter().map(|one| one.span).collect()
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
