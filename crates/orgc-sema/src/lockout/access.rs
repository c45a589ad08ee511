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

/// Accounts in which the role can do nothing at all: one finding for each rule and name of the role.
pub(super) fn check(model: &Model, standing: &Standing<'_>, obstacles: &Obstacles<'_>) -> Vec<Diagnostic> {
    let mut locked: BTreeMap<(Obstacle, &str), BTreeSet<&Address>> = BTreeMap::new();
    let mut known: BTreeMap<(usize, &str), BTreeSet<Obstacle>> = BTreeMap::new();
    for (organization, _) in model.resources.iter().filter(|(address, _)| address.kind() == "organization") {
        for (class, accounts) in standing.below(organization) {
            let Some((first, chain)) = standing.classes.get(class) else { continue };
            for account in accounts {
                let role = role(account, model);
                let anything = Asked { role, action: "*", resource: "*", region: None };
                let refused =
                    known.entry((class, role)).or_insert_with(|| obstacles.of(anything, first, chain));
                for obstacle in refused.iter() {
                    locked.entry((obstacle.clone(), role)).or_default().insert(account);
                }
            }
        }
    }
    let report = |((obstacle, role), accounts): (&(Obstacle, &str), &BTreeSet<&Address>)| {
        let (span, does) = obstacles.place(obstacle)?;
        Some(diagnostics::access(role, accounts, obstacle, (span, &does), obstacles.partition))
    };
    locked.iter().filter_map(report).collect()
}

fn role<'m>(account: &Address, model: &'m Model) -> &'m str {
    match model.resources.get(account).map(|resource| &resource.body) {
        Some(Body::Account(account)) => account.role_name.as_deref().unwrap_or(USUAL),
        _ => USUAL,
    }
}
