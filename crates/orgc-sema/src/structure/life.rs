//! Removals among themselves.

use super::diagnostics;
use crate::model::Model;
use crate::scene::Scene;
use orgc_diag::Diagnostic;
use orgc_ir::desired::{Body, RemovalVerb};
use orgc_policy::QuotaKey;

/// More closures than AWS makes in 30 days. How many it has made already, the plan finds out.
pub(super) fn closures(scene: &Scene<'_, '_>, model: &Model, reports: &mut Vec<Diagnostic>) {
    let closing = model.removals.values().filter(|one| one.verb == RemovalVerb::Close);
    let spans: Vec<_> = closing.filter_map(|one| one.origin.span).collect();
    let declared = model.resources.values().filter(|one| matches!(one.body, Body::Account(_))).count() as u64;
    let quotas = &scene.settings.quotas;
    let [floor, percent, ceiling] =
        [QuotaKey::AccountCloseFloor, QuotaKey::AccountClosePercent, QuotaKey::AccountCloseCeiling]
            .map(|key| quotas.get(key));
    let count = spans.len() as u64;
    let share = (declared + count) * percent.value / 100;
    let limit = share.max(floor.value).min(ceiling.value);
    let first_over = usize::try_from(limit).ok().and_then(|limit| {
        let mut sorted = spans;
        sorted.sort_unstable();
        sorted.get(limit).copied()
    });
    if let Some(span) = first_over {
        reports.push(diagnostics::too_many_closures(count, limit, span, &[floor, percent, ceiling]));
    }
}
