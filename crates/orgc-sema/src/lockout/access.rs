//! Accounts in which those who have to get in can do nothing.
//!
//! AWS makes a role in each account that it creates, which principals of the management account may assume: the way
//! in for those who run the organization (AWS Organizations User Guide, Accessing member accounts). To assume it is an
//! act of the management account, which no policy touches; what is done with it is touched. So is what the principals do that
//! `break-glass` names.

use super::diagnostics;
use super::obstacle::{Asked, Obstacle, Obstacles};
use super::standing::Standing;
use crate::model::{BreakGlass, Model};
use orgc_diag::Diagnostic;
use orgc_ir::Address;
use orgc_ir::desired::Body;
use orgc_policy::Ground;
use std::collections::{BTreeMap, BTreeSet};

/// The name of the role where the account gives none.
const USUAL: &str = "OrganizationAccountAccessRole";

/// The service that works in accounts by a role of its own, from the management account (AWS Control Tower User Guide,
/// How AWS Control Tower works with roles to create and manage accounts).
const CONTROL_TOWER: &str = "controltower.amazonaws.com";

/// Its role.
pub(super) const CONTROL_TOWER_ROLE: &str = "AWSControlTowerExecution";

/// Who comes into an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who<'m> {
    /// The people of the management account, by the role of this name.
    People(&'m str),
    ControlTower,
    /// Who is named for emergencies.
    Named(&'m BreakGlass),
}

/// Accounts in which those who come into them can do nothing at all: one finding for each rule and each of them.
pub(super) fn check(model: &Model, standing: &Standing<'_>, obstacles: &Obstacles<'_>) -> Vec<Diagnostic> {
    let mut locked: BTreeMap<(Obstacle, Who<'_>), BTreeSet<&Address>> = BTreeMap::new();
    let mut known: BTreeMap<(usize, Who<'_>), BTreeSet<Obstacle>> = BTreeMap::new();
    let everywhere = everywhere(model);
    let organizations = model.resources.keys().filter(|address| address.kind() == "organization");
    for (class, accounts) in organizations.flat_map(|organization| standing.below(organization)) {
        let Some((_, chain)) = standing.classes.get(class) else { continue };
        let ways = |account| everywhere.iter().copied().chain(people(account, model));
        for (account, who) in accounts.iter().flat_map(|one| ways(one).map(move |who| (*one, who))) {
            let Some(principal) = who.principal(account, obstacles) else { continue };
            let anything = Asked { principal, action: "*", resource: "*", region: None };
            let refused = known.entry((class, who)).or_insert_with(|| obstacles.of(anything, account, chain));
            for obstacle in refused.iter() {
                locked.entry((obstacle.clone(), who)).or_default().insert(account);
            }
        }
    }
    let report = |((obstacle, who), accounts): (&(Obstacle, Who<'_>), &BTreeSet<&Address>)| {
        let (span, does) = obstacles.place(obstacle)?;
        Some(diagnostics::access(*who, accounts, obstacle, (span, &does), obstacles.partition))
    };
    locked.iter().filter_map(report).collect()
}

impl Who<'_> {
    /// The principal by which they work in an account; none if they do not come there.
    fn principal(self, account: &Address, obstacles: &Obstacles<'_>) -> Option<String> {
        match self {
            Self::People(role) => Some(obstacles.role(role, account)),
            Self::ControlTower => Some(obstacles.role(CONTROL_TOWER_ROLE, account)),
            Self::Named(one) => Ground::principal_in(&one.arn, obstacles.id(account)),
        }
    }
}

/// Those who come into every account.
fn everywhere(model: &Model) -> Vec<Who<'_>> {
    let tower = has_control_tower(model).then_some(Who::ControlTower);
    tower.into_iter().chain(model.break_glass.iter().map(Who::Named)).collect()
}

fn has_control_tower(model: &Model) -> bool {
    let is_it = |body: &Body| matches!(body, Body::TrustedService(one) if one.principal == CONTROL_TOWER);
    model.resources.values().any(|resource| is_it(&resource.body))
}

/// Those of the management account, unless their role is named for emergencies, too.
fn people<'m>(account: &Address, model: &'m Model) -> Option<Who<'m>> {
    let role = match model.resources.get(account).map(|resource| &resource.body) {
        Some(Body::Account(account)) => account.role_name.as_deref().unwrap_or(USUAL),
        _ => USUAL,
    };
    let is_named =
        |one: &BreakGlass| one.arn.splitn(6, ':').nth(5).is_some_and(|rest| rest == format!("role/{role}"));
    (!model.break_glass.iter().any(is_named)).then_some(Who::People(role))
}
