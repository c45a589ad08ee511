//! Blocks of plugin kinds become core resources.
//!
//! Promises: a plugin sees a block only when everything in it fits the schema; what it says is
//! marked where the value stands that it means; what it gives is held to the same rules as what is
//! written; the order in which blocks and `deploy` sentences are written makes no difference.

mod asked;
mod diagnostics;
mod finding;
mod request;
mod stack_set;

use crate::evaluate::Evaluator;
use crate::model::Model;
use crate::scene::Scene;
use crate::schema::schema;
use asked::{Asked, Frame};
use orgc_diag::Diagnostic;
use orgc_ir::kinds::{CoreBody, Expansion, Finding, FindingSeverity, Kinds};

/// Expands every block of a plugin kind.
pub(crate) fn expand<'a>(
    scene: &Scene<'_, 'a>,
    model: &mut Model,
    evaluator: &mut Evaluator<'a, '_>,
    kinds: &dyn Kinds,
) {
    for declared in scene.declarations.blocks.values() {
        let Some(schema) = schema(scene.schemas, declared.address.kind()) else { continue };
        let before = evaluator.reports.len();
        let (prepared, frame) = evaluator.within(&declared.scope, |evaluator| {
            let prepared = request::prepare(model, declared, schema, evaluator);
            // Tags and protection are read here so that their faults are found in any case.
            (prepared, Frame::read(scene, declared, evaluator))
        });
        let found = evaluator.reports.get(before..).unwrap_or_default();
        let failed = prepared.failed
            || found.iter().any(Diagnostic::is_error)
            || declared.is_doubtful()
            || model.failed_blocks.contains(&declared.address);
        if !failed {
            ask(scene, model, &Asked { declared, schema, prepared, frame }, kinds);
        }
    }
}

fn ask(scene: &Scene<'_, '_>, model: &mut Model, asked: &Asked<'_, '_>, kinds: &dyn Kinds) {
    let request = &asked.prepared.request;
    let expansion = match kinds.validate(request) {
        Ok(findings) if !reported(&findings, asked, model) => return,
        Ok(_) => kinds.expand(request),
        Err(fault) => Err(fault),
    };
    match expansion {
        Ok(expansion) if reported(&expansion.findings, asked, model) => add(scene, model, asked, &expansion),
        Ok(_) => {}
        Err(fault) => model.reports.push(diagnostics::plugin_fault(&fault, asked.declared)),
    }
}

/// Reports what the plugin has to say; whether it has found no error.
fn reported(findings: &[Finding], asked: &Asked<'_, '_>, model: &mut Model) -> bool {
    let Asked { schema, prepared, .. } = asked;
    let diagnostic = |finding| finding::diagnostic(finding, &schema.plugin, &prepared.spans);
    model.reports.extend(findings.iter().map(diagnostic));
    !findings.iter().any(|finding| finding.severity == FindingSeverity::Error)
}

fn add(scene: &Scene<'_, '_>, model: &mut Model, asked: &Asked<'_, '_>, expansion: &Expansion) {
    let names: Vec<&str> = expansion.resources.iter().map(|one| one.name.as_str()).collect();
    for core in &expansion.resources {
        match &core.body {
            CoreBody::StackSet(set) => {
                stack_set::add(stack_set::Place { scene, asked, core }, model, set, &names);
            }
            other => {
                model.reports.push(diagnostics::not_yet_kind(other, asked.declared, &asked.schema.plugin));
            }
        }
    }
}
