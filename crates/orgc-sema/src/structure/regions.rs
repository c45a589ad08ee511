//! Deployments to Regions that have to be enabled first.

use super::diagnostics;
use crate::model::Model;
use crate::region::is_opt_in;
use orgc_diag::Diagnostic;
use orgc_ir::Address;
use orgc_ir::desired::{Account, Body};
use std::collections::BTreeMap;

/// Opt-in Regions of deployments that accounts below the target do not enable. Said once for each
/// Region of a sentence.
pub(super) fn check(model: &Model, reports: &mut Vec<Diagnostic>) {
    let accounts: BTreeMap<&Address, &Account> = model
        .resources
        .iter()
        .filter_map(|(address, resource)| match &resource.body {
            Body::Account(account) if !account.management => Some((address, account)),
            _ => None,
        })
        .collect();
    for resource in model.resources.values() {
        let Body::StackInstances(instances) = &resource.body else { continue };
        let Some(span) = resource.cause.origin().span else { continue };
        for region in instances.regions.iter().filter(|region| is_opt_in(region)) {
            let lacking = |(address, account): &(&&Address, &&Account)| {
                is_below(address, &instances.target, model) && !account.regions.contains(region)
            };
            let without: Vec<&Address> =
                accounts.iter().filter(lacking).map(|(address, _)| *address).collect();
            if !without.is_empty() {
                reports.push(diagnostics::region_opt_in(region, &without, span));
            }
        }
    }
}

/// Whether a thing is the target or stands below it.
fn is_below(address: &Address, target: &Address, model: &Model) -> bool {
    let mut here = Some(address);
    while let Some(one) = here {
        if one == target {
            return true;
        }
        here = model.resources.get(one).and_then(|resource| match &resource.body {
            Body::Account(account) => Some(&account.parent),
            Body::Unit(unit) => Some(&unit.parent),
            _ => None,
        });
    }
    false
}
