//! Policies that lock out those who run the organization.
//!
//! Two sorts of roles work in member accounts on its behalf: those by which StackSets deploys, and the one that
//! AWS makes in a new account for the people of the management account. Policies touch both. What they need is put
//! to the prover as a question, so that a finding says that no request passes, whatever else is in it; where one
//! does, or where it was not decided, nothing is said.
//!
//! Accounts that policies treat alike are asked about once, and each stack set once for each Region.

mod access;
mod deployment;
mod diagnostics;
mod obstacle;
mod standing;

use crate::model::Model;
use crate::permissions::Permissions;
use crate::settings::Settings;
use obstacle::{Obstacle, Obstacles};
use orgc_diag::Diagnostic;
use orgc_policy::IamCatalog;
use standing::Standing;

/// What is locked out by the policies of a model without errors.
pub(crate) fn check(model: &Model, permissions: &Permissions, settings: &Settings) -> Vec<Diagnostic> {
    found(model, permissions, settings, |_| true)
}

/// What is locked out by what rules deny, in a model some of whose rules no request meets. Whatever these are meant to
/// say, what others deny stays denied; what nothing allows, they may be meant to allow.
pub(crate) fn by_denials(model: &Model, permissions: &Permissions, settings: &Settings) -> Vec<Diagnostic> {
    found(model, permissions, settings, |obstacle| matches!(obstacle, Obstacle::Denies { .. }))
}

fn found(
    model: &Model,
    permissions: &Permissions,
    settings: &Settings,
    counts: fn(&Obstacle) -> bool,
) -> Vec<Diagnostic> {
    let catalog = settings.catalog.as_deref().unwrap_or_else(|| IamCatalog::bundled());
    let standing = Standing::of(model, permissions);
    let obstacles = Obstacles { model, permissions, catalog, partition: settings.partition(), counts };
    let mut reports = deployment::check(model, &standing, &obstacles);
    reports.extend(access::check(model, &standing, &obstacles));
    reports
}
