//! Checks of the whole model: what no single block can know.

mod attachments;
mod diagnostics;
mod life;
mod names;
mod regions;
mod tree;
mod unused;

use crate::evaluate::Evaluator;
use crate::model::Model;
use crate::scene::Scene;
use orgc_diag::Diagnostic;

/// What is wrong with the model. Where a part has failed, what depends on it is left out.
pub(crate) fn check(scene: &Scene<'_, '_>, model: &Model) -> Vec<Diagnostic> {
    let mut reports = Vec::new();
    tree::depth(scene, &mut reports);
    tree::siblings(model, &mut reports);
    tree::emails(model, &mut reports);
    names::policies(model, &mut reports);
    names::stack_sets(model, &mut reports);
    attachments::check(scene, model, &mut reports);
    crate::lower::adopted_twice(model, &mut reports);
    life::closures(scene, model, &mut reports);
    reports
}

/// Checks that make sense only where nothing has failed: what is missing, and what is never used.
pub(crate) fn check_sound(
    scene: &Scene<'_, '_>,
    model: &Model,
    evaluator: &Evaluator<'_, '_>,
) -> Vec<Diagnostic> {
    let mut reports = Vec::new();
    if scene.declarations.organization.is_none() {
        reports.push(diagnostics::no_organization());
    }
    tree::account_quota(scene, model, &mut reports);
    names::references(model, &mut reports);
    attachments::management_excluded(model, &mut reports);
    regions::check(model, &mut reports);
    unused::check(scene, evaluator, &mut reports);
    reports
}
