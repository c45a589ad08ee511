//! Accounts that nobody can get into from the management account.
//!
//! AWS makes a role in each account that it creates, which principals of the management account may assume: the way
//! in for those who run the organization (AWS Organizations User Guide, Accessing member accounts). To assume it is an
//! act of the management account, which no policy touches; what is done with it is touched.

use super::diagnostics;
use super::obstacle::{Asked, Obstacle, Obstacles};
use super::standing::Standing;
use crate::model::Model;
use orgc_diag::Diagnostic;
use orgc_ir::Address;
use orgc_ir::desired::Body;
use std::collections::{BTreeMap, BTreeSet};

/// The name of the role where the account gives none.
const USUAL: &str = "OrganizationAccountAccessRole";

/// The service that works in accounts by a role of its own, from the management account (AWS Control Tower User Guide,
/// How AWS Control Tower works with roles to create and manage accounts).
const CONTROL_TOWER: &str = "controltower.amazonaws.com";

/// Its role.
const CONTROL_TOWER_ROLE: &str = "AWSControlTowerExecution";

/// Who comes from the management account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    People,
    ControlTower,
}

/// Who comes, and by which role.
type Way<'m> = (Who, &'m str);

/// Accounts in which a role of those who come from the management account can do nothing at all: one finding for
/// each rule and role.
pub(super) fn check(model: &Model, standing: &Standing<'_>, obstacles: &Obstacles<'_>) -> Vec<Diagnostic> {
    let mut locked: BTreeMap<(Obstacle, Way<'_>), BTreeSet<&Address>> = BTreeMap::new();
    let mut known: BTreeMap<(usize, &str), BTreeSet<Obstacle>> = BTreeMap::new();
    let tower = has_control_tower(model).then_some((Who::ControlTower, CONTROL_TOWER_ROLE));
    let organizations = model.resources.keys().filter(|address| address.kind() == "organization");
    for (class, accounts) in organizations.flat_map(|organization| standing.below(organization)) {
        let Some((first, chain)) = standing.classes.get(class) else { continue };
        let ways = |account| [(Who::People, role(account, model))].into_iter().chain(tower);
        for (account, way) in accounts.iter().flat_map(|one| ways(one).map(move |way| (*one, way))) {
            let anything = Asked { role: way.1, action: "*", resource: "*", region: None };
            let refused = known.entry((class, way.1)).or_insert_with(|| obstacles.of(anything, first, chain));
            for obstacle in refused.iter() {
                locked.entry((obstacle.clone(), way)).or_default().insert(account);
            }
        }
    }
    let report = |((obstacle, way), accounts): (&(Obstacle, Way<'_>), &BTreeSet<&Address>)| {
        let (span, does) = obstacles.place(obstacle)?;
        Some(diagnostics::access(*way, accounts, obstacle, (span, &does), obstacles.partition))
    };
    locked.iter().filter_map(report).collect()
}

fn has_control_tower(model: &Model) -> bool {
    let is_it = |body: &Body| matches!(body, Body::TrustedService(one) if one.principal == CONTROL_TOWER);
    model.resources.values().any(|resource| is_it(&resource.body))
}

fn role<'m>(account: &Address, model: &'m Model) -> &'m str {
    match model.resources.get(account).map(|resource| &resource.body) {
        Some(Body::Account(account)) => account.role_name.as_deref().unwrap_or(USUAL),
        _ => USUAL,
    }
}
