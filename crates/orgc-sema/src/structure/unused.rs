//! What is declared and never mentioned.

use super::diagnostics;
use crate::evaluate::Evaluator;
use crate::scene::Scene;
use orgc_diag::Diagnostic;

pub(super) fn check(scene: &Scene<'_, '_>, evaluator: &Evaluator<'_, '_>, reports: &mut Vec<Diagnostic>) {
    let declarations = scene.declarations;
    for (address, declared) in &declarations.policies {
        if !evaluator.used.contains(address) {
            reports.push(diagnostics::unattached(address, "attached", declared.head));
        }
    }
    for (address, declared) in &declarations.blocks {
        if !evaluator.used.contains(address) {
            reports.push(diagnostics::unattached(address, "deployed", declared.head));
        }
    }
    for (name, found) in &declarations.lets {
        if !evaluator.used_lets.contains(name) {
            reports.push(diagnostics::unused_value(name, found.name.span));
        }
    }
}
