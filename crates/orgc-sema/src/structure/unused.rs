//! What is declared and never mentioned.

use super::diagnostics;
use crate::evaluate::Evaluator;
use crate::scene::Scene;
use crate::schema::{is_deployable, schema};
use orgc_diag::{Diagnostic, Span};
use std::collections::BTreeSet;

pub(super) fn check(scene: &Scene<'_, '_>, evaluator: &Evaluator<'_, '_>, reports: &mut Vec<Diagnostic>) {
    let declarations = scene.declarations;
    for (address, declared) in &declarations.policies {
        if !evaluator.used.contains(address) {
            reports.push(diagnostics::unattached(address, "attached", declared.head, declared.block.span));
        }
    }
    let is_deployed = |kind: &str| schema(scene.schemas, kind).is_some_and(is_deployable);
    for (address, declared) in declarations.blocks.iter().filter(|(one, _)| is_deployed(one.kind())) {
        if !evaluator.used.contains(address) {
            reports.push(diagnostics::unattached(address, "deployed", declared.head, declared.block.span));
        }
    }
    values(evaluator, reports);
    templates(scene, evaluator, reports);
}

/// Values, functions and params. A folder that is imported several times uses what one of its
/// modules uses.
fn values(evaluator: &Evaluator<'_, '_>, reports: &mut Vec<Diagnostic>) {
    let program = evaluator.program();
    let home = |module| program.module(module).map_or("", |module| module.folder);
    let used: BTreeSet<(&str, &str)> =
        evaluator.used_values.iter().map(|(module, name)| (home(*module), *name)).collect();
    let mut unused = |folder: &str, name: &str, what: &str, span: Span, whole: Span| {
        if !used.contains(&(folder, name)) {
            reports.push(diagnostics::unused(what, name, span, whole));
        }
    };
    for (path, folder) in &program.folders {
        for found in folder.lets.values() {
            let what = if found.parameters.is_some() { "function" } else { "value" };
            unused(path, &found.name.text, what, found.name.span, found.span);
        }
        for found in folder.params.values() {
            unused(path, &found.name.text, "param", found.name.span, found.span);
        }
    }
}

fn templates(scene: &Scene<'_, '_>, evaluator: &Evaluator<'_, '_>, reports: &mut Vec<Diagnostic>) {
    let all = evaluator.program().folders.values().flat_map(|folder| folder.templates.values());
    for template in all.filter(|one| !scene.declarations.used_templates.contains(&one.name.span)) {
        reports.push(diagnostics::unused("template", &template.name.text, template.name.span, template.span));
    }
}
