//! Blocks of plugin kinds become core resources.
//!
//! Promises: a plugin sees a block only when everything in it fits the schema; what it says is
//! marked where the value stands that it means; what it gives is held to the same rules as what is
//! written; the order in which blocks and `deploy` sentences are written makes no difference.

mod diagnostics;
mod finding;
mod request;
mod spans;
mod stack_set;

pub(crate) use spans::Spans;
pub(crate) use stack_set::parameter_path;

use crate::declare::{Declared, schema};
use crate::evaluate::Evaluator;
use crate::model::{Model, Scene};
use orgc_ir::kinds::{CoreBody, Finding, FindingSeverity, KindSchema, Kinds};

/// Expands every block of a plugin kind.
pub(crate) fn expand<'a>(scene: &Scene<'_, 'a>, model: &mut Model, evaluator: &mut Evaluator<'a, '_>, kinds: &dyn Kinds) {
    for declared in scene.declarations.blocks.values() {
        let Some(schema) = schema(scene.schemas, declared.address.kind()) else { continue };
        let before = evaluator.reports.len();
        let prepared = request::prepare(scene, model, declared, schema, evaluator);
        // Tags and protection are read here so that their faults are found in any case.
        let frame = stack_set::Frame::read(scene, declared, evaluator);
        let is_sound = evaluator.reports.get(before..).is_some_and(|new| !new.iter().any(orgc_diag::Diagnostic::is_error));
        let failed = declared.is_doubtful() || model.failed_blocks.contains(&declared.address);
        if let Some(prepared) = prepared.filter(|_| is_sound && !failed) {
            ask(scene, model, &Asked { declared, schema, prepared, frame }, kinds);
        }
    }
}

/// A block that is ready to be expanded.
struct Asked<'d, 'a> {
    declared: &'d Declared<'a>,
    schema: &'d KindSchema,
    prepared: request::Prepared,
    frame: stack_set::Frame,
}

fn ask(scene: &Scene<'_, '_>, model: &mut Model, asked: &Asked<'_, '_>, kinds: &dyn Kinds) {
    let Asked { declared, schema, prepared, .. } = asked;
    let fault = |fault| diagnostics::plugin_fault(&fault, declared);
    let report = |findings: &[Finding]| -> Vec<_> {
        findings.iter().map(|one| finding::diagnostic(one, &schema.plugin, &prepared.spans)).collect()
    };
    let has_error = |findings: &[Finding]| findings.iter().any(|one| one.severity == FindingSeverity::Error);
    match kinds.validate(&prepared.request) {
        Err(failed) => return model.reports.push(fault(failed)),
        Ok(findings) => {
            model.reports.extend(report(&findings));
            if has_error(&findings) {
                return;
            }
        }
    }
    match kinds.expand(&prepared.request) {
        Err(failed) => model.reports.push(fault(failed)),
        Ok(expansion) => {
            model.reports.extend(report(&expansion.findings));
            if has_error(&expansion.findings) {
                return;
            }
            for resource in &expansion.resources {
                match &resource.body {
                    CoreBody::StackSet(set) => {
                        let names: Vec<&str> = expansion.resources.iter().map(|one| one.name.as_str()).collect();
                        stack_set::add(scene, model, asked, resource, set, &names);
                    }
                    other => model.reports.push(diagnostics::not_yet_kind(other, declared, &schema.plugin)),
                }
            }
        }
    }
}
